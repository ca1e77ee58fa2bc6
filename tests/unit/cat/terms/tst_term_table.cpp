#include "engine/cat/terms/exchange/term_table.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/unit/cat/terms/term_samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace interlinear;
using namespace interlinear::cat;
using tests::must;

class TestTermTable : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    std::filesystem::path newPath() { return (m_folder.path() + "/file" + QString::number(++m_files)).toStdString(); }
    Termbase newTermbase() { return must(Termbase::create(newPath())); }
    Result<TermImportReport> imported(Termbase &termbase, const std::string &text, char separator, const std::vector<std::string> &columns = {})
    {
        const std::filesystem::path path = newPath();
        if (auto written = writeFileAtomically(path, text); !written)
            return std::unexpected(written.error());
        return importTermTable(termbase, path, separator, columns);
    }

private Q_SLOTS:
    void columnsSayWhatCellsAre()
    {
        Termbase termbase = newTermbase();
        const TermImportReport report = must(imported(termbase,
                                                      "\xEF\xBB\xBFid,definition,domain,note,en,de_AT,de-AT:forbidden,de-AT:gender,en:case,en:forms,\r\n"
                                                      "k1,\"What, a key\r\nis on\",a|b,,keyboard|keys,Tastatur,Keyboard,feminine,exact,kbd\\|s,left out\r\n"
                                                      ",,,,,,,,,,\r\n"
                                                      ",,,,mouse\r\n",
                                                      ','));
        QCOMPARE(report.added, std::size_t(2));
        QCOMPARE(report.skipped.size(), std::size_t(1));
        QCOMPARE(report.skipped[0].line, std::int64_t(4));
        const Concept entry = *must(termbase.find("k1"));
        QCOMPARE(entry.definition, std::string("What, a key\r\nis on"));
        QCOMPARE(entry.domains, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(entry.terms.size(), std::size_t(4));
        QVERIFY((entry.terms[0] == Term{.text = "keyboard", .language = "en", .caseRule = CaseRule::Exact, .forms = {"kbd|s"}}));
        QVERIFY((entry.terms[2] == Term{.text = "Tastatur", .language = "de-AT", .gender = "feminine"}));
        QVERIFY((entry.terms[3] == Term{.text = "Keyboard", .language = "de-AT", .status = TermStatus::Forbidden}));
    }

    void aTableWithoutNames()
    {
        Termbase termbase = newTermbase();
        const std::string text = "screen\tBildschirm|Monitor\nC++\tC++\n";
        QCOMPARE(must(imported(termbase, text, '\t', {"en", "de"})).added, std::size_t(2));
        QCOMPARE(must(imported(termbase, text, '\t', {"en", "de"})).known, std::size_t(2));
        QCOMPARE(must(termbase.findTerm("monitor", "de")).size(), std::size_t(1));
    }

    void whatIsBrokenImportsNothing_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("no names") << QByteArray("screen,Bildschirm") << QByteArray("line 1: \"screen\" is no column");
        QTest::newRow("no language") << QByteArray("id,note\n1,x\n") << QByteArray("names no language");
        QTest::newRow("too many cells") << QByteArray("en,de\na,b\na,b,c\n") << QByteArray("line 3: has 3 columns; expected 2");
        QTest::newRow("bad status") << QByteArray("en,en:status\na,b\n") << QByteArray("line 2: \"b\" is no status");
        QTest::newRow("open quote") << QByteArray("en,de\na,b\n\"c,d\n") << QByteArray("line 3: opens a quote");
        QTest::newRow("not UTF-8") << QByteArray("en,de\na,\xFF\n") << QByteArray("line 2: byte 3 is not UTF-8");
        QTest::newRow("empty") << QByteArray() << QByteArray("is empty");
    }

    void whatIsBrokenImportsNothing()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, sentence);
        Termbase termbase = newTermbase();
        const Result<TermImportReport> report = imported(termbase, text.toStdString(), ',');
        QVERIFY(!report);
        QVERIFY2(report.error().sentence().find(sentence.toStdString()) != std::string::npos, report.error().sentence().c_str());
        QCOMPARE(must(termbase.statistics()).concepts, std::size_t(0));
    }

    void whatIsWrittenIsReadBack()
    {
        samples::Random random(31);
        Termbase termbase = newTermbase();
        for (int i = 0; i < 50; ++i)
            must(termbase.add(samples::entry(random)));
        const auto essence = [](const Termbase &base) {
            std::vector<std::multiset<std::pair<std::string, TermStatus>>> all;
            for (const Concept &entry : samples::allConcepts(base)) {
                std::multiset<std::pair<std::string, TermStatus>> terms;
                for (const Term &term : entry.terms)
                    terms.emplace(entry.id + ' ' + term.language + ' ' + term.text, term.status);
                all.push_back(terms);
            }
            return all;
        };
        for (const char separator : {',', '\t'}) {
            const std::filesystem::path path = newPath();
            QVERIFY(exportTermTable(termbase, path, separator).has_value());
            Termbase again = newTermbase();
            QCOMPARE(must(importTermTable(again, path, separator, {})).added, std::size_t(50));
            QVERIFY(essence(again) == essence(termbase));
        }
    }
};

QTEST_APPLESS_MAIN(TestTermTable)
#include "tst_term_table.moc"
