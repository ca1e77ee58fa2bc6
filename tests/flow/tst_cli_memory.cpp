// "interlinear-cli memory" and "terms" as a translator and a script use them: what is said is what happened.
#include "tests/support/program.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QTest>

#include <sqlite3.h>

using namespace interlinear::tests;
using Json = nlohmann::json;

class TestCliMemory : public QObject {
    Q_OBJECT

    std::unique_ptr<Program> m_cli;

    void makeMemory(const QString &file, const QByteArray &pairs = {})
    {
        QCOMPARE(m_cli->run({"memory", "create", file, "--from", "en", "--to", "de"}).exitCode, 0);
        if (!pairs.isEmpty())
            QCOMPARE(m_cli->run({"memory", "add", file}, pairs).exitCode, 0);
    }

    /// The matches of one query.
    Json matches(const QString &file, const QByteArray &query)
    {
        const QByteArray out = m_cli->run({"memory", "lookup", file}, query + "\n").out;
        return Json::parse(out.begin(), out.end(), nullptr, false)["matches"];
    }

private Q_SLOTS:
    void init() { m_cli = std::make_unique<Program>("interlinear-cli"); }
    void cleanup() { m_cli.reset(); }

    void aDeletedPairAddedAgainIsFound()
    {
        makeMemory("f.tm", "Good morning.\tGuten Morgen.\n");
        QCOMPARE(m_cli->run({"memory", "edit", "f.tm", "--delete", "--holding", "Good"}).exitCode, 0);
        QCOMPARE(m_cli->run({"memory", "add", "f.tm"}, "Good morning.\tGuten Morgen.\n").out, QByteArray("1 added, 0 known already\n"));
        QCOMPARE(matches("f.tm", "Good morning.").size(), std::size_t(1));
    }

    void noTextAndNoMemoryIsDeletedUnasked()
    {
        makeMemory("f.tm", "Good morning.\tGuten Morgen.\n");
        for (const QStringList &edit : {QStringList{"--find", "Good"}, QStringList{"--delete"}}) {
            const Outcome refused = m_cli->run(QStringList{"memory", "edit", "f.tm"} + edit);
            QCOMPARE(refused.exitCode, 2);
            QVERIFY2(refused.err.contains(edit.front() == "--find" ? "--with" : "--all"), refused.err);
        }
        QCOMPARE(matches("f.tm", "Good morning.").size(), std::size_t(1));
        QCOMPARE(m_cli->run({"memory", "edit", "f.tm", "--find", "Good", "--with", ""}).out, QByteArray("change 1: 1 units\n"));
        QCOMPARE(m_cli->run({"memory", "edit", "f.tm", "--delete", "--all"}).out, QByteArray("change 2: 1 units\n"));
    }

