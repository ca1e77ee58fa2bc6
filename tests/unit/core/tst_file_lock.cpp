// A lock keeps others out while it lives, and goes with its process however that ends.
#include "engine/core/file_lock.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace interlinear;

class TestFileLock : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path file() const { return m_folder.filePath("lock").toStdString(); }

private Q_SLOTS:
    void oneAtATime()
    {
        {
            const Result<FileLock> first = FileLock::take(file());
            QVERIFY(first);
            const Result<FileLock> second = FileLock::take(file());
            QVERIFY(!second && second.error().code == ErrorCode::Locked);
        }
        QVERIFY(FileLock::take(file()));
    }

    void movingKeepsIt()
    {
        Result<FileLock> first = FileLock::take(file());
        const FileLock moved = std::move(*first);
        QVERIFY(!FileLock::take(file()));
    }

    void aKilledProcessLetsGo()
    {
        int ready[2];
        QVERIFY(pipe(ready) == 0);
        const pid_t child = fork();
        if (child == 0) {
            const Result<FileLock> lock = FileLock::take(file());
            const char held = lock ? 'y' : 'n';
            if (write(ready[1], &held, 1) == 1)
                pause();
            _exit(1);
        }
        char held = 0;
        QVERIFY(read(ready[0], &held, 1) == 1 && held == 'y');
        QVERIFY(!FileLock::take(file()));
        kill(child, SIGKILL);
        QCOMPARE(waitpid(child, nullptr, 0), child);
        QVERIFY(FileLock::take(file()));
    }

    void aFolderThatIsNotThereIsAnError()
    {
        const Result<FileLock> lock = FileLock::take("/nowhere/lock");
        QVERIFY(!lock && lock.error().code != ErrorCode::Locked);
    }
};

QTEST_GUILESS_MAIN(TestFileLock)
#include "tst_file_lock.moc"
