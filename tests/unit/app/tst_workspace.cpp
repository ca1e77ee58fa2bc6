// Whatever is opened while work goes on: every project holds its own files and its own work, nothing else, and nothing of it is lost.
#include "app/workbench/workspace.h"

#include <QDir>
#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <chrono>
#include <thread>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::cat::SegmentContent;
using interlinear::cat::SegmentState;

namespace {

const LanguagePair enDe{"en", "de"};
const LanguagePair deEn{"de", "en"};

SegmentContent confirmed(const std::string &text)
{
    return {{text, {}}, SegmentState::Confirmed, {}};
}

/// What the project's first document holds on disk.
std::vector<SegmentContent> stored(const ProjectPlace &place)
{
    const Result<cat::Project> project = cat::Project::open(place.folder);
    const std::vector<cat::ProjectSegment> segments = project->segments(project->documents()->front().id).value();
    std::vector<SegmentContent> contents;
    for (const cat::ProjectSegment &segment : segments)
        contents.push_back(segment.content);
    return contents;
}

/// Each document on disk behind the language that its project translates into, in order.
QStringList everyDocument()
{
    QStringList found;
    const QDir root(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/projects"));
    for (const QString &name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const Result<cat::Project> project = cat::Project::open(root.filePath(name).toStdString());
        const std::vector<cat::ProjectDocument> documents = project->documents().value();
        for (const cat::ProjectDocument &document : documents)
            found << QString::fromStdString(project->targetLanguage() + " " + document.name);
    }
    found.sort();
    return found;
}

}  // namespace

class TestWorkspace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_folder->filePath(QStringLiteral("data")).toUtf8());
        m_workspace = std::make_unique<Workspace>();
        m_a = write(QStringLiteral("a/a.txt"), "Good morning.\n\nGood night.\n\nGood bye.\n");
        m_b = write(QStringLiteral("b/b.txt"), "The garden.\n");
    }

    void cleanup() { m_workspace.reset(); }

    void workOfOneProjectIsNotWrittenIntoAnother()
    {
        QVERIFY(open(m_a));
        const ProjectPlace a = m_workspace->project().place;
        m_workspace->open({m_b}, enDe);
        confirm(0, "Guten Morgen.");   // in the same turn
        QVERIFY(waitFor(m_b));
        const ProjectPlace b = m_workspace->project().place;
        m_workspace.reset();
        QCOMPARE(stored(a), (std::vector<SegmentContent>{confirmed("Guten Morgen."), {}, {}}));
        QCOMPARE(stored(b), std::vector<SegmentContent>(1));
    }

    void whatIsTypedUntilAnotherProjectIsShownIsKept()
    {
        QVERIFY(open(m_a));
        const ProjectPlace a = m_workspace->project().place;
        std::string typed;
        QTimer typing;
        connect(&typing, &QTimer::timeout, m_workspace->current(), [&, session = m_workspace->current()] {
            if (session != m_workspace->current())
                return;
            typed += "x";
            session->replaceTarget(idOf(2), {typed, {}}, {}, QString());   // a segment that the other project has not got
        });
        typing.start(0);
        m_workspace->open({m_b}, enDe);
        QVERIFY(waitFor(m_b));
        typing.stop();
        confirm(0, "Der Garten.");
        QVERIFY(waitUntilSaved());
        const ProjectPlace b = m_workspace->project().place;
        m_workspace.reset();
        QVERIFY(!typed.empty());
        QCOMPARE(stored(a)[2].target.text, typed);
        QCOMPARE(stored(b), std::vector<SegmentContent>{confirmed("Der Garten.")});
    }

    void flushedMeansThatNothingIsPending()
    {
        QVERIFY(open(m_a));
        confirm(0, "Guten Tag.");
        std::optional<Autosave::State> atAnswer;
        m_workspace->autosave().flush([&](bool saved) {
            QVERIFY(saved);
            atAnswer = m_workspace->autosave().state();
        });
        confirm(1, "Gute Nacht.");   // after the first was sent
        QTRY_VERIFY(atAnswer);
        QCOMPARE(*atAnswer, Autosave::State::Saved);
    }

    void aConfirmGoesBeforeTheLookupsThatWait()
    {
        QVERIFY(open(m_a));
        const auto gate = std::make_shared<QSemaphore>();
        const auto hold = [gate](ProjectDesk &) {
            gate->acquire();
            return 0;
        };
        m_workspace->storage().run(hold, this, [](int) {});
        constexpr int lookups = 20;
        int lookedUp = 0;
        for (int i = 0; i < lookups; ++i)
            m_workspace->storage().run([](ProjectDesk &) { return 0; }, this, [&](int) { ++lookedUp; });
        confirm(0, "Guten Morgen.");
        std::optional<int> before;
        connect(&m_workspace->autosave(), &Autosave::written, this, [&] { before = before.value_or(lookedUp); });
        gate->release();
        QTRY_VERIFY(before);
        QCOMPARE(*before, 0);
        QTRY_COMPARE(lookedUp, lookups);
    }

    void quickOpensKeepFilesInTheirProjects()
    {
        QStringList shown;
        connect(m_workspace.get(), &Workspace::documentShown, this, [&] {
            if (m_workspace->current())
                shown << QFileInfo(m_workspace->current()->path()).fileName() + QString::fromStdString(" " + m_workspace->languages().to);
        });
        m_workspace->open({m_a}, enDe);
        m_workspace->open({m_b}, deEn);
        m_workspace->open({m_a}, enDe);
        m_workspace->open({m_b}, deEn);
        QTRY_COMPARE(shown, QStringList({QStringLiteral("a.txt de"), QStringLiteral("b.txt en"), QStringLiteral("a.txt de"), QStringLiteral("b.txt en")}));
        confirm(0, "The garden.");
        QVERIFY(waitUntilSaved());
        m_workspace.reset();
        QCOMPARE(everyDocument(), QStringList({QStringLiteral("de a.txt"), QStringLiteral("en b.txt")}));
    }

    void aProjectThatCannotBeOpenedLeavesTheOther()
    {
        QVERIFY(open(m_b));
        const ProjectPlace b = m_workspace->project().place;
        QVERIFY(open(m_a));
        const ProjectPlace a = m_workspace->project().place;
        confirm(0, "Guten Morgen.");
        QVERIFY(waitForStorage());   // the other is closed by then
        QVERIFY(damage(b.folder / "state.sqlite"));
        QSignalSpy failed(m_workspace.get(), &Workspace::failed);
        m_workspace->open({m_b}, enDe);
        QVERIFY(failed.wait());
        QVERIFY(m_workspace->current());
        QCOMPARE(m_workspace->current()->path(), m_a);
        QCOMPARE(m_workspace->project().place, a);
        confirm(1, "Gute Nacht.");
        QVERIFY(waitUntilSaved());
        QCOMPARE(failed.size(), 1);
        m_workspace.reset();
        QCOMPARE(stored(a), (std::vector<SegmentContent>{confirmed("Guten Morgen."), confirmed("Gute Nacht."), {}}));
    }

    void aFileThatCannotBeReadLeavesTheProject()
    {
        QVERIFY(open(m_a));
        const ProjectPlace a = m_workspace->project().place;
        QSignalSpy failed(m_workspace.get(), &Workspace::failed);
        m_workspace->open({write(QStringLiteral("b/picture.xyz"), "abc")}, enDe);
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::Unsupported);
        QCOMPARE(m_workspace->current()->path(), m_a);
        QCOMPARE(m_workspace->project().place, a);
    }

    void aFileThatHasChangedOnDiskIsExportedWithEachTargetInItsSegment()
    {
        QVERIFY(open(m_a));
        const ProjectPlace a = m_workspace->project().place;
        confirm(0, "Guten Morgen.");
        replace(1, "Gute Nacht.");   // not on disk yet
        write(QStringLiteral("a/a.txt"), "Welcome.\n\nGood morning.\n\nGood night.\n\nGood bye.\n");
        m_workspace->open({m_a}, enDe);
        QTRY_VERIFY(m_workspace->current() && m_workspace->current()->model()->rowCount() == 4);
        QCOMPARE(m_workspace->project().documents.front().segments, std::size_t(4));
        QCOMPARE(exported(), "Welcome.\n\nGuten Morgen.\n\nGute Nacht.\n\nGood bye.\n");
        replace(3, "Auf Wiedersehen.");
        QVERIFY(waitUntilSaved());
        m_workspace.reset();
        QCOMPARE(stored(a)[3].target.text, "Auf Wiedersehen.");
        QCOMPARE(stored(a)[2].target.text, "Gute Nacht.");
    }

    void aFileThatHasChangedOnDiskMayComeWithOthers()
    {
        const QString other = write(QStringLiteral("a/other.txt"), "The house.\n");
        m_workspace->open({m_a, other}, enDe);
        QVERIFY(waitFor(other));
        confirm(0, "Das Haus.");
        write(QStringLiteral("a/a.txt"), "Welcome.\n\nGood morning.\n");
        m_workspace->open({m_a, other}, enDe);
        QTRY_COMPARE(m_workspace->project().documents.front().segments, std::size_t(2));
        QVERIFY(waitForStorage());
        QCOMPARE(m_workspace->current()->path(), other);
        m_workspace->activate(m_workspace->project().documents.front().id);
        QVERIFY(waitFor(m_a));
        QCOMPARE(m_workspace->current()->model()->rowCount(), 2);
        QCOMPARE(m_workspace->project().documents.front().segments, std::size_t(2));
    }

    void whatIsShownOfOtherSegmentsIsNotExported()
    {
        QVERIFY(open(m_a));
        replace(0, "Guten Morgen.");
        const int project = m_workspace->project().number;
        write(QStringLiteral("a/a.txt"), "Welcome.\n\nGood morning.\n\nGood night.\n");
        bool read = false;
        m_workspace->storage().run([place = m_workspace->project().place, file = m_a.toStdString()](ProjectDesk &desk) { return desk.openFiles(place, {file}); }, this,
                                   [&](const Result<OpenedFiles> &opened) { read = opened && opened->project.number == project; });
        QTRY_VERIFY(read);
        QSignalSpy failed(m_workspace.get(), &Workspace::failed);
        m_workspace->exportDocument(m_folder->filePath(QStringLiteral("out.txt")));
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::InvalidArgument);
        QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("out.txt"))));
    }

    void aStopLeavesNoDocumentInTheProjectThatIsNotOpened()
    {
        constexpr int rounds = 12, microseconds = 4000;
        const QString large = write(QStringLiteral("a/large.txt"), QByteArray("Good morning.\n\nGood night.\n\n").repeated(1500));
        for (int round = 0; round < rounds; ++round) {
            ProjectDesk desk;
            const ProjectPlace place{m_folder->filePath(QStringLiteral("project%1").arg(round)).toStdString(), enDe};
            std::stop_source stop;
            const TaskControl control{.stop = stop.get_token()};
            const std::jthread stopper([&](const std::stop_token &over) {   // some time after the last of it was counted
                while (!over.stop_requested() && (control.counts->total == 0 || control.counts->done + 256 < control.counts->total))
                    std::this_thread::yield();
                std::this_thread::sleep_for(std::chrono::microseconds(round * microseconds));
                stop.request_stop();
            });
            const Result<OpenedFiles> opened = desk.openFiles(place, {large.toStdString()}, control);
            QVERIFY(opened);
            QCOMPARE(opened->documents.front().has_value(), opened->project.documents.size() == 1);
        }
    }

