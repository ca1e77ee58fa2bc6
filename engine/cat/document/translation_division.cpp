#include "engine/cat/document/translation_division.h"

#include "engine/cat/document/target_text.h"
#include "engine/cat/segmentation/sentence_breaker.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

std::vector<std::size_t> sentenceEnds(const std::string &text, const std::string &language)
{
    Result<SentenceBreaker> breaker = SentenceBreaker::create(language);
    return breaker ? breaker->breaks(text) : std::vector<std::size_t>();
}

/// Where the translation is cut, when the source is between these bytes.
std::optional<std::size_t> cutOfTranslation(const Document &document, const TaggedText &source, ByteSpan gap, const TaggedText &target)
{
    const std::vector<std::size_t> ends = sentenceEnds(source.text, document.language);
    const auto end = std::ranges::find_if(ends, [&](std::size_t byte) { return gap.begin <= byte && byte <= gap.end; });
    if (end == ends.end())
        return std::nullopt;
    const std::vector<std::size_t> ends2 = sentenceEnds(target.text, document.targetLanguage);
    return ends2.size() == ends.size() ? std::optional(ends2[static_cast<std::size_t>(end - ends.begin())]) : std::nullopt;
}

std::optional<std::size_t> indexOf(const std::vector<InlineTag> &tags, const InlineTag &tag)
{
    const auto found = std::ranges::find_if(tags, [&](const InlineTag &other) { return other.id == tag.id && other.kind == tag.kind; });
    return found == tags.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - tags.begin()));
}

/// The tag at the offset, as another source has it.
InlineTag as(InlineTag tag, std::size_t offset)
{
    tag.offset = offset;
    return tag;
}

/// The translation's part, whose tags are those of `whole` from that index on and have to be those of `part`.
std::optional<TaggedText> partOf(const TaggedText &target, ByteSpan span, std::size_t firstTag, std::size_t tagEnd, const TaggedText &whole, std::size_t firstOfWhole, const TaggedText &part)
{
    TaggedText result{target.text.substr(span.begin, span.length()), {}};
    for (std::size_t i = firstTag; i < tagEnd; ++i) {
        const std::optional<std::size_t> index = indexOf(whole.tags, target.tags[i]);
        if (!index || *index < firstOfWhole || *index >= firstOfWhole + part.tags.size())
            return std::nullopt;
        result.tags.push_back(as(part.tags[*index - firstOfWhole], target.tags[i].offset - span.begin));
    }
    result = withoutOuterSpace(result);
    if (isBlank(result) || !withCodesOf(part, result))
        return std::nullopt;
    return result;
}

void append(TaggedText &text, const TaggedText &target, const TaggedText &source, const TaggedText &whole, std::size_t firstOfWhole)
{
    const int last = whole.tags.empty() ? 0 : std::ranges::max(whole.tags, {}, &InlineTag::id).id;
    for (InlineTag tag : target.tags) {
        const std::size_t offset = tag.offset + text.text.size();
        const std::optional<std::size_t> index = indexOf(source.tags, tag);
        if (index && firstOfWhole + *index < whole.tags.size()) {
            text.tags.push_back(as(whole.tags[firstOfWhole + *index], offset));
        } else {
            tag.id += last;   // of none of the source's
            text.tags.push_back(as(std::move(tag), offset));
        }
    }
    text.text += target.text;
}

/// The words with those of their tags that the first half has.
TaggedText forFirst(const Segment &first, const Segment &whole, const TaggedText &target)
{
    TaggedText result{target.text, {}};
    for (const InlineTag &tag : target.tags) {
        const std::optional<std::size_t> index = indexOf(whole.source.tags, tag);
        if (index && *index < first.source.tags.size())
            result.tags.push_back(as(first.source.tags[*index], tag.offset));
    }
    return result.isWellFormed() ? result : TaggedText{target.text, {}};
}

std::optional<std::pair<TaggedText, TaggedText>> bySentences(const Document &document, const Segment &whole, const Segment &first, const Segment &second, const TaggedText &target)
{
    const std::size_t tags = first.source.tags.size();
    if (tags + second.source.tags.size() != whole.source.tags.size())
        return std::nullopt;
    const ByteSpan gap{first.source.text.size(), whole.source.text.size() - second.source.text.size()};
    const std::optional<std::size_t> cut = cutOfTranslation(document, whole.source, gap, target);
    if (!cut)
        return std::nullopt;
    const auto behind = std::ranges::find_if(target.tags, [&](const InlineTag &tag) { return tag.offset > *cut || (tag.offset == *cut && tag.kind != TagKind::Close); });
    const auto tagEnd = static_cast<std::size_t>(behind - target.tags.begin());
    std::optional<TaggedText> one = partOf(target, {0, *cut}, 0, tagEnd, whole.source, 0, first.source);
    std::optional<TaggedText> other = partOf(target, {*cut, target.text.size()}, tagEnd, target.tags.size(), whole.source, tags, second.source);
    if (!one || !other)
        return std::nullopt;
    return std::pair(std::move(*one), std::move(*other));
}

}  // namespace

std::pair<TaggedText, TaggedText> dividedTranslation(const Document &document, const Segment &whole, const Segment &first, const Segment &second, const TaggedText &target)
{
    if (isBlank(target))
        return {};
    auto parts = bySentences(document, whole, first, second, target);
    return parts ? std::move(*parts) : std::pair(forFirst(first, whole, target), TaggedText());
}

TaggedText joinedTranslation(const Segment &first, const TaggedText &firstTarget, const Segment &second, const TaggedText &secondTarget, const Segment &whole)
{
    TaggedText text;
    if (!isBlank(firstTarget))
        append(text, firstTarget, first.source, whole.source, 0);
    if (isBlank(secondTarget))
        return text;
    if (!isBlank(text) && whole.source.text.find(' ') != std::string::npos)
        text.text += ' ';
    const std::size_t before = whole.source.tags.size() - std::min(second.source.tags.size(), whole.source.tags.size());
    append(text, secondTarget, second.source, whole.source, before);
    return text;
}

TaggedText withTagsOf(const TaggedText &source, TaggedText target)
{
    std::erase_if(target.tags, [&](const InlineTag &tag) { return !indexOf(source.tags, tag); });
    TaggedText bare{target.text, {}};
    for (const InlineTag &tag : source.tags) {
        bare.tags.push_back(as(tag, bare.text.size()));
        if (!tag.may.remove && !indexOf(target.tags, tag))
            target.tags.push_back(bare.tags.back());
    }
    return withCodesOf(source, target) ? target : bare;
}

}  // namespace interlinear::cat
