#include "app/workbench/word_alternatives.h"

#include "app/workbench/match_texts.h"

#include <QTextBoundaryFinder>

#include <algorithm>

namespace interlinear::workbench {

using widgets::AlternativesList;
using widgets::TargetEdit;

namespace {

std::vector<widgets::WordAlternative> shownWords(const mixmoe::Alternatives &found)
{
    std::vector<widgets::WordAlternative> words;
    for (const mixmoe::Alternative &word : found.words) {
        const std::string &whole = word.translation->target.text;
        const std::string rest = whole.substr(std::min(whole.size(), found.offset + word.text.size()));
        words.push_back({QString::fromStdString(word.text), QString::fromStdString(rest), word.probability});
    }
    return words;
}

int caretBehind(const TaggedText &target, std::size_t bytes)
{
    const auto tags = std::ranges::count_if(target.tags, [&](const InlineTag &tag) { return tag.offset < bytes; });
    return static_cast<int>(Utf16Map(target.text).toUtf16(bytes)) + static_cast<int>(tags);
}

}  // namespace

TaggedText continued(const TaggedText &target, std::size_t offset, const TaggedText &translation)
{
    TaggedText text{translation.text, {}};
    for (const InlineTag &tag : target.tags) {
        if (tag.offset < offset || (tag.offset == offset && tag.kind == TagKind::Close))
            text.tags.push_back(tag);
    }
    const std::size_t kept = text.tags.size();
    for (InlineTag tag : translation.tags) {
        const auto there = std::span(text.tags).first(kept);
        if (std::ranges::any_of(there, [&](const InlineTag &other) { return other.id == tag.id && other.kind == tag.kind; }))
            continue;
        tag.offset = std::max(tag.offset, offset);
        text.tags.push_back(tag);
    }
    return text.isWellFormed() ? text : translation;
}

std::size_t wordBegin(const std::string &text, std::size_t offset)
{
    const Utf16Map map(text);
    const QString characters = QString::fromStdString(text);
    auto at = static_cast<qsizetype>(map.toUtf16(offset));
    const auto joins = [&](qsizetype i) { return characters[i].isLetterOrNumber() || characters[i].isMark() || characters[i].isSurrogate(); };
    while (at > 0 && joins(at - 1))
        --at;
    return map.toBytes(static_cast<std::size_t>(at));
}

WordAlternatives::WordAlternatives(Workspace &workspace, EngineService &engine, Suggestions &suggestions, widgets::SegmentGrid &grid, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_engine(engine)
    , m_suggestions(suggestions)
    , m_grid(grid)
    , m_list(new AlternativesList(&grid))
{
    m_list->hide();
    connect(&engine, &EngineService::alternativesFound, this, &WordAlternatives::onFound);
    connect(&engine, &EngineService::failed, this, &WordAlternatives::onFailed);
    connect(m_list, &AlternativesList::chosen, this, &WordAlternatives::take);
}

void WordAlternatives::setTheme(const widgets::Theme &theme)
{
    m_list->setTheme(theme);
}

std::optional<WordAlternatives::Place> WordAlternatives::placeNow() const
{
    const std::optional<qint64> segment = m_grid.openSegmentId();
    if (!segment || !m_suggestions.subject())
        return std::nullopt;
    const widgets::TargetEditor &editor = *m_grid.editor();
    Place place{.segment = *segment, .target = editor.target(), .caret = editor.caret()};
    const std::size_t caret = Utf16Map(place.target.text).toBytes(editor.selectedSpan().begin);
    const bool beforeGrey = caret == place.target.text.size() && !editor.ghostText().isEmpty();
    place.offset = beforeGrey ? caret : wordBegin(place.target.text, caret);
    return place;
}

bool WordAlternatives::ask()
{
    const LanguagePair &languages = m_workspace.languages();
    if (!m_engine.canTranslate({languages.from, languages.to}))
        return false;
    const std::optional<Place> place = placeNow();
    if (!place)
        return true;
    if (m_running)
        m_engine.cancel(m_running);
    m_place = place;
    SuggestionSubject subject = *m_suggestions.subject();
    subject.typed.clear();
    subject.beamSize = 1;
    mixmoe::TranslateRequest request = m_suggestions.requestFor(subject);
    request.capture = mixmoe::CaptureLevel::None;
    m_running = m_engine.requestAlternatives(std::to_string(place->segment), {.request = std::move(request), .target = place->target.text, .offset = place->offset});
    return true;
}

void WordAlternatives::onFound(mixmoe::RequestId id, const AlternativesPointer &found)
{
    if (id != m_running)
        return;
    m_running = 0;
    if (m_place != placeNow() || !m_grid.editor()->hasFocus())
        return;
    auto kept = std::make_shared<mixmoe::Alternatives>(*found);
    std::erase_if(kept->words, [](const mixmoe::Alternative &word) { return !word.translation; });
    m_found = kept;
    m_list->setAlternatives(shownWords(*m_found));
    widgets::TargetEditor &editor = *m_grid.editor();
    const QRect caret = editor.cursorRect();
    m_list->popUpBeside({editor.viewport()->mapToGlobal(caret.topLeft()), caret.size()});
    Q_EMIT shown();
}

void WordAlternatives::onFailed(mixmoe::RequestId id, const Error &error)
{
    if (id != m_running)
        return;
    m_running = 0;
    if (error.code != ErrorCode::Cancelled)
        Q_EMIT failed(error);
}

void WordAlternatives::take(int index)
{
    const widgets::SegmentRow *row = m_place && m_workspace.current() ? m_workspace.current()->row(m_place->segment) : nullptr;
    if (!row || row->target != m_place->target)
        return;
    const mixmoe::Alternative &word = m_found->words[static_cast<std::size_t>(index)];
    const TaggedText after = fittingTarget(row->source, continued(m_place->target, m_found->offset, word.translation->target));
    const int caret = caretBehind(after, m_found->offset + word.text.size());
    m_workspace.current()->edit(m_place->segment, {.kind = TargetEdit::Kind::Suggestion, .before = row->target, .after = after, .caretBefore = m_place->caret, .caretAfter = caret});
    if (m_grid.editor()->target() == after)
        m_grid.editor()->setTarget(after, caret);
    m_grid.setFocus();
}

}  // namespace interlinear::workbench