private:
    QString write(const QString &name, const QByteArray &bytes)
    {
        const QString path = m_folder->filePath(name);
        QFile file(path);
        if (!QFileInfo(path).dir().mkpath(QStringLiteral(".")) || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("%s cannot be written", qPrintable(path));
        return path;
    }

    static bool damage(const std::filesystem::path &path)
    {
        const QByteArray nonsense(8192, 'x');
        QFile file(QString::fromStdString(path.string()));
        return file.open(QIODevice::WriteOnly) && file.write(nonsense) == nonsense.size();
    }

    bool waitFor(const QString &file)
    {
        return QTest::qWaitFor([this, file] { return m_workspace->current() && m_workspace->current()->path() == file; });
    }

    bool open(const QString &file)
    {
        m_workspace->open({file}, enDe);
        return waitFor(file);
    }

    bool waitUntilSaved()
    {
        return QTest::qWaitFor([this] { return m_workspace->autosave().state() == Autosave::State::Saved; });
    }

    /// Until everything asked for so far is done.
    bool waitForStorage()
    {
        bool done = false;
        m_workspace->storage().run([](ProjectDesk &) { return true; }, this, [&](bool answer) { done = answer; });
        return QTest::qWaitFor([&] { return done; });
    }

    std::int64_t idOf(std::size_t row) { return m_workspace->current()->model()->rows()[row].id; }

    /// The current document, as it is written.
    std::string exported()
    {
        const QString path = m_folder->filePath(QStringLiteral("out.txt"));
        QSignalSpy written(m_workspace.get(), &Workspace::exported);
        m_workspace->exportDocument(path);
        QFile file(path);
        return written.wait() && file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }

    void replace(std::size_t row, const std::string &text) { m_workspace->current()->replaceTarget(idOf(row), {text, {}}, {}, QString()); }

    void confirm(std::size_t row, const std::string &text)
    {
        replace(row, text);
        m_workspace->current()->confirm(idOf(row));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Workspace> m_workspace;
    QString m_a, m_b;
};

QTEST_MAIN(TestWorkspace)
#include "tst_workspace.moc"
