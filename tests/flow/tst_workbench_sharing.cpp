// A memory that a team shares, in the real window and with a real server: sharing, joining, working while the server is away, conflicts.
#include "app/workbench/memory_menu.h"
#include "engine/cat/shared/server_connection.h"
#include "tests/flow/workbench_fixture.h"
#include "tests/support/must.h"
#include "tests/unit/cat/shared/postgres_server.h"
#include "widgets/memory/conflict_view.h"
#include "widgets/memory/count_delegate.h"
#include "widgets/memory/memory_list.h"

#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::tests::inNextDialog;
using interlinear::tests::must;
using interlinear::tests::WorkbenchFixture;

namespace {

cat::Unit unitOf(const std::string &source, const std::string &target)
{
    cat::Unit unit;
    unit.id = cat::newUnitId();
    unit.source.text = source;
    unit.target.text = target;
    unit.author = "colleague";
    return unit;
}

}  // namespace

class TestWorkbenchSharing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!cat::faults::PostgresServer::isInstalled())
            QSKIP("postgresql is not installed");
        m_server = std::make_unique<cat::faults::PostgresServer>();
    }

    void init()
    {
        m_connection = m_server->newDatabase();
        m_fixture = std::make_unique<WorkbenchFixture>();
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("letter.md"), "Good morning.\n\nPress Enter.\n")));
    }

    void cleanup() { m_fixture.reset(); }

    void aMemoryIsSharedAndFollowed()
    {
        QVERIFY(shareByKeys());
        cat::SharedMemory colleague = join();
        must(colleague.memory().add(unitOf("Press Enter.", "Eingabe drücken.")));
        must(colleague.synchronise({}));
        QTRY_COMPARE(own().units, std::size_t(1));   // by itself
        confirm(QStringLiteral("Guten Morgen."));
        QTRY_COMPARE(unitsAfterSynchronising(colleague), std::size_t(2));
        QTRY_COMPARE(facts(0), QStringLiteral("shared, in step"));
        QVERIFY(m_fixture->window().messages().sentence().isEmpty());
    }

    void aMemoryOfTheTeamIsJoined()
    {
        const QString there = m_fixture->path(QStringLiteral("there.itm"));
        cat::Memory first = must(cat::Memory::create(there.toStdString(), "en", "de"));
        must(first.add(unitOf("Press Enter.", "Eingabe drücken.")));
        must(must(cat::SharedMemory::share(there.toStdString(), m_connection, "ui")).synchronise({}));
        inNextDialog([this](QDialog &dialog) {
            inNextDialog([this](QDialog &asked) {
                fill(asked, "serverConnection", QString::fromStdString(m_connection));
                fill(asked, "sharedFile", m_fixture->path(QStringLiteral("here")));
                QTest::keyClick(&asked, Qt::Key_Return);
            });
            QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("joinMemory")), Qt::LeftButton);
            QTRY_COMPARE(m_fixture->window().workspace().project().references.size(), std::size_t(1));
        });
        m_fixture->window().actions().memories->trigger();
        QTRY_COMPARE(facts(1), QStringLiteral("shared, in step · read only"));
        m_fixture->openRowNumber(2);
        QTRY_VERIFY(m_fixture->window().assistant().takeBestMatch());
    }

    void workGoesOnWhileTheServerIsAway()
    {
        QVERIFY(shareByKeys());
        cat::SharedMemory colleague = join();
        m_server->stop();
        auto restarted = qScopeGuard([this] { m_server->start(); });
        confirm(QStringLiteral("Guten Morgen."));
        QTRY_VERIFY_WITH_TIMEOUT(facts(0).contains(QStringLiteral("offline since")), 10'000);
        QTRY_VERIFY(facts(0).contains(QStringLiteral("1 change")));
        QVERIFY(!m_fixture->window().messages().isError());
        restarted.dismiss();
        m_server->start();
        inNextDialog([this](QDialog &dialog) {
            QVERIFY(!dialog.findChild<QLabel *>(QStringLiteral("sharingProblem"))->text().isEmpty());
            QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("synchroniseMemory")), Qt::LeftButton);
            QTRY_COMPARE(dialog.findChild<QLabel *>(QStringLiteral("sharingState"))->text(), QStringLiteral("Shared, in step"));
            QVERIFY(dialog.findChild<QLabel *>(QStringLiteral("sharingProblem"))->text().isEmpty());
        });
        m_fixture->window().actions().memories->trigger();
        QCOMPARE(must(colleague.synchronise({})).received, std::size_t(1));
    }

    void aConflictIsDecided_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<QStringList>("targets");
        QTest::newRow("keep what holds") << "keepCurrent" << QStringList{"Grüß Gott."};
        QTest::newRow("take the other") << "takeOther" << QStringList{"Servus."};
        QTest::newRow("keep both") << "keepBoth" << QStringList{"Grüß Gott.", "Servus."};
    }

    void aConflictIsDecided()
    {
        QFETCH(QString, button);
        QFETCH(QStringList, targets);
        QVERIFY(shareByKeys());
        confirm(QStringLiteral("Guten Morgen."));
        QTRY_COMPARE(own().units, std::size_t(1));
        cat::SharedMemory colleague = join();
        QTRY_COMPARE(unitsAfterSynchronising(colleague), std::size_t(1));
        m_server->stop();
        auto restarted = qScopeGuard([this] { m_server->start(); });
        const cat::Unit unit = must(colleague.memory().unitsOfText("Good morning.")).front();
        cat::Unit theirs = unitOf("Good morning.", "Grüß Gott.");
        cat::MemoryWriter writer = must(colleague.memory().write());
        must(writer.replace(unit.id, theirs));
        must(writer.commit());
        confirm(QStringLiteral("Servus."));
        QTRY_VERIFY_WITH_TIMEOUT(facts(0).contains(QStringLiteral("offline since")) && facts(0).contains(QStringLiteral("waiting")), 10'000);
        restarted.dismiss();
        m_server->start();
        must(colleague.synchronise({}));
        m_fixture->window().memoryMenu().sharing().synchronise(own().path);
        QTRY_VERIFY(facts(0).contains(QStringLiteral("1 conflict")));
        inNextDialog([&](QDialog &dialog) {
            inNextDialog([&](QDialog &conflicts) {
                auto *view = conflicts.findChild<widgets::ConflictView *>();
                QTRY_COMPARE(view->conflicts().size(), std::size_t(1));
                QCOMPARE(view->conflicts()[0].current->target, QStringLiteral("Grüß Gott."));
                QVERIFY(view->conflicts()[0].current->facts.contains(QStringLiteral("colleague")));
                QTest::mouseClick(view->findChild<QPushButton *>(button), Qt::LeftButton);
                QTRY_VERIFY(view->conflicts().empty());
            });
            QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("memoryConflicts")), Qt::LeftButton);
        });
        m_fixture->window().actions().memories->trigger();
        QTRY_COMPARE(facts(0), QStringLiteral("shared, in step"));
        must(colleague.synchronise({}));
        QStringList found;
        for (const cat::Unit &left : must(colleague.memory().unitsOfText("Good morning.")))
            found << QString::fromStdString(left.target.text);
        found.sort();
        QCOMPARE(found, targets);
    }

    void aPasswordIsWrittenNowhere()
    {
        m_connection += " password=geheim";
        QVERIFY(shareByKeys());
        m_fixture->restart();   // everything is closed
        const QDir folder = QFileInfo(m_fixture->path(QStringLiteral("letter.md"))).dir();
        QDirIterator files(folder.path(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            QVERIFY2(!m_fixture->read(files.next()).contains("geheim"), qPrintable(files.filePath()));
    }

    /// After the next start it is asked for again.
    void aPasswordIsNeededAfterARestart()
    {
        const std::string owner = m_connection;
        cat::ServerConnection server = must(cat::ServerConnection::open(owner));
        must(server.execute("DROP ROLE IF EXISTS secured; CREATE ROLE secured LOGIN SUPERUSER PASSWORD 'geheim'"));
        m_connection = m_server->connection("secured") + " password=geheim";
        QVERIFY(shareByKeys());
        m_fixture->restart();
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        QTRY_COMPARE(facts(0), QStringLiteral("shared, password needed"));
        inNextDialog([this](QDialog &dialog) {
            auto *enter = dialog.findChild<QPushButton *>(QStringLiteral("memoryPassword"));
            QVERIFY(enter->isVisible() && !dialog.findChild<QPushButton *>(QStringLiteral("synchroniseMemory"))->isVisible());
            inNextDialog([](QDialog &asked) {
                auto *password = asked.findChild<QLineEdit *>(QStringLiteral("serverPassword"));
                QTRY_VERIFY(password->hasFocus());
                QTest::keyClicks(password, QStringLiteral("geheim"));
                QTest::keyClick(&asked, Qt::Key_Return);
            });
            QTest::mouseClick(enter, Qt::LeftButton);
            QTRY_COMPARE(dialog.findChild<QLabel *>(QStringLiteral("sharingState"))->text(), QStringLiteral("Shared, in step"));
            QVERIFY(!enter->isVisible());
        });
        m_fixture->window().actions().memories->trigger();
        QCOMPARE(facts(0), QStringLiteral("shared, in step"));
    }

    void aServerThatIsNotThereIsSaidInTheDialog()
    {
        m_connection = "host=/nowhere dbname=team";
        inNextDialog([this](QDialog &dialog) {
            askToShare(dialog);
            auto *problem = dialog.findChild<QLabel *>(QStringLiteral("sharingProblem"));
            QTRY_VERIFY(!problem->text().isEmpty());
            QVERIFY(!problem->isHidden());
            QCOMPARE(dialog.findChild<QLabel *>(QStringLiteral("sharingState"))->text(), QStringLiteral("Not shared with a team"));
        });
        m_fixture->window().actions().memories->trigger();
        QCOMPARE(facts(0), QString());
    }

private:
    const MemorySummary &own() { return m_fixture->window().workspace().project().memory; }
    QString facts(int row)
    {
        const auto *panel = m_fixture->window().findChild<widgets::MemoryList *>(QStringLiteral("memoryList"));
        return panel->model()->index(row, 0).data(widgets::CountDelegate::FactsRole).toString();
    }

    static void fill(QDialog &dialog, const char *box, const QString &text)
    {
        auto *edit = dialog.findChild<QLineEdit *>(QLatin1String(box));
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }

    void askToShare(QDialog &dialog)
    {
        inNextDialog([this](QDialog &asked) {
            fill(asked, "serverConnection", QString::fromStdString(m_connection));
            fill(asked, "sharedName", QStringLiteral("ui"));
            QTest::keyClick(&asked, Qt::Key_Return);
        });
        QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("shareMemory")), Qt::LeftButton);
    }

    bool shareByKeys()
    {
        inNextDialog([this](QDialog &dialog) {
            askToShare(dialog);
            QTRY_COMPARE(dialog.findChild<QLabel *>(QStringLiteral("sharingState"))->text(), QStringLiteral("Shared, in step"));
        });
        m_fixture->window().actions().memories->trigger();
        return facts(0) == QStringLiteral("shared, in step");
    }

    cat::SharedMemory join() { return must(cat::SharedMemory::join(m_connection, "ui", m_fixture->path(QStringLiteral("colleague.itm")).toStdString())); }

    static std::size_t unitsAfterSynchronising(cat::SharedMemory &shared)
    {
        must(shared.synchronise({}));
        return must(shared.memory().countUnits());
    }

    void confirm(const QString &target)
    {
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        m_fixture->openRowNumber(1);
        m_fixture->editor().selectAll();
        m_fixture->type(target);
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
    }

    std::unique_ptr<cat::faults::PostgresServer> m_server;
    std::string m_connection;
    std::unique_ptr<WorkbenchFixture> m_fixture;
};

QTEST_MAIN(TestWorkbenchSharing)
#include "tst_workbench_sharing.moc"
