#include "engine/cat/terms/exchange/tbx.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/terms/term_samples.h"

#include <QStringEncoder>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;
using tests::must;

namespace {

/// One data set in the three spellings of TBX.
const std::string v2 = must(readFile(INTERLINEAR_SOURCE_DIR "/tests/golden/tbx/cluster-v2.tbx"));
const std::string dca = must(readFile(INTERLINEAR_SOURCE_DIR "/tests/golden/tbx/cluster-dca.tbx"));
const std::string dct = must(readFile(INTERLINEAR_SOURCE_DIR "/tests/golden/tbx/cluster-dct.tbx"));

std::string entryOf(const std::string &id, const std::string &terms)
{
    return "<termEntry id=\"" + id + "\">" + terms + "</termEntry>";
}

std::string tig(const std::string &language, const std::string &term, const std::string &more = {})
{
    return "<langSet xml:lang=\"" + language + "\"><tig><term>" + term + "</term>" + more + "</tig></langSet>";
}

std::string martif(const std::string &body)
{
    return "<martif type=\"TBX\"><text><body>" + body + "</body></text></martif>";
}

}  // namespace

class TestTbx : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    std::filesystem::path newPath() { return (m_folder.path() + "/file" + QString::number(++m_files)).toStdString(); }
    Termbase newTermbase() { return must(Termbase::create(newPath())); }
    Result<TermImportReport> imported(Termbase &termbase, const std::string &bytes, std::stop_token stop = {})
    {
        const std::filesystem::path path = newPath();
        if (auto written = writeFileAtomically(path, bytes); !written)
            return std::unexpected(written.error());
        return importTbx(termbase, path, stop);
    }
    std::vector<Concept> conceptsOf(const std::string &bytes)
    {
        Termbase termbase = newTermbase();
        must(imported(termbase, bytes));
        return samples::allConcepts(termbase);
    }

