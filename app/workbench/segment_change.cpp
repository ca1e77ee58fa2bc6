#include "app/workbench/segment_change.h"

#include "app/workbench/document_session.h"

#include <ranges>

namespace interlinear::workbench {

namespace {

constexpr int editCommandId = 1;   // QUndoStack merges commands of one id other than -1

}  // namespace

ChangeSegment::ChangeSegment(DocumentSession &session, SegmentChange change, const QString &text)
    : QUndoCommand(text)
    , m_session(session)
    , m_change(std::move(change))
{
}

ChangeSegment::ChangeSegment(DocumentSession &session, SegmentChange change, const widgets::TargetEdit &edit, const QString &text)
    : ChangeSegment(session, std::move(change), text)
{
    m_edit = edit;
}

int ChangeSegment::id() const
{
    return m_edit ? editCommandId : -1;
}

bool ChangeSegment::mergeWith(const QUndoCommand *other)
{
    const auto *later = static_cast<const ChangeSegment *>(other);
    if (later->m_change.id != m_change.id || !continues(*m_edit, *later->m_edit))
        return false;
    m_change.after = later->m_change.after;
    m_edit->after = later->m_edit->after;
    m_edit->caretAfter = later->m_edit->caretAfter;
    return true;
}

void ChangeSegment::undo()
{
    m_session.apply(m_change.id, m_change.before);
    Q_EMIT m_session.changeShown(m_change.id, m_edit ? std::optional(m_edit->caretBefore) : std::nullopt);
}

void ChangeSegment::redo()
{
    m_session.apply(m_change.id, m_change.after);
    if (std::exchange(m_done, true))
        Q_EMIT m_session.changeShown(m_change.id, m_edit ? std::optional(m_edit->caretAfter) : std::nullopt);
}

ChangeManySegments::ChangeManySegments(DocumentSession &session, Changes changes, const QString &text)
    : QUndoCommand(text)
    , m_session(session)
    , m_changes(std::move(changes))
{
}

void ChangeManySegments::undo()
{
    for (const SegmentChange &change : std::views::reverse(*m_changes))
        m_session.apply(change.id, change.before);
}

void ChangeManySegments::redo()
{
    if (!std::exchange(m_done, true))
        return;   // whoever let it grow applied each change as it came
    for (const SegmentChange &change : *m_changes)
        m_session.apply(change.id, change.after);
}

}  // namespace interlinear::workbench
