#include "engine/cat/memory/memory.h"
#include "engine/cat/terms/termbase.h"
#include "tests/support/must.h"
#include "tests/unit/cat/terms/term_samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <fstream>
#include <map>

using namespace interlinear;
using namespace interlinear::cat;
using tests::must;

namespace {

/// Read beside the program that is tested: one line a row.
QStringList rowsOf(const std::filesystem::path &path, const std::string &sql)
{
    QStringList lines;
    sqlite3 *connection = nullptr;
    sqlite3_stmt *rows = nullptr;
    sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READWRITE, nullptr);
    sqlite3_prepare_v2(connection, sql.c_str(), -1, &rows, nullptr);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        QStringList columns;
        for (int column = 0; column < sqlite3_column_count(rows); ++column)
            columns.append(QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(rows, column))));
        lines.append(columns.join('|'));
    }
    sqlite3_finalize(rows);
    sqlite3_close(connection);
    return lines;
}

const std::filesystem::path golden = INTERLINEAR_SOURCE_DIR "/tests/golden/termbases/version-1.itb";

}  // namespace

class TestTermbase : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    std::filesystem::path newPath() { return (m_folder.path() + "/file" + QString::number(++m_files)).toStdString(); }

    static std::vector<std::string> found(Termbase &termbase, const std::string &text, const std::string &language)
    {
        std::vector<std::string> terms;
        for (const TermHit &hit : must(termbase.find({text, {}}, language)))
            terms.push_back(hit.entry.terms[hit.term].text);
        return terms;
    }

