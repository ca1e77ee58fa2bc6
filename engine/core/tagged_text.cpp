#include "engine/core/tagged_text.h"

#include <algorithm>
#include <utility>

namespace interlinear {

namespace {

std::vector<std::pair<int, TagKind>> tagNames(const TaggedText &text)
{
    std::vector<std::pair<int, TagKind>> names;
    for (const InlineTag &tag : text.tags)
        names.emplace_back(tag.id, tag.kind);
    std::sort(names.begin(), names.end());
    return names;
}

bool onCharacter(const std::string &text, std::size_t offset)
{
    return offset == text.size() || (static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80;
}

}  // namespace

bool TaggedText::isWellFormed() const
{
    std::size_t last = 0;
    std::vector<int> open;
    for (const InlineTag &tag : tags) {
        if (tag.offset < last || tag.offset > text.size() || !onCharacter(text, tag.offset))
            return false;
        last = tag.offset;
        if (tag.kind == TagKind::Open) {
            open.push_back(tag.id);
        } else if (tag.kind == TagKind::Close) {
            if (open.empty() || open.back() != tag.id)
                return false;
            open.pop_back();
        }
    }
    return open.empty();
}

bool sameTags(const TaggedText &a, const TaggedText &b)
{
    return tagNames(a) == tagNames(b);
}

std::vector<InlineTag> missingTags(const TaggedText &source, const TaggedText &target)
{
    std::vector<std::pair<int, TagKind>> present = tagNames(target);
    std::vector<InlineTag> missing;
    for (const InlineTag &tag : source.tags) {
        const auto found = std::find(present.begin(), present.end(), std::pair(tag.id, tag.kind));
        if (found == present.end())
            missing.push_back(tag);
        else
            present.erase(found);
    }
    return missing;
}

}  // namespace interlinear
