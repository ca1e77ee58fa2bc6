// A window that is killed: whatever its status bar called saved is in the project, and reaches the memory.
#include "engine/cat/project/project_memory.h"
#include "tests/flow/workbench_fixture.h"

#include <QApplication>
#include <QProcess>
#include <QTest>

#include <cstdio>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::tests::WorkbenchFixture;

namespace {

constexpr auto workArgument = "work";
constexpr int rows = 300;

std::string targetOf(int row)
{
    return "Satz " + std::to_string(row) + ".";
}

void say(const QString &line)
{
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

/// The child: confirms one row after the other and says how many are done whenever all of them are saved.
int workUntilKilled()
{
    WorkbenchFixture fixture;
    QByteArray document;
    for (int row = 1; row <= rows; ++row)
        document += "This is sentence number " + QByteArray::number(row) + ".\n\n";
    if (!fixture.open(fixture.write(QStringLiteral("long.txt"), document)))
        return 1;
    say(fixture.path(QStringLiteral("project")));
    int confirmed = 0;
    const auto confirmNext = [&] {
        ++confirmed;
        fixture.type(QString::fromStdString(targetOf(confirmed)));
        fixture.press(Qt::Key_Return, Qt::ControlModifier);
    };
    const Autosave &autosave = fixture.window().workspace().autosave();
    QObject::connect(&autosave, &Autosave::stateChanged, &fixture.window(), [&] {
        if (autosave.state() != Autosave::State::Saved)
            return;
        say(QString::number(confirmed));
        QMetaObject::invokeMethod(&fixture.window(), confirmNext, Qt::QueuedConnection);
    });
    confirmNext();
    return QApplication::exec();
}

}  // namespace

class TestWorkbenchKilled : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasCalledSavedIsThere_data()
    {
        QTest::addColumn<int>("reports");
        for (const int reports : {1, 2, 7, 40})
            QTest::addRow("after %d", reports) << reports;
    }

    void whatWasCalledSavedIsThere()
    {
        QFETCH(int, reports);
        QTemporaryDir folder;
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("TMPDIR"), folder.path());
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(workArgument)});
        QByteArray said;
        while (said.count('\n') <= reports) {
            QVERIFY(child.waitForReadyRead());
            said += child.readAllStandardOutput();
        }
        child.kill();
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        said += child.readAllStandardOutput();
        const QByteArrayList lines = said.first(said.lastIndexOf('\n')).split('\n');
        const int saved = lines.last().toInt();
        QVERIFY(saved >= reports);

        Result<cat::Project> project = cat::Project::open(lines.first().toStdString());
        QVERIFY(project.has_value());
        const auto segments = project->segments(project->documents()->front().id).value();
        for (int row = 1; row <= saved; ++row) {
            const cat::SegmentContent &content = segments[static_cast<std::size_t>(row) - 1].content;
            QCOMPARE(content.state, cat::SegmentState::Confirmed);
            QCOMPARE(content.target.text, targetOf(row));
        }
        Result<cat::ProjectMemory> memory = cat::ProjectMemory::open(*project);
        QVERIFY(memory && memory->applyOutbox());
        QVERIFY(memory->units() >= static_cast<std::size_t>(saved));
    }
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    if (QCoreApplication::arguments().value(1) == QLatin1String(workArgument))
        return workUntilKilled();
    TestWorkbenchKilled test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_workbench_killed.moc"
