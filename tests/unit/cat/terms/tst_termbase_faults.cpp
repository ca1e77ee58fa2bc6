// What befalls the files of termbases, and texts that mean harm: a sentence that names the file, and nothing is lost.
#include "engine/cat/memory/unit.h"
#include "engine/cat/terms/exchange/tbx.h"
#include "engine/cat/terms/exchange/term_table.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/unit/cat/memory/faults.h"
#include "tests/unit/cat/memory/samples.h"
#include "tests/unit/cat/terms/term_samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::faults;
using tests::must;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t concepts = 60;

TermPair pairNumber(int number)
{
    return {{.text = "valve " + std::to_string(number), .language = "en"}, {.text = "Ventil " + std::to_string(number), .language = "de"}};
}

}  // namespace

class TestTermbaseFaults : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    fs::path newPath() { return (m_folder.path() + "/terms" + QString::number(++m_files)).toStdString(); }

    /// Closed.
    fs::path filledTermbase()
    {
        samples::Random random(41);
        const fs::path path = newPath();
        Termbase termbase = must(Termbase::create(path, "en", "de"));
        TermbaseWriter writer = must(termbase.write());
        for (std::size_t i = 0; i < concepts; ++i)
            must(writer.add(samples::entry(random)));
        must(writer.commit());
        return path;
    }

    /// Whatever the file is by now: every call answers or fails with a sentence.
    static void useDamaged(const fs::path &path)
    {
        samples::Random random(42);
        Result<Termbase> termbase = Termbase::open(path);
        if (!termbase) {
            QVERIFY(termbase.error().sentence().find(path.string()) != std::string::npos);
            return;
        }
        const auto answers = [](const auto &result) { return result.has_value() || !result.error().sentence().empty(); };
        for (int i = 0; i < 10; ++i)
            QVERIFY(answers(termbase->find({samples::text(random), {}}, i % 2 == 0 ? "en" : "ja")));
        QVERIFY(answers(termbase->findTerm(samples::termText(random), "en")));
        QVERIFY(answers(termbase->addPair(pairNumber(1))));
        QVERIFY(answers(termbase->statistics()));
        QVERIFY(answers(exportTbx(*termbase, path.string() + ".tbx", TbxStyle::Dct)));
        QVERIFY(answers(termbase->check()));
    }