private Q_SLOTS:
    void holdsWhatAMapHolds()
    {
        samples::Random random(3);
        const std::filesystem::path path = newPath();
        Termbase termbase = must(Termbase::create(path));
        std::map<std::string, Concept> expected;
        for (int step = 0; step < 300; ++step) {
            Concept entry = samples::entry(random);
            const bool onKnown = !expected.empty() && random() % 2;
            if (onKnown)
                entry.id = std::next(expected.begin(), static_cast<std::ptrdiff_t>(random() % expected.size()))->first;
            switch (random() % 3) {
            case 0:
                QCOMPARE(must(termbase.add(entry)), !onKnown);
                expected.try_emplace(entry.id, entry);
                break;
            case 1:
                QCOMPARE(must(termbase.change(entry)), onKnown);
                if (onKnown)
                    expected[entry.id] = entry;
                break;
            default:
                QCOMPARE(must(termbase.remove(entry.id)), onKnown);
                expected.erase(entry.id);
            }
        }
        const Termbase again = must(Termbase::open(path));
        std::map<std::string, Concept> there;
        for (const Concept &entry : samples::allConcepts(again))
            there.emplace(entry.id, entry);
        QVERIFY(there == expected);
        QCOMPARE(must(again.statistics()).concepts, expected.size());
        QVERIFY(again.check().has_value());
        for (const auto &[id, entry] : expected)
            QVERIFY(must(again.find(id)) == entry);
    }

    void everyReaderSeesAChangeAtOnce()
    {
        const std::filesystem::path path = newPath();
        Termbase writer = must(Termbase::create(path, "en", "de"));
        Termbase reader = must(Termbase::open(path));
        QCOMPARE(reader.sourceLanguage(), std::string("en"));
        QVERIFY(found(reader, "a hard disk", "en").empty());
        const PairAddition added = must(writer.addPair({{.text = "hard disk", .language = "en"}, {.text = "Festplatte", .language = "de"}}));
        QCOMPARE(found(reader, "a hard disk", "en-GB"), std::vector<std::string>{"hard disk"});
        QCOMPARE(found(reader, "Die Festplatten", "de"), std::vector<std::string>{"Festplatte"});
        Concept entry = *must(writer.find(added.conceptId));
        entry.terms[0].text = "hard drive";
        QVERIFY(must(writer.change(entry)));
        QVERIFY(found(reader, "a hard disk", "en").empty());
        QCOMPARE(found(reader, "a hard drive", "en"), std::vector<std::string>{"hard drive"});
        QVERIFY(must(writer.remove(entry.id)));
        QVERIFY(found(reader, "a hard drive, Festplatte", "en").empty());
    }

    void whatIsRolledBackWasNeverThere()
    {
        Termbase termbase = must(Termbase::create(newPath()));
        {
            TermbaseWriter writer = must(termbase.write());
            must(writer.addPair({{.text = "lost", .language = "en"}, {.text = "weg", .language = "de"}}));
        }
        must(termbase.addPair({{.text = "kept", .language = "en"}, {.text = "da", .language = "de"}}));
        QCOMPARE(found(termbase, "lost and kept", "en"), std::vector<std::string>{"kept"});
        QCOMPARE(must(termbase.statistics()).concepts, std::size_t(1));
    }

    void aPairJoinsTheConceptOfItsSource()
    {
        Termbase termbase = must(Termbase::create(newPath()));
        const TermPair first{{.text = "screen", .language = "en"}, {.text = "Bildschirm", .language = "de"}};
        const PairAddition made = must(termbase.addPair(first));
        QVERIFY(made.kind == PairAddition::Kind::NewConcept);
        QVERIFY(must(termbase.addPair({{.text = "Screen", .language = "en-GB"}, {.text = "bildschirm", .language = "de-AT"}})).kind
                == PairAddition::Kind::KnownAlready);
        const PairAddition joined = must(termbase.addPair({first.source, {.text = "écran", .language = "fr"}}));
        QVERIFY(joined.kind == PairAddition::Kind::Joined && joined.conceptId == made.conceptId);
        const std::vector<Concept> entries = must(termbase.findTerm("ÉCRAN", "fr-CA"));
        QCOMPARE(entries.size(), std::size_t(1));
        QCOMPARE(entries[0].terms.size(), std::size_t(3));
        QVERIFY(entries[0].terms[2].createdMs > 0);
        QVERIFY(must(termbase.findTerm("écran", "en")).empty());
        QCOMPARE(must(termbase.languages()), (std::vector<std::string>{"de", "en", "fr"}));
    }

    void aTermIsFoundWithoutAScanOfItsLanguage()
    {
        const std::filesystem::path path = newPath();
        must(Termbase::create(path));
        const QString plan = rowsOf(path, std::string("EXPLAIN QUERY PLAN ") + conceptsWithTermSql).join(' ');
        QVERIFY2(plan.contains("(primary_language=? AND folded=?)"), qPrintable(plan));
        QVERIFY2(!plan.contains("TEMP B-TREE"), qPrintable(plan));
    }

    void aTermbaseOfVersion1Opens()
    {
        const std::filesystem::path path = newPath();
        std::filesystem::copy_file(golden, path);
        const std::string concepts = "SELECT * FROM concept ORDER BY row";
        const std::string terms = "SELECT * FROM term ORDER BY concept, place";
        const std::string indexes = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql NOTNULL ORDER BY name";
        const QStringList before = rowsOf(path, concepts) + rowsOf(path, terms);
        QCOMPARE(before.size(), 5 + 12);
        {
            Termbase termbase = must(Termbase::open(path));
            must(termbase.check());
            QCOMPARE(found(termbase, "Two hard disks", "en"), std::vector<std::string>{"hard disk"});
            QCOMPARE(must(termbase.findTerm("crème", "en")).size(), std::size_t(1));
        }
        QCOMPARE(rowsOf(path, concepts) + rowsOf(path, terms), before);
        const std::filesystem::path fresh = newPath();
        must(Termbase::create(fresh));
        QCOMPARE(rowsOf(path, indexes), rowsOf(fresh, indexes));
        QVERIFY(std::filesystem::exists(path.string() + ".version-1.backup"));
    }

    void badConceptsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("language");
        QTest::newRow("no text") << QByteArray("  ") << QByteArray("en");
        QTest::newRow("no UTF-8") << QByteArray("\xFF") << QByteArray("en");
        QTest::newRow("a line end") << QByteArray("a\nb") << QByteArray("en");
        QTest::newRow("a NUL") << QByteArray("a\0b", 3) << QByteArray("en");
        QTest::newRow("no language") << QByteArray("a") << QByteArray();
        QTest::newRow("SQL as a language") << QByteArray("a") << QByteArray("en'; --");
    }

    void badConceptsAreRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, language);
        Termbase termbase = must(Termbase::create(newPath()));
        QVERIFY(!termbase.add({.id = "1", .terms = {{.text = text.toStdString(), .language = language.toStdString()}}}));
        QVERIFY(!termbase.add({.id = "1"}));
        QCOMPARE(must(termbase.statistics()).concepts, std::size_t(0));
    }

    void otherFilesAreRefused()
    {
        const std::filesystem::path memory = newPath(), text = newPath(), existing = newPath();
        QVERIFY(Memory::create(memory, "en", "de").has_value());
        QVERIFY(Termbase::open(memory).error().code == ErrorCode::BadFormat);
        std::ofstream(text) << "no database";
        QVERIFY(Termbase::open(text).error().code == ErrorCode::Damaged);
        QVERIFY(Termbase::open(newPath()).error().code == ErrorCode::NotFound);
        must(Termbase::create(existing));
        QVERIFY(Termbase::create(existing).error().code == ErrorCode::InvalidArgument);
        QVERIFY(Termbase::create(newPath(), "1'", "de").error().code == ErrorCode::UnknownLanguage);
        QVERIFY(Memory::open(existing).error().code == ErrorCode::BadFormat);
    }
};

QTEST_APPLESS_MAIN(TestTermbase)
#include "tst_termbase.moc"
