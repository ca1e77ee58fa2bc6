// Two translators at two command lines, and a server between them.
#include "tests/support/program.h"
#include "tests/unit/cat/shared/postgres_server.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <memory>

using namespace interlinear::tests;
using interlinear::cat::faults::PostgresServer;

class TestCliSharing : public QObject {
    Q_OBJECT

    std::unique_ptr<PostgresServer> m_server;
    Program m_cli{"interlinear-cli"};

    /// What it printed, once it has ended well.
    QByteArray done(const QStringList &arguments, const QByteArray &input = {})
    {
        const Outcome outcome = m_cli.run(QStringList{"memory"} + arguments, input);
        if (outcome.exitCode != 0)
            qFatal("memory %s: %s", qPrintable(arguments.join(' ')), outcome.err.constData());
        return outcome.out;
    }

    QByteArray targetOf(const QString &file, const QByteArray &text)
    {
        return QJsonDocument::fromJson(done({"lookup", file}, text)).object()["matches"][0]["target"].toString().toUtf8();
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!PostgresServer::isInstalled())
            QSKIP("PostgreSQL is not installed: apt-get install postgresql");
        m_server = std::make_unique<PostgresServer>();
    }

    void aTeamWorks()
    {
        const QString connection = QString::fromStdString(m_server->newDatabase());
        done({"create", "ours.tm", "--from", "en", "--to", "de"});
        done({"add", "ours.tm"}, "Save\tSichern\n");
        QCOMPARE(done({"share", "ours.tm", connection, "--name", "ui"}), QByteArray("0 received, 1 sent, 0 conflicts\n"));
        QCOMPARE(done({"join", connection, "theirs.tm"}), QByteArray("1 received, 0 sent, 0 conflicts\n"));

        const auto watching = m_cli.start({"memory", "sync", "theirs.tm", "--watch", "--json"});
        done({"edit", "ours.tm", "--find", "Sichern", "--with", "Speichern"});
        done({"sync", "ours.tm"});
        QVERIFY(watching->waitForReadyRead(60'000));
        QCOMPARE(QJsonDocument::fromJson(watching->readLine()).object()["received"].toInt(), 2);   // the unit, and in its history what it was
        watching->kill();
        QVERIFY(watching->waitForFinished());
        QCOMPARE(targetOf("theirs.tm", "Save"), QByteArray("Speichern"));

        done({"edit", "ours.tm", "--find", "Speichern", "--with", "Ablegen"});
        done({"edit", "theirs.tm", "--find", "Speichern", "--with", "Aufbewahren"});
        done({"sync", "ours.tm"});
        QCOMPARE(done({"sync", "theirs.tm"}), QByteArray("2 received, 2 sent, 1 conflicts\n"));
        const QList<QByteArray> conflict = done({"conflicts", "theirs.tm"}).trimmed().split('\t');
        QCOMPARE(conflict.mid(1), (QList<QByteArray>{"Save", "Ablegen", "Aufbewahren"}));
        QCOMPARE(m_cli.run({"memory", "resolve", "theirs.tm", conflict[0]}).exitCode, 2);
        done({"resolve", "theirs.tm", conflict[0], "--keep", "other"});
        QCOMPARE(done({"conflicts", "theirs.tm"}), QByteArray());
        done({"sync", "theirs.tm"});
        done({"sync", "ours.tm"});
        QCOMPARE(targetOf("ours.tm", "Save"), QByteArray("Aufbewahren"));
        done({"upgrade-server", connection});
    }

    void whatGoesWrongIsOneSentence()
    {
        const QString connection = QString::fromStdString(m_server->newDatabase());
        done({"create", "alone.tm", "--from", "en", "--to", "de"});
        for (const QStringList &arguments : {QStringList{"sync", "alone.tm"},
                                             {"conflicts", "alone.tm"},
                                             {"sync", "nowhere.tm"},
                                             {"share", "alone.tm", "nonsense=1"},
                                             {"share", "alone.tm", "host=/nowhere dbname=team"},
                                             {"join", connection, "new.tm"}}) {
            const Outcome outcome = m_cli.run(QStringList{"memory"} + arguments);
            QVERIFY2(outcome.exitCode > 0, qPrintable(arguments.join(' ')));
            QCOMPARE(outcome.err.count('\n'), 1);
            QVERIFY(outcome.out.isEmpty());
        }
        QVERIFY(!m_cli.files().contains("new.tm"));
    }
};

QTEST_GUILESS_MAIN(TestCliSharing)
#include "tst_cli_sharing.moc"