private Q_SLOTS:
    void aNewerSchemaIsRefused()
    {
        const fs::path path = filledTermbase();
        QVERIFY(OtherProgram(path).run("PRAGMA user_version = 3"));
        QCOMPARE(Termbase::open(path).error().code, ErrorCode::NewerVersion);
        QVERIFY(OtherProgram(path).run("PRAGMA user_version = 2"));
        Termbase termbase = must(Termbase::open(path));
        QCOMPARE(must(termbase.statistics()).concepts, concepts);
        QVERIFY(OtherProgram(path).run("PRAGMA user_version = 3"));   // while it is open
        QCOMPARE(termbase.addPair(pairNumber(1)).error().code, ErrorCode::NewerVersion);
    }

    void rowsThatNoWriterWrote_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("unknown status") << "UPDATE term SET status = 'fine'";
        QTest::newRow("unknown case rule") << "UPDATE term SET case_rule = 'none'";
        QTest::newRow("forms are no JSON") << "UPDATE term SET forms = '[\"a'";
        QTest::newRow("notes of another shape") << "UPDATE concept SET notes = '[[1]]'";
        QTest::newRow("properties of another shape") << "UPDATE concept SET properties = '{\"a\": []}'";
        QTest::newRow("text is no UTF-8") << "UPDATE term SET text = CAST(x'57FF57' AS TEXT)";
        QTest::newRow("no terms") << "DELETE FROM term WHERE concept = (SELECT max(row) FROM concept)";
    }
    void rowsThatNoWriterWrote()
    {
        QFETCH(QString, sql);
        const fs::path path = filledTermbase();
        QVERIFY(OtherProgram(path).run(sql.toUtf8().constData()));
        QCOMPARE(must(Termbase::open(path)).check().error().code, ErrorCode::Damaged);
        useDamaged(path);
    }

    void cutFiles()
    {
        samples::Random random(43);
        const std::string whole = must(readFile(filledTermbase()));
        const fs::path path = newPath();
        for (int round = 0; round < 25; ++round) {
            const std::size_t length = round == 0 ? whole.size() / 2 : 1 + samples::below(random, whole.size() - 1);
            must(writeFileAtomically(path, whole.substr(0, length)));
            QCOMPARE(Termbase::open(path).error().code, ErrorCode::Damaged);
        }
    }

    void flippedBits()
    {
        samples::Random random(44);
        const std::string whole = must(readFile(filledTermbase()));
        int refused = 0;
        for (int round = 0; round < 50; ++round) {
            std::string bytes = whole;
            for (int flips = round % 2 == 0 ? 1 : 50; flips > 0; --flips)
                bytes[samples::below(random, bytes.size())] ^= static_cast<char>(1 << samples::below(random, 8));
            const fs::path path = newPath();
            must(writeFileAtomically(path, bytes));
            refused += Termbase::open(path) ? 0 : 1;
            useDamaged(path);
        }
        QVERIFY(refused > 10);
    }

    void lockedByAnotherProgram()
    {
        const fs::path path = filledTermbase();
        Termbase termbase = must(Termbase::open(path));
        OtherProgram other(path);
        QVERIFY(other.run("BEGIN IMMEDIATE"));
        QCOMPARE(termbase.addPair(pairNumber(1)).error().code, ErrorCode::Locked);
        QVERIFY(termbase.find({"a hard disk", {}}, "en").has_value());   // readers do not wait
        QVERIFY(other.run("COMMIT"));
        QVERIFY(must(termbase.addPair(pairNumber(1))).kind == PairAddition::Kind::NewConcept);
    }

    void aFullDisk()
    {
        const fs::path path = filledTermbase();
        Termbase termbase = must(Termbase::open(path));
        std::size_t there = concepts;
        {
            const SizeLimit limit(fs::file_size(path) + 40'000);
            Result<bool> added = true;
            for (int number = 0; added; ++number) {
                Concept entry{.id = newConceptId(), .definition = std::string(3000, 'x'), .terms = {pairNumber(number).source}};
                added = termbase.add(entry);
                there += added ? 1 : 0;
            }
            QCOMPARE(added.error().code, ErrorCode::DiskFull);
            QVERIFY(there > concepts);
            QVERIFY(termbase.find({"valve 1", {}}, "en").has_value());
        }
        must(termbase.addPair(pairNumber(1)));
        must(termbase.check());
        QCOMPARE(must(must(Termbase::open(path)).statistics()).concepts, there);   // that valve was there
    }

    void anImportOnAFullDiskLeavesNothing()
    {
        const fs::path path = filledTermbase(), tbx = newPath();
        {
            Termbase source = must(Termbase::create(newPath()));
            TermbaseWriter writer = must(source.write());
            for (int number = 0; number < 2000; ++number)
                must(writer.addPair(pairNumber(number)));
            must(writer.commit());
            must(exportTbx(source, tbx, TbxStyle::V2));
        }
        Termbase termbase = must(Termbase::open(path));
        {
            const SizeLimit limit(fs::file_size(path) + 40'000);
            QCOMPARE(importTbx(termbase, tbx).error().code, ErrorCode::DiskFull);
            QCOMPARE(must(termbase.statistics()).concepts, concepts);
        }
        QCOMPARE(must(importTbx(termbase, tbx)).added, std::size_t(2000));
        must(termbase.check());
    }

    void readOnlyPlaces()
    {
        const fs::path folder = newPath();
        fs::create_directory(folder);
        const fs::path path = folder / "100% mine? #1'; --";
        fs::copy_file(filledTermbase(), path);
        fs::permissions(m_folder.path().toStdString(), fs::perms(0755));
        fs::permissions(path, fs::perms(0444));
        fs::permissions(folder, fs::perms(0555));
        {
            const WithoutRoot nobody;
            QCOMPARE(Termbase::open(path).error().code, ErrorCode::Unwritable);
            QCOMPARE(Termbase::create(folder / "new").error().code, ErrorCode::Unwritable);
            Termbase termbase = must(Termbase::open(path, Access::Read));
            must(termbase.check());
            QVERIFY(!must(termbase.find({"disk drive box e-mail", {}}, "en")).empty());
            QCOMPARE(termbase.addPair(pairNumber(1)).error().code, ErrorCode::Unwritable);
        }
        QCOMPARE(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
        fs::permissions(folder, fs::perms(0777));
        fs::permissions(path, fs::perms(0666));
        const WithoutRoot nobody;
        must(must(Termbase::open(path)).addPair(pairNumber(1)));
    }

    /// Dates decide nothing, and none goes back.
    void aClockThatJumpsBack()
    {
        const std::int64_t tomorrow = nowMs() + 86'400'000;
        const fs::path path = newPath();
        Termbase termbase = must(Termbase::create(path, "en", "de"));
        Termbase reader = must(Termbase::open(path));
        Concept entry{.id = "c1", .terms = {pairNumber(1).source}, .createdMs = tomorrow, .changedMs = tomorrow};
        must(termbase.add(entry));
        QCOMPARE(must(reader.find({"valve 1", {}}, "en")).size(), std::size_t(1));
        QVERIFY(must(termbase.addPair(pairNumber(1))).kind == PairAddition::Kind::Joined);
        QCOMPARE(must(reader.find({"Ventil 1", {}}, "de")).size(), std::size_t(1));
        QCOMPARE(must(reader.find("c1"))->changedMs, tomorrow);
        entry.terms[0].text = "gate";
        entry.changedMs = nowMs();
        QVERIFY(must(termbase.change(entry)));   // the later edit counts, whatever the clock says
        QVERIFY(must(reader.find({"valve 1", {}}, "en")).empty());
        QCOMPARE(must(reader.find({"the gate", {}}, "en")).size(), std::size_t(1));
    }

    void whatIsTooLongIsRefused()
    {
        const std::string endless(100'000'000, 'x');
        Termbase termbase = must(Termbase::create(newPath(), "en", "de"));
        const Term term{.text = "valve", .language = "en"};
        QCOMPARE(termbase.add({.id = "1", .terms = {{.text = endless, .language = "en"}}}).error().code, ErrorCode::OutOfRange);
        Term inflected = term;
        inflected.forms = {std::string(longestTerm + 1, 'x')};
        QCOMPARE(termbase.add({.id = "1", .terms = {inflected}}).error().code, ErrorCode::OutOfRange);
        QCOMPARE(termbase.add({.id = "1", .definition = endless, .terms = {term}}).error().code, ErrorCode::OutOfRange);
        QCOMPARE(termbase.addPair({term, {.text = endless, .language = "de"}}).error().code, ErrorCode::OutOfRange);
        QVERIFY(termbase.add({.id = endless, .terms = {term}}).error().sentence().size() < 1000);
        QCOMPARE(must(termbase.statistics()).concepts, std::size_t(0));
        must(termbase.add({.id = "1", .terms = {{.text = std::string(longestTerm, 'x'), .language = "en"}, term}}));
        QCOMPARE(must(termbase.find({std::string(1'000'000, 'x') + " valve", {}}, "en")).size(), std::size_t(1));
        must(termbase.check());
    }

    void filesThatMeanHarm_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("skipped");
        const auto entry = [](const QByteArray &term) { return "<termEntry id=\"c1\"><langSet xml:lang=\"en\"><tig>" + term + "</tig></langSet></termEntry>"; };
        QTest::newRow("term of 100 MB") << entry("<term>" + QByteArray(100'000'000, 'x') + "</term>") << 1;
        QTest::newRow("note of 100 MB") << entry("<term>a</term><note>" + QByteArray(100'000'000, 'x') + "</note>") << 1;
        QTest::newRow("id of 100 MB") << "<termEntry id=\"" + QByteArray(100'000'000, 'x') + "\"/>" << 1;
        const auto nested = [](const QByteArray &name, const QByteArray &inside) {
            return QByteArray('<' + name + '>').repeated(200'000) + inside + QByteArray("</" + name + '>').repeated(200'000);
        };
        QTest::newRow("groups in groups") << entry(nested("termGrp", "<term>a</term>")) << 0;   // once a function that called itself
        QTest::newRow("nested elements") << nested("deep", "") << 0;
        QTest::newRow("elements in a term") << entry("<term>" + nested("hi", "a") + "</term>") << 0;
        const QByteArray property = "<termNote type=\"x\">0123456789012345678901234567890123456789</termNote>";
        QTest::newRow("many properties") << entry("<term>a</term>" + property.repeated(100'000)) << 1;
    }
    void filesThatMeanHarm()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, skipped);
        const fs::path tbx = newPath();
        const std::string good = "<termEntry id=\"z\"><langSet xml:lang=\"en\"><tig><term>good</term></tig></langSet></termEntry>";
        must(writeFileAtomically(tbx, "<martif type=\"TBX\"><text><body>" + body.toStdString() + good + "</body></text></martif>"));
        Termbase termbase = must(Termbase::create(newPath()));
        const TermImportReport report = must(importTbx(termbase, tbx));
        QCOMPARE(int(report.skipped.size()), skipped);
        QVERIFY(skipped == 0 || report.skipped.front().reason.size() < 1000);
        QCOMPARE(must(termbase.find({"good", {}}, "en")).size(), std::size_t(1));
        must(termbase.check());
    }

    void aTableThatMeansHarm()
    {
        Termbase termbase = must(Termbase::create(newPath()));
        const fs::path table = newPath();
        const std::string endless(20'000'000, 'x');
        must(writeFileAtomically(table, "en,de,note\n" + endless + ",Ventil,\nvalve,Ventil," + endless + "\ngate,Schieber,'; DROP TABLE term; --\n"));
        const TermImportReport report = must(importTermTable(termbase, table, ',', {}));
        QCOMPARE(report.skipped.size(), std::size_t(2));
        QCOMPARE(report.added, std::size_t(1));
        must(termbase.check());
    }

    /// In every text that a termbase has.
    void sqlIsText()
    {
        const std::string text = "Robert'); DROP TABLE term; SELECT \"?1\" WHERE 'x' LIKE '%';--";
        Termbase termbase = must(Termbase::create(newPath(), "en", "de"));
        Concept entry{.id = text, .definition = text, .domains = {text}, .notes = {text}, .terms = {{.text = text, .language = "en"}}, .author = text};
        entry.terms[0].partOfSpeech = entry.terms[0].gender = entry.terms[0].usage = entry.terms[0].author = text;
        entry.terms[0].forms = {text};
        entry.properties = {{text, text, text, text, text}};
        QVERIFY(must(termbase.add(entry)));
        QVERIFY(must(termbase.find(text)) == entry);
        QCOMPARE(must(termbase.findTerm(text, "en")).size(), std::size_t(1));
        QVERIFY(must(termbase.findTerm("%", "en")).empty());
        QCOMPARE(must(termbase.find({"He is " + text, {}}, "en")).size(), std::size_t(1));
        QVERIFY(must(termbase.find({"'; DROP TABLE concept; --", {}}, "en'; --")).empty());
        QVERIFY(must(termbase.remove(text)));
        must(termbase.check());
    }
};

QTEST_APPLESS_MAIN(TestTermbaseFaults)
#include "tst_termbase_faults.moc"
