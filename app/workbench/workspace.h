// The open project on the interface thread: its documents, the one being worked on, and the road to storage.
//
//   Workspace workspace;
//   connect(&workspace, &Workspace::documentShown, &window, &MainWindow::showDocument);
//   workspace.open({"welcome.md"}, {"en", "de"});
//   workspace.current()->confirm(12);                 // stored by itself
//
// A project belongs to one folder of documents and one pair of languages; opening a file of it again finds everything as it was. One takes the place of
// another only when it is open and everything of the other is on disk: until then the other goes on.
#pragma once

#include "app/workbench/autosave.h"
#include "app/workbench/document_session.h"
#include "app/workbench/language_dialog.h"
#include "app/workbench/storage_thread.h"

#include <QStringList>

#include <deque>
#include <map>
#include <memory>
#include <stop_token>

namespace interlinear::workbench {

/// What is seen of a large document while it is being read.
struct FirstLook {
    QString path;
    LanguagePair languages;
    std::vector<widgets::SegmentRow> rows;   ///< the first ones, numbered; their ids are those of no segment
    std::stop_source stop;                   ///< ends this opening: what has not been opened yet stays out, and everything as it was
    std::shared_ptr<const TaskControl::Counts> counts;   ///< how far it is, in segments
};

class Workspace : public QObject {
    Q_OBJECT

public:
    using FileAnswer = std::function<void(const Result<DocumentFile> &)>;
    using LookupAnswer = std::function<void(const Result<std::vector<cat::Match>> &)>;

    /// `folder` holds every project that is opened from here; empty: one folder a project beside the user's data.
    explicit Workspace(std::filesystem::path folder = {}, QObject *parent = nullptr);
    ~Workspace() override;

    /// Opens the files in the project of the first one, one call after the other, and shows the last of them. Where a document is shown and none
    /// of these can be, or the work at hand cannot be saved, everything stays as it was.
    void open(const QStringList &files, const LanguagePair &languages);
    /// Opens a document again as storage has it, once the work at hand is there; nothing of it can be undone then.
    void readAgain(std::int64_t document);
    /// Shows another document of the project.
    void activate(std::int64_t document);
    /// The file of the current document and how it is read.
    void readFile(QObject *context, FileAnswer then);
    /// For a file that is not open yet: what it names (see languagesNamedIn()), unless it has been worked on in the same languages with other regions, as chosen or without any,
    /// and that work would seem gone. Empty where it names none. Answers later.
    void proposeLanguages(const QString &path, const LanguagePair &chosen, QObject *context, std::function<void(const LanguagePair &)> then);
    /// Reads a document anew by other rules and shows it, once the work at hand is on disk; nothing of that can be undone then.
    void setRules(std::int64_t document, const cat::DocumentRules &rules);

    const LanguagePair &languages() const { return m_project.place.languages; }
    const OpenedProject &project() const { return m_project; }
    /// Null while no document is open.
    DocumentSession *current() const { return m_current; }
    Autosave &autosave() { return m_autosave; }
    StorageThread &storage() { return m_storage; }

    /// The matches of a segment of the current document. A later call ends an earlier one, which is never answered then.
    void lookup(std::int64_t segment, QObject *context, LookupAnswer then);
    /// Writes the current document with the targets of the window.
    void exportDocument(const QString &path);
    /// Calls once everything is on disk; not at all, but for failed() of the autosave, while it cannot be written.
    void whenSaved(QObject *context, std::function<void()> then);
    /// Takes a file that came back from review, as one undo step in each document. Everything was on disk before.
    void importReview(const std::filesystem::path &file, const cat::ReviewSettings &settings, QObject *context,
                      std::function<void(const Result<cat::ReviewReport> &)> then);
    /// What the project's memories are by now.
    void setMemories(const MemoriesReport &report);

Q_SIGNALS:
    /// The document that is being opened is large: this is how it begins. The end is documentShown(), or working() without anything.
    void looked(const interlinear::workbench::FirstLook &look);
    /// Its session is current() from now on.
    void documentShown();
    /// The document shown last was not in the project before.
    void documentAdded();
    /// Another project is about to take the place of this one: whoever works on a document by itself must stop.
    void leaving();
    /// Names, progress, or the units of the memory.
    void projectChanged();
    void exported(const interlinear::workbench::ExportReport &report);
    /// What storage is at for the user, "Opening guide.docx …"; empty when that is done.
    void working(const QString &work);
    void failed(const interlinear::Error &error);

private:
    struct Wish {
        ProjectPlace place;
        std::vector<std::filesystem::path> files;
    };

    void openNext();
    /// One of several that are asked for, until endOpening().
    struct Opening {
        std::stop_source stop;
        TaskControl control{.stop = stop.get_token()};
    };

    Opening beginOpening(const QString &work);
    void endOpening(const Opening &opening);
    /// look(ProjectDesk &) there, shown here.
    template <typename Look>
    void lookFirst(const std::filesystem::path &path, const LanguagePair &languages, const Opening &opening, Look look);
    void onOpened(Result<OpenedFiles> opened);
    void changeTo(const OpenedProject &project);
    void showAll(OpenedFiles opened);
    void close(int project);
    bool isOutdated(const OpenedDocument &document) const;
    void replace(const OpenedDocument &document, bool shown);
    void forget(std::int64_t document);
    void show(OpenedDocument document);
    DocumentSession &sessionOf(OpenedDocument document);
    void takeReview(const ImportedReview &imported);
    void readAnew(std::int64_t document, const cat::DocumentRules &rules);
    void makeCurrent(DocumentSession *session);
    void updateSummary(const cat::ProjectDocument &summary);

    std::filesystem::path m_folder;
    OpenedProject m_project;
    std::map<std::int64_t, std::unique_ptr<DocumentSession>> m_sessions;   // of this project
    DocumentSession *m_current = nullptr;
    std::deque<Wish> m_toOpen;            // the first one is being opened
    std::vector<std::stop_source> m_openings;
    std::stop_source m_lookup;            // of the latest one
    StorageThread m_storage;
    Autosave m_autosave;
};

/// The query of a segment, its neighbours included.
cat::Query queryFor(const DocumentSession &session, std::int64_t segment);

}  // namespace interlinear::workbench
