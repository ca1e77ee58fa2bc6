// What an action does to segments, as values and as the one undo command of the window.
//
//   SegmentChange change{.id = 12, .before = *session.content(12), .after = {{"Guten Tag"}, cat::SegmentState::Draft, {}}};
//   stack.push(new ChangeSegment(session, change, tr("insert match")));
//
// Typing, tags, accepting, inserting, clearing, confirming and pretranslating are all such changes, so undo has one meaning for all of them.
#pragma once

#include "engine/cat/project/segment_content.h"
#include "widgets/editing/target_edit.h"

#include <QUndoCommand>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace interlinear::workbench {

class DocumentSession;

struct SegmentChange {
    std::int64_t id = 0;
    cat::SegmentContent before, after;
};

/// One undo step. The first redo applies it; undo and later redos also show the segment concerned, with the caret where it was.
class ChangeSegment : public QUndoCommand {
public:
    ChangeSegment(DocumentSession &session, SegmentChange change, const QString &text);
    /// An edit in the editor: typing that goes on becomes one step.
    ChangeSegment(DocumentSession &session, SegmentChange change, const widgets::TargetEdit &edit, const QString &text);

    int id() const override;
    bool mergeWith(const QUndoCommand *other) override;
    void undo() override;
    void redo() override;

private:
    DocumentSession &m_session;
    SegmentChange m_change;
    std::optional<widgets::TargetEdit> m_edit;
    bool m_done = false;
};

/// One undo step that still grows while the work behind it runs: what is added later belongs to it, wherever it stands in the stack.
class ChangeManySegments : public QUndoCommand {
public:
    using Changes = std::shared_ptr<std::vector<SegmentChange>>;

    ChangeManySegments(DocumentSession &session, Changes changes, const QString &text);

    void undo() override;
    void redo() override;

private:
    DocumentSession &m_session;
    Changes m_changes;
    bool m_done = false;
};

}  // namespace interlinear::workbench
