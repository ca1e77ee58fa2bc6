#include "engine/cat/document/target_text.h"

#include "engine/cat/document/tag_notation.h"
#include "engine/cat/segmentation/white_space.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

std::string listed(const std::vector<InlineTag> &tags)
{
    std::string list;
    for (const InlineTag &tag : tags)
        list += (list.empty() ? "" : ", ") + tagMark(tag);
    return list;
}

}  // namespace

bool isBlank(const TaggedText &text)
{
    return text.tags.empty() && leadingWhiteSpace(text.text) == text.text.size();
}

TaggedText withoutOuterSpace(const TaggedText &text)
{
    const std::size_t firstThing = text.tags.empty() ? text.text.size() : text.tags.front().offset;
    const std::size_t begin = leadingWhiteSpace(std::string_view(text.text).substr(0, firstThing));
    const std::size_t lastThing = text.tags.empty() ? begin : text.tags.back().offset;
    const std::size_t end = text.text.size() - trailingWhiteSpace(std::string_view(text.text).substr(lastThing));
    TaggedText result{text.text.substr(begin, end - begin), text.tags};
    for (InlineTag &tag : result.tags)
        tag.offset -= begin;
    return result;
}

Result<TaggedText> withCodesOf(const TaggedText &source, const TaggedText &target)
{
    if (const auto bad = firstInvalidUtf8(target.text))
        return fail(ErrorCode::NotUtf8, {}, "byte %1 of the translation is not UTF-8", *bad + 1);
    if (const std::vector<InlineTag> missing = missingTags(source, target); !missing.empty())
        return fail(ErrorCode::InvalidArgument, {}, "the translation lacks %1 of the source", listed(missing));
    if (const std::vector<InlineTag> extra = missingTags(target, source); !extra.empty())
        return fail(ErrorCode::InvalidArgument, {}, "the translation has %1, which the source has not, or not as often", listed(extra));
    if (!target.isWellFormed())
        return fail(ErrorCode::InvalidArgument, {}, "the tags of the translation are not nested: each pair must close what it opened last");

    TaggedText result = withoutOuterSpace(target);
    for (InlineTag &tag : result.tags) {
        const auto original = std::find_if(source.tags.begin(), source.tags.end(),
                                           [&](const InlineTag &other) { return other.id == tag.id && other.kind == tag.kind; });
        tag.code = original->code;
        tag.display = original->display;
    }
    return result;
}

}  // namespace interlinear::cat
