#include "engine/cat/terms/term_check.h"
#include "engine/cat/terms/term_demands.h"
#include "tests/support/must.h"
#include "tests/unit/cat/terms/term_samples.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;
using tests::must;

class TestTermCheck : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::optional<Termbase> m_termbase;

    static Term term(const char *text, const char *language, TermStatus status = TermStatus::Unknown)
    {
        return {.text = text, .language = language, .status = status};
    }

    QString findings(const QString &source, const QString &target)
    {
        QStringList all;
        for (const TermFinding &finding : must(checkTerms(*m_termbase, {source.toStdString(), {}}, "en", {target.toStdString(), {}}, "de"))) {
            const bool missing = finding.kind == TermFinding::Kind::Missing;
            const std::string text = (missing ? source : target).toStdString().substr(finding.span.begin, finding.span.length());
            QString expected;
            for (const std::string &form : finding.expected)
                expected += (expected.isEmpty() ? "" : "|") + QString::fromStdString(form);
            all.append((missing ? "missing " : "forbidden ") + QString::fromStdString(text) + " (" + expected + ")");
        }
        return all.join(", ");
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFile affixes(m_folder.filePath("de_DE.aff")), words(m_folder.filePath("de_DE.dic"));
        QVERIFY(affixes.open(QIODevice::WriteOnly) && words.open(QIODevice::WriteOnly));
        affixes.write("SET UTF-8\nSFX N Y 1\nSFX N 0 n .\nSFX S Y 1\nSFX S 0 s .\n");
        words.write("2\nFestplatte/N\nSchreibtisch/S\n");
        affixes.close();
        words.close();
        qputenv("DICPATH", m_folder.path().toUtf8());

        m_termbase = must(Termbase::create((m_folder.path() + "/t").toStdString(), "en", "de"));
        const auto add = [&](const char *id, std::vector<Term> terms) { QVERIFY(must(m_termbase->add({.id = id, .terms = std::move(terms)}))); };
        using enum TermStatus;
        add("disk", {term("hard disk", "en"), term("Plattenspeicher", "de", Admitted), term("Festplatte", "de", Preferred), term("Harddisk", "de", Forbidden)});
        add("mouse", {term("mouse", "en"), term("Maus", "de")});
        add("bank", {term("bank", "en"), term("Bank", "de")});
        add("shore", {term("bank", "en"), term("Ufer", "de"), term("Bank", "de", Forbidden)});
        add("wire", {term("wire", "en"), term("fil", "fr")});
        add("bad", {term("Handling", "de", Forbidden)});
        add("desk", {term("desk", "en"), term("grauer Schreibtisch", "de")});
    }

    void findsWhatIsMissingAndForbidden_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("found");
        const auto row = [](const char *name, const char *source, const char *target, const char *found) {
            QTest::newRow(name) << QString(source) << QString(target) << QString(found);
        };
        row("there", "A hard disk.", "Eine Festplatte.", "");
        row("inflected", "Two hard disks, mice.", "Zwei Festplatten, Mäuse.", "");
        row("admitted", "A hard disk.", "Ein Plattenspeicher.", "");
        row("missing", "Hard disks and a mouse.", "Eine Platte.", "missing Hard disks (Festplatte|Plattenspeicher), missing mouse (Maus)");
        row("forbidden", "A hard disk.", "Die Festplatte, die Harddisks.", "forbidden Harddisks (Festplatte|Plattenspeicher)");
        row("both", "A hard disk.", "Die Harddisk.", "missing hard disk (Festplatte|Plattenspeicher), forbidden Harddisk (Festplatte|Plattenspeicher)");
        row("of one of two concepts", "A bank.", "Ein Ufer.", "");
        row("allowed in one, forbidden in another", "A bank.", "Eine Bank.", "");
        row("forbidden when the source does not ask", "A house.", "Ein Bankhaus, eine Bank.", "forbidden Bank (Ufer)");
        row("no term of the language", "A wire.", "Ein Draht.", "");
        row("in a compound, in front", "A hard disk.", "Der Festplattenspeicher.", "");
        row("in a compound, at the end", "A hard disk.", "Die Systemfestplatten.", "");
        row("within a word", "A mouse.", "Der Graumausel.", "missing mouse (Maus)");
        row("forbidden alone", "Use.", "Das Handling.", "forbidden Handling ()");
    }

    void findsWhatIsMissingAndForbidden()
    {
        QFETCH(QString, source);
        QFETCH(QString, target);
        QTEST(findings(source, target), "found");
    }

    void demandsAreFormsForTheEngine()
    {
        TermDemands demands = must(TermDemands::load(*m_termbase, "en", "de"));
        const std::vector<TermDemand> asked = demands.of({"Banks have hard disks, a hard disk, wire and a desk.", {}});
        QCOMPARE(asked.size(), std::size_t(3));
        QCOMPARE(asked[0].source, std::string("bank"));
        QCOMPARE(asked[0].allowed, (std::vector<std::string>{"Bank", "Ufer"}));
        QVERIFY(asked[0].forbidden.empty());
        QCOMPARE(asked[1].allowed, (std::vector<std::string>{"Festplatte", "Festplatten", "Plattenspeicher"}));
        QCOMPARE(asked[1].forbidden, std::vector<std::string>{"Harddisk"});
        QCOMPARE(asked[2].allowed, (std::vector<std::string>{"grauer Schreibtisch", "grauer Schreibtischs"}));
        QVERIFY(demands.of({"Nothing.", {}}).empty());
    }
};

QTEST_APPLESS_MAIN(TestTermCheck)
#include "tst_term_check.moc"