private Q_SLOTS:
    void theSameDataIsTheSameConcepts()
    {
        const std::vector<Concept> entries = conceptsOf(v2);
        QCOMPARE(entries.size(), std::size_t(1));
        const Concept &entry = entries[0];
        QCOMPARE(entry.id, std::string("c1"));
        QCOMPARE(entry.author, std::string("Tommy"));
        QCOMPARE(entry.createdMs, std::int64_t(1271462400000));
        QCOMPARE(entry.changedMs, std::int64_t(1272672000000));
        QCOMPARE(entry.domains, std::vector<std::string>{"Astronomy"});
        QCOMPARE(entry.notes, std::vector<std::string>{"G-Source: a book"});
        QCOMPARE(entry.terms.size(), std::size_t(3));
        QCOMPARE(entry.terms[0].text, std::string("open cluster"));
        QVERIFY(entry.terms[0].status == TermStatus::Preferred && entry.terms[1].status == TermStatus::Forbidden
                && entry.terms[2].status == TermStatus::Unknown);
        QCOMPARE(entry.terms[0].properties.size(), std::size_t(2));
        QVERIFY((entry.terms[1].properties.front() == TermProperty{"administrativeStatus", "supersededTerm-admn-sts"}));
        QCOMPARE(entry.terms[2].gender, std::string("masculine"));
        QVERIFY(std::ranges::find(entry.properties, TermProperty{"definition", "A group of stars.", "en"}) != entry.properties.end());
        QVERIFY(conceptsOf(dca) == entries);
        QVERIFY(conceptsOf(dct) == entries);
    }

    void whatIsWrittenIsReadBack()
    {
        samples::Random random(21);
        Termbase termbase = newTermbase();
        for (int i = 0; i < tests::rounds(40); ++i)
            must(termbase.add(samples::entry(random)));
        must(imported(termbase, dct));
        const std::vector<Concept> entries = samples::allConcepts(termbase);
        for (const TbxStyle style : {TbxStyle::Dct, TbxStyle::Dca, TbxStyle::V2}) {
            const std::filesystem::path path = newPath();
            QVERIFY(exportTbx(termbase, path, style).has_value());
            Termbase again = newTermbase();
            const TermImportReport report = must(importTbx(again, path));
            QVERIFY2(report.skipped.empty(), report.skipped.empty() ? "" : report.skipped.front().reason.c_str());
            const std::vector<Concept> read = samples::allConcepts(again);
            QCOMPARE(read.size(), entries.size());
            for (std::size_t i = 0; i < read.size(); ++i)
                QVERIFY2(read[i] == entries[i], (serialised(read[i]) + "\n" + serialised(entries[i])).c_str());
            QCOMPARE(must(importTbx(again, path)).known, entries.size());
        }
    }

    void aConceptThatCameBeforeIsChangedOrApart()
    {
        Termbase termbase = newTermbase();
        must(imported(termbase, martif(entryOf("c1", tig("en", "mouse")))));
        TermImportReport report = must(imported(termbase, martif(entryOf("c1", tig("en", "Mouse") + tig("de", "Maus")))));
        QCOMPARE(report.changed, std::size_t(1));
        const std::string others = martif(entryOf("c1", tig("en", "cat")));
        report = must(imported(termbase, others));
        QCOMPARE(report.added, std::size_t(1));
        QCOMPARE(must(imported(termbase, others)).known, std::size_t(1));
        QCOMPARE(must(termbase.statistics()).concepts, std::size_t(2));
        QCOMPARE(must(termbase.findTerm("maus", "de")).size(), std::size_t(1));
    }

    void statusesOfOthers_data()
    {
        QTest::addColumn<QByteArray>("notes");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const char *category, const char *value, TermStatus status) {
            QTest::newRow(name) << QByteArray("<termNote type=\"") + category + "\">" + value + "</termNote>" << static_cast<int>(status);
        };
        row("deprecated", "administrativeStatus", "deprecatedTerm-admn-sts", TermStatus::Forbidden);
        row("admitted", "administrativeStatus", "admittedTerm-admn-sts", TermStatus::Admitted);
        row("legal", "administrativeStatus", "legalTerm-admn-sts", TermStatus::Preferred);
        row("without a tail", "administrativeStatus", "deprecatedTerm", TermStatus::Forbidden);
        row("obsolete", "administrativeStatus", "Obsolete", TermStatus::Forbidden);
        row("not recommended", "administrativeStatus", "not recommended", TermStatus::Forbidden);
        row("by the other category", "normativeAuthorization", "supersededTerm", TermStatus::Forbidden);
        row("nonsense", "administrativeStatus", "whatever", TermStatus::Unknown);
    }

    void statusesOfOthers()
    {
        QFETCH(QByteArray, notes);
        QFETCH(int, status);
        const std::vector<Concept> entries = conceptsOf(martif(entryOf("c1", tig("en", "x", notes.toStdString()))));
        QCOMPARE(static_cast<int>(entries.front().terms.front().status), status);
    }

    void aHugeEntryAndBadOnes()
    {
        std::string many;
        for (int i = 0; i < 3000; ++i)
            many += tig(i % 2 ? "en" : "de_AT", "term " + std::to_string(i));
        Termbase termbase = newTermbase();
        const TermImportReport report = must(imported(termbase,
                                                      martif(entryOf("big", many) + "\n" + entryOf("none", "<note>x</note>") + "\n"
                                                             + entryOf("empty", tig("en", " ")) + "\n" + entryOf("nowhere", tig("", "x")))));
        QCOMPARE(report.added, std::size_t(1));
        QCOMPARE(report.skipped.size(), std::size_t(3));
        QCOMPARE(report.skipped[0].line, std::int64_t(2));
        QCOMPARE(must(termbase.find("big"))->terms[0].language, std::string("de-AT"));
    }

    void utf16IsReadToo()
    {
        for (const char *encoding : {"UTF-16LE", "UTF-16BE"}) {
            QStringEncoder encoder(encoding, QStringConverter::Flag::WriteBom);
            const QByteArray bytes = encoder.encode(QString::fromStdString(dca).replace("version=\"1.0\"", "version=\"1.0\" encoding=\"UTF-16\""));
            QVERIFY(conceptsOf(bytes.toStdString()) == conceptsOf(dca));
        }
    }

    void whatIsBrokenImportsNothing_data()
    {
        QTest::addColumn<QByteArray>("tbx");
        const std::string good = entryOf("c1", tig("en", "one"));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no XML") << QByteArray("hello");
        QTest::newRow("another kind") << QByteArray("<tmx/>");
        QTest::newRow("unclosed") << QByteArray::fromStdString(martif(good + "<termEntry>"));
        QTest::newRow("unknown entity") << QByteArray::fromStdString(martif(good + entryOf("c2", tig("en", "&nbsp;"))));
        QTest::newRow("not UTF-8") << QByteArray::fromStdString(martif(good + entryOf("c2", tig("en", "\xC3("))));
        QTest::newRow("outside") << QByteArray::fromStdString("<!DOCTYPE martif [<!ENTITY a SYSTEM \"/etc/passwd\">]>"
                                                              + martif(good + entryOf("c2", tig("en", "&a;"))));
        std::string bomb = R"(<!DOCTYPE martif [<!ENTITY a "ha">)";
        for (char name = 'b'; name < 'z'; ++name)
            bomb += std::string("<!ENTITY ") + name + " \"&" + static_cast<char>(name - 1) + ";&" + static_cast<char>(name - 1) + ";\">";
        QTest::newRow("bomb") << QByteArray::fromStdString(bomb + "]>" + martif(good + entryOf("c2", tig("en", "&y;"))));
    }

    void whatIsBrokenImportsNothing()
    {
        QFETCH(QByteArray, tbx);
        Termbase termbase = newTermbase();
        const Result<TermImportReport> report = imported(termbase, tbx.toStdString());
        QVERIFY(!report);
        QVERIFY2(report.error().code == ErrorCode::BadFormat, report.error().sentence().c_str());
        QCOMPARE(must(termbase.statistics()).concepts, std::size_t(0));
    }

    void everyPrefixAndMutationIsSafe()
    {
        samples::Random random(9);
        Termbase termbase = newTermbase();
        for (const std::string &whole : {v2, dct}) {
            for (std::size_t length = 0; length + 1 < whole.size(); length += 1 + random() % 40)
                QVERIFY(!imported(termbase, whole.substr(0, length)));
        }
        QCOMPARE(must(termbase.statistics()).concepts, std::size_t(0));
        for (int round = 0; round < tests::rounds(100); ++round) {
            std::string bytes = round % 2 ? dca : dct;
            for (std::size_t edits = 1 + random() % 4; edits > 0; --edits) {
                const std::size_t at = random() % bytes.size();
                if (random() % 2)
                    bytes[at] = static_cast<char>(random());
                else
                    bytes.erase(at, random() % 30);
            }
            const Result<TermImportReport> report = imported(termbase, bytes);
            QVERIFY(report || report.error().code == ErrorCode::BadFormat);
        }
        QVERIFY(termbase.check().has_value());
    }

    void aCancelledImportLeavesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        Termbase termbase = newTermbase();
        QVERIFY(imported(termbase, dct, stop.get_token()).error().code == ErrorCode::Cancelled);
        QCOMPARE(must(termbase.statistics()).concepts, std::size_t(0));
        QVERIFY(exportTbx(termbase, termbase.path(), TbxStyle::Dct).error().code == ErrorCode::InvalidArgument);
    }
};

QTEST_APPLESS_MAIN(TestTbx)
#include "tst_tbx.moc"