    void anImportThatTakesNothingIsBadInput_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("TMX of other languages") << "x.tmx" << QByteArray("<tmx version=\"1.4\"><header srclang=\"fr\"/><body><tu><tuv xml:lang=\"fr\"><seg>a</seg></tuv>"
                                                                         "<tuv xml:lang=\"it\"><seg>b</seg></tuv></tu></body></tmx>");
        QTest::newRow("XLIFF of other languages") << "x.xlf" << QByteArray("<xliff version=\"1.2\"><file source-language=\"fr\" target-language=\"it\"><body><trans-unit id=\"1\">"
                                                                           "<source>a</source><target>b</target></trans-unit></body></file></xliff>");
        QTest::newRow("CSV in Latin-1") << "x.csv" << QByteArray("source,target\nsize,Gr\xF6\xDF\x65\n");
    }
    void anImportThatTakesNothingIsBadInput()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        makeMemory("f.tm");
        m_cli->write(name, content);
        const Outcome outcome = m_cli->run({"memory", "import", "f.tm", name});
        QCOMPARE(outcome.exitCode, 3);
        QVERIFY(!outcome.err.isEmpty());
    }

    void documentsTheWrongWayRoundAreRefused()
    {
        makeMemory("f.tm");
        m_cli->write("en.txt", "The weather is nice today. We went to the park with the dog.\n");
        m_cli->write("de.txt", "Das Wetter ist heute schön. Wir gingen mit dem Hund in den Park.\n");
        const Outcome refused = m_cli->run({"memory", "align", "f.tm", "de.txt", "en.txt"});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("align") && refused.err.contains("en.txt de.txt"), refused.err);
        QVERIFY(m_cli->run({"memory", "align", "f.tm", "en.txt", "de.txt"}).out.startsWith("2 added"));
    }

    void aRepairedMatchIsPretranslated()
    {
        makeMemory("f.tm", "On 3 May 2020 we met.\tAm 3. Mai 2020 trafen wir uns.\n");
        m_cli->write("a.txt", "On 12 June 2021 we met.\n");
        QCOMPARE(m_cli->run({"project", "create", "job", "--from", "en", "--to", "de", "--memory", "f.tm"}).exitCode, 0);
        QCOMPARE(m_cli->run({"project", "add", "job", "a.txt"}).exitCode, 0);
        QCOMPARE(m_cli->run({"project", "pretranslate", "job", "--json"}).out, QByteArray("{\"memory\":1,\"machine\":0,\"cut\":0}\n"));
        QCOMPARE(m_cli->run({"project", "export", "job", "--out", "out"}).exitCode, 0);
        QCOMPARE(m_cli->read("out/a.txt"), QByteArray("Am 12. Juni 2021 trafen wir uns.\n"));
    }

    void noExportHasTheNameOfAnotherFormat()
    {
        makeMemory("f.tm", "a\tb\n");
        const Outcome refused = m_cli->run({"memory", "export", "f.tm", "h.xlf"});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains(".tmx"), refused.err);
        QVERIFY(!m_cli->files().contains("h.xlf"));
    }

    void aTableOfTermsSaysWhatItLeavesOut()
    {
        QCOMPARE(m_cli->run({"terms", "create", "t.itb", "--from", "en", "--to", "de"}).exitCode, 0);
        m_cli->write("t.csv", "en,de,en:part_of_speech\nscreen,Bildschirm,noun\nmouse,Maus,\n");
        QCOMPARE(m_cli->run({"terms", "import", "t.itb", "t.csv"}).exitCode, 0);
        QVERIFY(m_cli->run({"terms", "export", "t.itb", "out.csv"}).err.contains("of 1 terms"));
        QVERIFY(m_cli->run({"terms", "export", "t.itb", "out.tbx"}).err.isEmpty());
    }

    void aWriterThatIsBusyIsWaitedFor()
    {
        makeMemory("f.tm", "a\tb\n");
        sqlite3 *other = nullptr;
        QCOMPARE(sqlite3_open(m_cli->path("f.tm").toUtf8().constData(), &other), SQLITE_OK);
        QCOMPARE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
        const std::unique_ptr<QProcess> edit = m_cli->start({"memory", "edit", "f.tm", "--unapprove"});
        edit->setReadChannel(QProcess::StandardError);
        QVERIFY(edit->waitForReadyRead(60'000));
        const QByteArray note = edit->readLine();
        QVERIFY2(note.contains("waiting"), note);
        QCOMPARE(sqlite3_exec(other, "COMMIT", nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(other);
        edit->setReadChannel(QProcess::StandardOutput);
        const Outcome outcome = Program::finish(*edit);
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, QByteArray("change 1: 1 units\n"));
    }

    /// Past the size to which opening reads the whole file a fault is found by "check", not by each command.
    void aLargeMemoryIsNotReadWholeForOneLine()
    {
        makeMemory("f.tm");
        QByteArray lines;
        for (int i = 0; i < 70; ++i)
            lines += "Number" + QByteArray::number(100 + i) + ' ' + QByteArray(990'000, 'x') + "\ty\n";
        QCOMPARE(m_cli->run({"memory", "add", "f.tm"}, lines).exitCode, 0);
        QFile file(m_cli->path("f.tm"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        const qsizetype text = file.readAll().indexOf("Number150");
        QVERIFY(text > 0 && file.seek(text) && file.write("\xFF\xFF") == 2);
        file.close();
        QCOMPARE(m_cli->run({"memory", "add", "f.tm"}, "a\tb\n").exitCode, 0);
        QCOMPARE(m_cli->run({"memory", "check", "f.tm"}).exitCode, 3);
    }
};

QTEST_GUILESS_MAIN(TestCliMemory)
#include "tst_cli_memory.moc"
