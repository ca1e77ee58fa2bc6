#include "app/workbench/document_session.h"

#include "app/workbench/row_content.h"

#include <algorithm>
#include <iterator>

namespace interlinear::workbench {

using cat::SegmentContent;
using cat::SegmentState;
using cat::TargetOrigin;
using widgets::SegmentRow;
using widgets::TargetEdit;

namespace {

constexpr int undoSteps = 1000;

QString editName(TargetEdit::Kind kind)
{
    switch (kind) {
    case TargetEdit::Kind::Typing:
        return DocumentSession::tr("typing");
    case TargetEdit::Kind::Deleting:
        return DocumentSession::tr("deleting");
    case TargetEdit::Kind::Pasting:
        return DocumentSession::tr("pasting");
    case TargetEdit::Kind::Tag:
        return DocumentSession::tr("tag");
    case TargetEdit::Kind::Suggestion:
        return DocumentSession::tr("suggestion");
    }
    return {};
}

}  // namespace

DocumentSession::DocumentSession(OpenedDocument document, QObject *parent)
    : QObject(parent)
    , m_document(std::move(document.document))
    , m_known(std::move(document.rows.known))
    , m_counts(document.rows.counts)
{
    m_undoStack.setUndoLimit(undoSteps);
    m_model.setRows(std::move(document.rows.shown));
}

/// What it shows; the rest is known from now on.
SegmentRow DocumentSession::take(const OpenedRow &opened)
{
    const KnownRow &known = m_known[opened.row.id] = {opened.content, opened.words, opened.row.facts, opened.room};
    m_counts.add(known);
    SegmentRow row = opened.row;
    describe(row, known);
    return row;
}

TermNotes DocumentSession::termNotes(std::int64_t id) const
{
    const auto known = m_known.find(id);
    return known == m_known.end() ? TermNotes() : known->second.terms;
}

void DocumentSession::setTerms(std::int64_t id, const std::vector<Utf16Span> &inSource, const QString &fact)
{
    note(id, {inSource, fact, termNotes(id).warning});
}

void DocumentSession::setTermWarning(std::int64_t id, const QString &warning)
{
    TermNotes notes = termNotes(id);
    notes.warning = warning;
    note(id, notes);
}

void DocumentSession::setNote(std::int64_t id, const QString &note)
{
    const auto place = m_model.rowOf(id);
    if (!place || m_model.rows()[static_cast<std::size_t>(*place)].note == note)
        return;
    SegmentRow changed = m_model.rows()[static_cast<std::size_t>(*place)];
    changed.note = note;
    m_model.setRow(*place, changed);
}

void DocumentSession::takeStored(const std::vector<SegmentChange> &changes, const QString &text)
{
    auto taken = std::make_shared<std::vector<SegmentChange>>();
    std::ranges::copy_if(changes, std::back_inserter(*taken), [this](const SegmentChange &change) { return content(change.id) != nullptr; });
    if (taken->empty())
        return;
    for (const SegmentChange &change : *taken)
        apply(change.id, change.after);
    m_undoStack.push(new ChangeManySegments(*this, taken, text));
}

void DocumentSession::note(std::int64_t id, const TermNotes &notes)
{
    const auto place = m_model.rowOf(id);
    if (!place || termNotes(id) == notes)
        return;
    KnownRow &known = m_known.at(id);
    known.terms = notes;
    SegmentRow changed = m_model.rows()[static_cast<std::size_t>(*place)];
    describe(changed, known);
    m_model.setRow(*place, changed);
}

const SegmentRow *DocumentSession::row(std::int64_t id) const
{
    const auto place = m_model.rowOf(id);
    return place ? &m_model.rows()[static_cast<std::size_t>(*place)] : nullptr;
}

const SegmentRow *DocumentSession::rowAbove(std::int64_t id) const
{
    const auto place = m_model.rowOf(id);
    return place && *place > 0 ? &m_model.rows()[static_cast<std::size_t>(*place) - 1] : nullptr;
}

const SegmentRow *DocumentSession::rowBelow(std::int64_t id) const
{
    const auto place = m_model.rowOf(id);
    return place && *place + 1 < m_model.rowCount() ? &m_model.rows()[static_cast<std::size_t>(*place) + 1] : nullptr;
}

const SegmentContent *DocumentSession::content(std::int64_t id) const
{
    const auto known = m_known.find(id);
    return known == m_known.end() ? nullptr : &known->second.content;
}

OpenedRow DocumentSession::opened(std::int64_t id) const
{
    const KnownRow &known = m_known.at(id);
    OpenedRow opened{*row(id), known.content, known.words, known.room};
    opened.row.facts = known.facts;
    return opened;
}

cat::ProjectDocument DocumentSession::summary() const
{
    cat::ProjectDocument summary = m_document;
    summary.segments = static_cast<std::size_t>(m_counts.segments);
    summary.done = static_cast<std::size_t>(m_counts.confirmed);
    return summary;
}

std::pair<std::string, std::string> DocumentSession::neighbourSources(std::int64_t id) const
{
    const auto place = static_cast<std::size_t>(m_model.rowOf(id).value());
    const auto &rows = m_model.rows();
    return {place > 0 ? rows[place - 1].source.text : std::string(), place + 1 < rows.size() ? rows[place + 1].source.text : std::string()};
}

std::optional<std::int64_t> DocumentSession::nextOpen(std::int64_t id) const
{
    const auto &rows = m_model.rows();
    const auto start = static_cast<std::size_t>(m_model.rowOf(id).value_or(-1) + 1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const SegmentRow &candidate = rows[(start + i) % rows.size()];
        if (!isDone(candidate) && candidate.id != id)
            return candidate.id;
    }
    return std::nullopt;
}

void DocumentSession::push(std::int64_t id, const SegmentContent &after, const QString &text)
{
    const SegmentContent *before = content(id);
    if (!m_held && before && before->state != SegmentState::Locked && *before != after)
        m_undoStack.push(new ChangeSegment(*this, {id, *before, after}, text));
}

void DocumentSession::edit(std::int64_t id, const TargetEdit &edit)
{
    const SegmentContent *before = content(id);
    if (m_held || !before || before->state == SegmentState::Locked)
        return;
    const bool emptied = edit.after.empty();
    const TargetOrigin origin = edit.kind == TargetEdit::Kind::Suggestion ? TargetOrigin::machine() : emptied ? TargetOrigin() : before->origin;
    const SegmentContent after{edit.after, emptied ? SegmentState::New : SegmentState::Draft, origin};
    m_undoStack.push(new ChangeSegment(*this, {id, *before, after}, edit, editName(edit.kind)));
}

void DocumentSession::replaceTarget(std::int64_t id, const TaggedText &target, const TargetOrigin &origin, const QString &text)
{
    push(id, {target, target.empty() ? SegmentState::New : SegmentState::Draft, origin}, text);
}

void DocumentSession::clear(std::int64_t id)
{
    replaceTarget(id, {}, {}, tr("clear target"));
}

void DocumentSession::confirm(std::int64_t id)
{
    const SegmentContent *before = content(id);
    if (before && !cat::isDone(before->state))
        push(id, {before->target, SegmentState::Confirmed, before->origin}, tr("confirm"));
}

void DocumentSession::unconfirm(std::int64_t id)
{
    const SegmentContent *before = content(id);
    if (before && cat::isDone(before->state))
        push(id, {before->target, SegmentState::Draft, before->origin}, tr("take back the confirmation"));
}

void DocumentSession::setHeld(bool held)
{
    if (std::exchange(m_held, held) != held)
        Q_EMIT heldChanged(held);
}

void DocumentSession::apply(std::int64_t id, const SegmentContent &content)
{
    const auto place = m_model.rowOf(id);
    if (!place)
        return;
    const DocumentCounts before = m_counts;
    KnownRow &known = m_known.at(id);
    m_counts.remove(known);
    known.content = content;
    m_counts.add(known);
    SegmentRow changed = m_model.rows()[static_cast<std::size_t>(*place)];
    showContent(changed, content);
    if (!cat::isDone(content.state))
        known.terms.warning.clear();
    describe(changed, known);
    m_model.setRow(*place, changed);
    Q_EMIT contentChanged(id, content);
    if (m_counts != before)
        Q_EMIT countsChanged();
}

void DocumentSession::replaceRows(const std::vector<std::int64_t> &ids, const std::vector<OpenedRow> &rows)
{
    const auto first = m_model.rowOf(ids.front());
    if (!first)
        return;
    const DocumentCounts before = m_counts;
    std::vector<SegmentRow> shown;
    for (const OpenedRow &opened : rows) {
        shown.push_back(take(opened));
        shown.back().number = *first + static_cast<int>(shown.size());
    }
    m_model.replaceRows(*first, static_cast<int>(ids.size()), shown);
    for (const std::int64_t id : ids) {
        m_counts.remove(m_known.at(id));
        m_known.erase(id);
    }
    if (m_counts != before)
        Q_EMIT countsChanged();
}

}  // namespace interlinear::workbench
