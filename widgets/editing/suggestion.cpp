#include "widgets/editing/suggestion.h"

#include <QString>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace interlinear::widgets {

namespace {

qsizetype endOfNextWord(const QString &text)
{
    qsizetype end = 0;
    while (end < text.size() && (text[end].isSpace() || text[end].isPunct()))
        ++end;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(end);
    end = std::max(end, finder.toNextBoundary());
    while (end < text.size() && text[end].isPunct())
        ++end;
    return end;
}

}  // namespace

bool agrees(const TaggedText &suggestion, SuggestionState state, const TaggedText &typed)
{
    return remainder(suggestion, typed) || (state == SuggestionState::Growing && typed.text.starts_with(suggestion.text));
}

std::optional<TaggedText> remainder(const TaggedText &suggestion, const TaggedText &typed)
{
    if (!suggestion.text.starts_with(typed.text))
        return std::nullopt;
    TaggedText rest{suggestion.text.substr(typed.text.size()), {}};
    for (InlineTag tag : missingTags(suggestion, typed)) {
        if (tag.offset < typed.text.size())
            continue;
        tag.offset -= typed.text.size();
        rest.tags.push_back(std::move(tag));
    }
    return rest;
}

TaggedText nextWord(const TaggedText &rest)
{
    const QString text = QString::fromStdString(rest.text);
    const qsizetype end = endOfNextWord(text);
    if (QStringView(text).mid(end).trimmed().isEmpty())
        return rest;
    TaggedText word{text.first(end).toStdString(), {}};
    for (const InlineTag &tag : rest.tags) {
        const bool endsHere = tag.offset == word.text.size() && tag.kind == TagKind::Close;
        if (tag.offset < word.text.size() || endsHere)
            word.tags.push_back(tag);
    }
    return word;
}

}  // namespace interlinear::widgets
