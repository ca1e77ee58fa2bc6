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
    , m_contents(std::move(document.contents))
    , m_words(std::move(document.words))
{
    m_undoStack.setUndoLimit(undoSteps);
    for (std::size_t i = 0; i < document.rows.size(); ++i) {
        m_facts.push_back(document.rows[i].facts);
        describe(document.rows[i], i);
        count(i, 1);
    }
    m_model.setRows(std::move(document.rows));
}

/// What the open row says besides its texts.
void DocumentSession::describe(SegmentRow &row, std::size_t index) const
{
    const TermNotes notes = m_termNotes.value(row.id);
    const auto missing = row.target.text.empty() ? 0 : missingTags(row.source, row.target).size();
    row.problem = missing > 0 ? tr("%n tag(s) missing", nullptr, static_cast<int>(missing)) : notes.warning;
    row.terms = notes.inSource;
    row.facts = m_facts[index];
    if (!notes.fact.isEmpty())
        row.facts.prepend(notes.fact);
}

void DocumentSession::setTerms(std::int64_t id, const std::vector<Utf16Span> &inSource, const QString &fact)
{
    note(id, {inSource, fact, m_termNotes.value(id).warning});
}

void DocumentSession::setTermWarning(std::int64_t id, const QString &warning)
{
    TermNotes notes = m_termNotes.value(id);
    notes.warning = warning;
    note(id, notes);
}

void DocumentSession::setFacts(std::int64_t id, const QStringList &facts)
{
    const auto place = m_model.rowOf(id);
    if (!place || m_facts[static_cast<std::size_t>(*place)] == facts)
        return;
    m_facts[static_cast<std::size_t>(*place)] = facts;
    SegmentRow changed = m_model.rows()[static_cast<std::size_t>(*place)];
    describe(changed, static_cast<std::size_t>(*place));
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
    if (!place || m_termNotes.value(id) == notes)
        return;
    m_termNotes[id] = notes;
    SegmentRow changed = m_model.rows()[static_cast<std::size_t>(*place)];
    describe(changed, static_cast<std::size_t>(*place));
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

const SegmentContent *DocumentSession::content(std::int64_t id) const
{
    const auto place = m_model.rowOf(id);
    return place ? &m_contents[static_cast<std::size_t>(*place)] : nullptr;
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
    if (before && before->state != SegmentState::Locked && *before != after)
        m_undoStack.push(new ChangeSegment(*this, {id, *before, after}, text));
}

void DocumentSession::edit(std::int64_t id, const TargetEdit &edit)
{
    const SegmentContent *before = content(id);
    if (!before || before->state == SegmentState::Locked)
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

void DocumentSession::apply(std::int64_t id, const SegmentContent &content)
{
    const auto place = m_model.rowOf(id);
    if (!place)
        return;
    const auto index = static_cast<std::size_t>(*place);
    const DocumentCounts before = m_counts;
    count(index, -1);
    m_contents[index] = content;
    count(index, 1);
    SegmentRow changed = m_model.rows()[index];
    showContent(changed, content);
    if (!cat::isDone(content.state) && m_termNotes.contains(id))
        m_termNotes[id].warning.clear();
    describe(changed, index);
    m_model.setRow(*place, changed);
    Q_EMIT contentChanged(id, content);
    if (m_counts != before)
        Q_EMIT countsChanged();
}

void DocumentSession::count(std::size_t row, int sign)
{
    const cat::SegmentState state = m_contents[row].state;
    const int words = sign * m_words[row];
    m_counts.segments += sign;
    m_counts.words += words;
    m_counts.machine += state == SegmentState::Machine ? sign : 0;
    if (cat::isDone(state)) {
        m_counts.confirmed += sign;
        m_counts.confirmedWords += words;
    }
}

}  // namespace interlinear::workbench
