// A write that fails is tried again by itself, with growing pauses, until it succeeds; nothing is forgotten on the way.
#include "app/workbench/autosave.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::workbench;
using namespace std::chrono_literals;
using interlinear::cat::SegmentContent;
using interlinear::cat::SegmentState;

namespace {

constexpr int firstProject = 1;   // what a desk calls the first that it opens; until then writing into it fails

SegmentContent content(const std::string &text, SegmentState state)
{
    return {{text, {}}, state, {}};
}

}  // namespace

class TestAutosave : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        const QString path = m_folder->filePath(QStringLiteral("a.txt"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("Good morning.\n") > 0);
        file.close();
        m_place = {m_folder->filePath(QStringLiteral("project")).toStdString(), {"en", "de"}};
        m_file = path.toStdString();
        ProjectDesk desk;
        m_segment = desk.openFiles(m_place, {m_file})->documents.front()->rows.shown.all().front().id;
        m_storage = std::make_unique<StorageThread>();
    }

    void cleanup() { m_storage.reset(); }

    void savingIsTriedAgainByItself()
    {
        Autosave autosave(*m_storage, {0ms, 1ms});
        autosave.setProject(firstProject);
        QSignalSpy failed(&autosave, &Autosave::failed);
        QSignalSpy recovered(&autosave, &Autosave::recovered);
        autosave.note(m_segment, content("Guten Morgen.", SegmentState::Draft));
        std::optional<bool> flushed;
        autosave.flush([&](bool saved) { flushed = saved; });
        QTRY_VERIFY(failed.size() >= 4);
        QCOMPARE(flushed, std::optional(false));
        QVERIFY(autosave.problem());
        QVERIFY(openTheProject());
        QTRY_COMPARE(autosave.state(), Autosave::State::Saved);
        QCOMPARE(recovered.size(), 1);
        QVERIFY(!autosave.problem());
        QCOMPARE(stored(), content("Guten Morgen.", SegmentState::Draft));
    }

    void aConfirmDoesNotWaitForThePause()
    {
        Autosave autosave(*m_storage, {1h});
        autosave.setProject(firstProject);
        QSignalSpy failed(&autosave, &Autosave::failed);
        autosave.note(m_segment, content("Guten", SegmentState::Confirmed));
        QVERIFY(failed.wait());
        autosave.note(m_segment, content("Guten M", SegmentState::Draft));   // waits
        QCOMPARE(autosave.state(), Autosave::State::Failed);
        QVERIFY(openTheProject());
        autosave.note(m_segment, content("Guten Morgen.", SegmentState::Confirmed));
        QTRY_COMPARE(autosave.state(), Autosave::State::Saved);
        QCOMPARE(failed.size(), 1);
        QCOMPARE(stored(), content("Guten Morgen.", SegmentState::Confirmed));
    }

    void aProjectThatIsNotOpenTakesNothing()
    {
        QVERIFY(openTheProject());
        Autosave autosave(*m_storage, {1h});
        autosave.setProject(firstProject + 1);
        QSignalSpy failed(&autosave, &Autosave::failed);
        autosave.note(m_segment, content("Guten Morgen.", SegmentState::Confirmed));
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::NotFound);
        QCOMPARE(stored(), SegmentContent());
    }

private:
    /// Waits for it: a save would overtake it.
    bool openTheProject()
    {
        int number = 0;
        m_storage->run([place = m_place, file = m_file](ProjectDesk &desk) { return desk.openFiles(place, {file}); }, this,
                       [&](const Result<OpenedFiles> &opened) { number = opened->project.number; });
        return QTest::qWaitFor([&] { return number == firstProject; });
    }

    /// On disk.
    SegmentContent stored() const
    {
        const Result<cat::Project> project = cat::Project::open(m_place.folder);
        return project->segments(project->documents()->front().id)->front().content;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    ProjectPlace m_place;
    std::filesystem::path m_file;
    std::int64_t m_segment = 0;
    std::unique_ptr<StorageThread> m_storage;
};

QTEST_MAIN(TestAutosave)
#include "tst_autosave.moc"
