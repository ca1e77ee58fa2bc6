#include "engine/cat/document/markdown/tidy.h"

#include "engine/cat/document/target_text.h"
#include "engine/cat/segmentation/white_space.h"

#include <algorithm>

namespace interlinear::cat::markdown {

namespace {

using Tags = std::vector<InlineTag>;

TaggedText withoutNul(const TaggedText &target)
{
    constexpr std::string_view replacement = "\uFFFD";
    TaggedText result{{}, target.tags};
    auto tag = result.tags.begin();
    for (std::size_t i = 0; i <= target.text.size(); ++i) {
        for (; tag != result.tags.end() && tag->offset == i; ++tag)
            tag->offset = result.text.size();
        if (i < target.text.size())
            result.text += target.text[i] == '\0' ? replacement : std::string_view(target.text).substr(i, 1);
    }
    return result;
}

void moveSpaceOut(TaggedText &target)
{
    const std::string_view text = target.text;
    Tags &tags = target.tags;
    for (std::size_t i = tags.size(); i-- > 0;) {
        const std::size_t next = i + 1 < tags.size() ? tags[i + 1].offset : text.size();
        if (tags[i].kind == TagKind::Open && isEmphasis(tags[i].code))
            tags[i].offset += leadingWhiteSpace(text.substr(tags[i].offset, next - tags[i].offset));
    }
    for (std::size_t i = 0; i < tags.size(); ++i) {
        const std::size_t previous = i > 0 ? tags[i - 1].offset : 0;
        if (tags[i].kind == TagKind::Close && isEmphasis(tags[i].code))
            tags[i].offset -= trailingWhiteSpace(text.substr(previous, tags[i].offset - previous));
    }
}

bool isEmptyEmphasis(const InlineTag &open, const InlineTag &close)
{
    return open.kind == TagKind::Open && close.kind == TagKind::Close && open.id == close.id && open.offset == close.offset && isEmphasis(open.code);
}

void dropEmptyEmphasis(Tags &tags)
{
    for (;;) {
        const auto empty = std::adjacent_find(tags.begin(), tags.end(), isEmptyEmphasis);
        if (empty == tags.end())
            return;
        tags.erase(empty, empty + 2);
    }
}

// Whether a break was there to drop.
bool dropBreakAtEnds(TaggedText &target)
{
    Tags &tags = target.tags;
    if (!tags.empty() && tags.front().offset == 0 && standsForSpace(tags.front())) {
        tags.erase(tags.begin());
        return true;
    }
    if (!tags.empty() && tags.back().offset == target.text.size() && standsForSpace(tags.back())) {
        tags.pop_back();
        return true;
    }
    return false;
}

}  // namespace

bool isEmphasis(std::string_view code)
{
    return !code.empty() && std::string_view("*_~").find(code.front()) != std::string_view::npos &&
           code.find_first_not_of(code.front()) == std::string_view::npos;
}

TaggedText tidied(TaggedText target)
{
    target = withoutNul(target);
    moveSpaceOut(target);
    dropEmptyEmphasis(target.tags);
    do {
        target = withoutOuterSpace(target);
    } while (dropBreakAtEnds(target));
    return target;
}

}  // namespace interlinear::cat::markdown
