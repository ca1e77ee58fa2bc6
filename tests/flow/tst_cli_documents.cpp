// What a user of interlinear-cli says of a document's keys, columns and encoding, by options or in a file.
#include "tests/support/program.h"

#include <QTest>

using namespace interlinear::tests;

class TestCliDocuments : public QObject {
    Q_OBJECT

    std::unique_ptr<Program> m_cli;

private Q_SLOTS:
    void init() { m_cli = std::make_unique<Program>("interlinear-cli"); }
    void cleanup() { m_cli.reset(); }

    void optionsDecideWhatIsOffered_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("segments");
        QTest::newRow("by looks") << QStringList{"app.json"} << QByteArray("One\nTwo\nThree\n");
        QTest::newRow("keys") << QStringList{"--keys", "*.title", "app.json"} << QByteArray("One\nThree\n");
        QTest::newRow("all keys but") << QStringList{"--skip-keys", "b.*", "app.json"} << QByteArray("One\nTwo\n");
        QTest::newRow("keys but") << QStringList{"app.json", "--keys", "*.title", "--keys", "*.name", "--skip-keys", "b.*"} << QByteArray("One\nTwo\n");
        QTest::newRow("a file") << QStringList{"app.json", "--document-rules", "rules.json"} << QByteArray("Two\n");
        QTest::newRow("a file, and an option instead") << QStringList{"app.json", "--document-rules", "rules.json", "--keys", "b.*"} << QByteArray("Three\n");
        QTest::newRow("a column by name") << QStringList{"--source-column", "de", "ui.csv"} << QByteArray("Apfel\nBirne\n");
        QTest::newRow("columns by number") << QStringList{"--source-column", "1", "--source-column", "2", "--header", "no", "ui.csv"}
                                           << QByteArray("key\nen\na\nApple\nb\nPear\n");
        QTest::newRow("an encoding") << QStringList{"--encoding", "windows-1250", "kun.txt"} << QByteArray("Příliš žluťoučký kůň.\n");
    }

    void optionsDecideWhatIsOffered()
    {
        QFETCH(const QStringList, options);
        QFETCH(const QByteArray, segments);
        m_cli->write("app.json", R"({"a": {"title": "One", "name": "Two"}, "b": {"title": "Three"}})");
        m_cli->write("rules.json", R"({"keys": ["*", "!*.title"]})");
        m_cli->write("ui.csv", "key,en,de\na,Apple,Apfel\nb,Pear,Birne\n");
        m_cli->write("kun.txt", "P\xF8\xEDli\x9A \x9Elu\x9Dou\xE8k\xFD k\xF9\xF2.\n");
        const Outcome outcome = m_cli->run(QStringList{"document", "segments"} + options);
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.out, segments);
    }

    void aColumnOfTranslationsIsFilled()
    {
        m_cli->write("ui.csv", "key,en,de\na,Apple,Apfel\nb,Pear,\n");
        m_cli->write("targets.txt", "\nBirne, \"reif\"\n");
        const QStringList pairs{"--source-column", "en", "--target-column", "de"};
        const Outcome segments = m_cli->run(QStringList{"document", "segments", "ui.csv", "--json"} + pairs);
        QVERIFY(segments.out.contains("\"text\":\"Apfel\"") && segments.out.contains("\"id\":\"b\""));
        const Outcome applied = m_cli->run(QStringList{"document", "apply", "ui.csv", "--targets", "targets.txt", "--out", "-"} + pairs);
        QCOMPARE(applied.err, QByteArray());
        QCOMPARE(applied.out, QByteArray("key,en,de\na,Apple,Apfel\nb,Pear,\"Birne, \"\"reif\"\"\"\n"));
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("no such column") << QStringList{"--source-column", "fr", "ui.csv"} << 2 << QByteArray("'fr'");
        QTest::newRow("two columns, one of translations") << QStringList{"--source-column", "en", "--source-column", "key", "--target-column", "de", "ui.csv"} << 2 << QByteArray("'de'");
        QTest::newRow("no such encoding") << QStringList{"--encoding", "klingon", "ui.csv"} << 2 << QByteArray("'klingon'");
        QTest::newRow("another encoding") << QStringList{"--encoding", "UTF-8", "latin.txt"} << 3 << QByteArray("line 2: byte 3");
        QTest::newRow("no header that is one") << QStringList{"--header", "perhaps", "ui.csv"} << 2 << QByteArray("expected yes or no");
        QTest::newRow("rules that are none") << QStringList{"--document-rules", "rules.json", "ui.csv"} << 3 << QByteArray("\"colums\"");
    }

    void whatIsWrongIsSaid()
    {
        QFETCH(const QStringList, options);
        QFETCH(const int, exitCode);
        QFETCH(const QByteArray, named);
        m_cli->write("ui.csv", "key,en,de\na,Apple,Apfel\n");
        m_cli->write("latin.txt", "one\nGr\xFC\xDF" "e\n");
        m_cli->write("rules.json", R"({"colums": ["en"]})");
        const Outcome outcome = m_cli->run(QStringList{"document", "segments"} + options);
        QCOMPARE(outcome.exitCode, exitCode);
        QCOMPARE(outcome.out, QByteArray());
        QVERIFY2(outcome.err.contains(named) && outcome.err.count('\n') == 1, outcome.err.constData());
    }

    void projectsRememberThem()
    {
        m_cli->write("ui.csv", "key,en,de\na,Apple,Apfel\nb,Pear,\n");
        QCOMPARE(m_cli->run({"project", "create", "job", "--from", "en", "--to", "de"}).exitCode, 0);
        QCOMPARE(m_cli->run({"project", "add", "job", "ui.csv", "--target-column", "de"}).out, QByteArray("ui.csv: 2 segments, 1 confirmed\n"));
        QCOMPARE(m_cli->run({"project", "add", "job", "ui.csv"}).out, QByteArray("ui.csv: 2 segments, 1 confirmed\n"));
        QCOMPARE(m_cli->run({"project", "export", "job", "--out", "out"}).exitCode, 0);
        QCOMPARE(m_cli->read("out/ui.csv"), m_cli->read("ui.csv"));
    }

    void charactersThatTheEncodingLacksAreSaidByPlace()
    {
        m_cli->write("a.txt", "Gr\xFC\xDF" "e aus Wien.\n\nEnde.\n");
        m_cli->write("targets.txt", "Привет\n\n");
        const Outcome outcome = m_cli->run({"document", "apply", "a.txt", "--encoding", "windows-1252", "--targets", "targets.txt", "--out", "out.txt"});
        QCOMPARE(outcome.exitCode, 3);
        QVERIFY2(outcome.err.contains("a.txt, segment 1") && outcome.err.contains("windows-1252") && outcome.err.contains("U+041F"), outcome.err.constData());
        QVERIFY(!m_cli->files().contains("out.txt"));
    }
};

QTEST_GUILESS_MAIN(TestCliDocuments)
#include "tst_cli_documents.moc"
