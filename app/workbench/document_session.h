// One open document while it is worked on: its rows, what may be done to them, and the one undo stack across them.
//
//   DocumentSession session(std::move(opened));
//   grid->setModel(session.model());
//   session.edit(12, edit);                       // from the editor
//   session.confirm(12);
//   session.undoStack()->undo();
//   connect(&session, &DocumentSession::contentChanged, &autosave, …);
//
// The rows are the truth while the window is open; storage follows. Interface thread.
#pragma once

#include "app/workbench/opened_document.h"
#include "app/workbench/segment_change.h"

#include <QUndoStack>

namespace interlinear::workbench {

class DocumentSession : public QObject {
    Q_OBJECT

public:
    explicit DocumentSession(OpenedDocument document, QObject *parent = nullptr);

    std::int64_t id() const { return m_document.id; }
    QString name() const { return QString::fromStdString(m_document.name); }
    QString path() const { return QString::fromStdString(m_document.path.string()); }
    widgets::SegmentTableModel *model() { return &m_model; }
    const widgets::SegmentTableModel *model() const { return &m_model; }
    QUndoStack *undoStack() { return &m_undoStack; }
    const DocumentCounts &counts() const { return m_counts; }

    /// Null for an id of another document.
    const widgets::SegmentRow *row(std::int64_t id) const;
    /// The row above it; null for the first.
    const widgets::SegmentRow *rowAbove(std::int64_t id) const;
    /// And the one below; null for the last.
    const widgets::SegmentRow *rowBelow(std::int64_t id) const;
    const cat::SegmentContent *content(std::int64_t id) const;
    /// The row as it would be opened now. Of this document.
    OpenedRow opened(std::int64_t id) const;
    /// How the project lists it, with the progress of now.
    cat::ProjectDocument summary() const;
    /// The sources beside it, for context; "" at the edge of the document.
    std::pair<std::string, std::string> neighbourSources(std::int64_t id) const;
    /// The nearest segment behind it that nobody confirmed, from the start again at the end; nothing when all are confirmed.
    std::optional<std::int64_t> nextOpen(std::int64_t id) const;

    // Each is one undo step, and nothing where it would change nothing. Locked segments stay as they are.
    void edit(std::int64_t id, const widgets::TargetEdit &edit);
    void replaceTarget(std::int64_t id, const TaggedText &target, const cat::TargetOrigin &origin, const QString &text);
    void clear(std::int64_t id);
    void confirm(std::int64_t id);
    void unconfirm(std::int64_t id);

    /// Shows them; no change of the document. A warning goes by itself when the row is worked on again.
    void setTerms(std::int64_t id, const std::vector<Utf16Span> &inSource, const QString &fact);
    void setTermWarning(std::int64_t id, const QString &warning);

    /// What the file and people say of the row; no change of the document.
    void setNote(std::int64_t id, const QString &note);
    /// What others have stored already, as one undo step of that name; segments of other documents are passed over.
    void takeStored(const std::vector<SegmentChange> &changes, const QString &text);

    /// While it is held, none of these does anything: what is being done to its rows elsewhere will find them as they were.
    void setHeld(bool held);
    bool isHeld() const { return m_held; }

    /// Puts the content there. For undo commands and growing ones; everything else goes through a command.
    void apply(std::int64_t id, const cat::SegmentContent &content);
    /// These in place of the rows with those ids, which follow each other. For undo commands.
    void replaceRows(const std::vector<std::int64_t> &ids, const std::vector<OpenedRow> &rows);

Q_SIGNALS:
    void contentChanged(qint64 id, const interlinear::cat::SegmentContent &content);
    void countsChanged();
    void heldChanged(bool held);
    /// Undo or redo changed this segment: show it, with the caret there or at the end.
    void changeShown(qint64 id, std::optional<int> caret);

private:
    widgets::SegmentRow take(const OpenedRow &opened);
    void note(std::int64_t id, const TermNotes &notes);
    void push(std::int64_t id, const cat::SegmentContent &after, const QString &text);
    TermNotes termNotes(std::int64_t id) const;

    cat::ProjectDocument m_document;
    widgets::SegmentTableModel m_model;
    std::unordered_map<std::int64_t, KnownRow> m_known;   // [id], of every row of the model
    QUndoStack m_undoStack;
    bool m_held = false;
    DocumentCounts m_counts;
};

}  // namespace interlinear::workbench
