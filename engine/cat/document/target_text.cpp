#include "engine/cat/document/target_text.h"

#include "engine/cat/document/tag_notation.h"
#include "engine/cat/segmentation/white_space.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace interlinear::cat {

namespace {

std::string listed(const std::vector<InlineTag> &tags)
{
    std::string list;
    for (const InlineTag &tag : tags)
        list += (list.empty() ? "" : ", ") + tagMark(tag);
    return list;
}

// The tags of the source, found by what a target's are called. The source must outlive it.
class TagsById {
public:
    explicit TagsById(const TaggedText &source)
    {
        for (const InlineTag &tag : source.tags)
            m_tags.try_emplace({tag.id, tag.kind}, &tag);
    }

    const InlineTag *find(const InlineTag &tag) const
    {
        const auto found = m_tags.find({tag.id, tag.kind});
        return found == m_tags.end() ? nullptr : found->second;
    }

private:
    std::map<std::pair<int, TagKind>, const InlineTag *> m_tags;
};

std::vector<InlineTag> surplusTags(const TaggedText &source, const TaggedText &target, const TagsById &originals)
{
    std::vector<InlineTag> surplus = missingTags(target, source);
    std::erase_if(surplus, [&](const InlineTag &tag) {
        const InlineTag *original = originals.find(tag);
        return original && original->may.copy;
    });
    return surplus;
}

/// The first tag of the target that may not move and stands where the source has another such tag.
std::optional<InlineTag> movedTag(const TaggedText &source, const TaggedText &target, const TagsById &originals)
{
    std::vector<InlineTag> fixed;
    for (const InlineTag &tag : target.tags) {
        const InlineTag *original = originals.find(tag);
        if (original && !original->may.move)
            fixed.push_back(tag);
    }
    auto next = source.tags.begin();
    for (const InlineTag &tag : fixed) {
        next = std::find_if(next, source.tags.end(), [&](const InlineTag &other) { return other.id == tag.id && other.kind == tag.kind; });
        if (next == source.tags.end())
            return tag;
        next += next->may.copy ? 0 : 1;
    }
    return std::nullopt;
}

}  // namespace

bool isBlank(const TaggedText &text)
{
    return text.tags.empty() && leadingWhiteSpace(text.text) == text.text.size();
}

bool showsTheSame(const TaggedText &a, const TaggedText &b)
{
    const auto sameTag = [](const InlineTag &x, const InlineTag &y) { return x.id == y.id && x.kind == y.kind && x.offset == y.offset; };
    return a.text == b.text && std::ranges::equal(a.tags, b.tags, sameTag);
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

std::string onOneLine(std::string_view text)
{
    std::string result(text);
    std::ranges::replace_if(result, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return result;
}

Result<TaggedText> withCodesOf(const TaggedText &source, const TaggedText &target)
{
    if (const auto bad = firstInvalidUtf8(target.text))
        return fail(ErrorCode::NotUtf8, {}, "byte %1 of the translation is not UTF-8", *bad + 1);
    const TagsById originals(source);
    std::vector<InlineTag> missing = missingTags(source, target);
    std::erase_if(missing, [](const InlineTag &tag) { return tag.may.remove; });
    if (!missing.empty())
        return fail(ErrorCode::InvalidArgument, {}, "the translation lacks %1 of the source", listed(missing));
    if (const std::vector<InlineTag> extra = surplusTags(source, target, originals); !extra.empty())
        return fail(ErrorCode::InvalidArgument, {}, "the translation has %1, which the source has not, or not as often", listed(extra));
    if (const auto moved = movedTag(source, target, originals))
        return fail(ErrorCode::InvalidArgument, {}, "%1 may not change places with the other fixed tags of the source", tagMark(*moved));
    if (!target.isWellFormed())
        return fail(ErrorCode::InvalidArgument, {}, "the tags of the translation are not nested: each pair must close what it opened last");

    TaggedText result = withoutOuterSpace(target);
    for (InlineTag &tag : result.tags) {
        const InlineTag &original = *originals.find(tag);
        tag.code = original.code;
        tag.display = original.display;
        tag.may = original.may;
    }
    return result;
}

}  // namespace interlinear::cat
