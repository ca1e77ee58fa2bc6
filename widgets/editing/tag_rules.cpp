#include "widgets/editing/tag_rules.h"

#include <algorithm>

namespace interlinear::widgets {

namespace {

bool has(const std::vector<InlineTag> &tags, int id, TagKind kind)
{
    return std::ranges::any_of(tags, [&](const InlineTag &tag) { return tag.id == id && tag.kind == kind; });
}

std::vector<InlineTag> concatenated(const std::vector<InlineTag> &first, const std::vector<InlineTag> &second)
{
    std::vector<InlineTag> all = first;
    all.insert(all.end(), second.begin(), second.end());
    return all;
}

}  // namespace

bool pairsNest(const std::vector<InlineTag> &tags)
{
    std::vector<int> open;
    for (const InlineTag &tag : tags) {
        if (tag.kind == TagKind::Open && has(tags, tag.id, TagKind::Close)) {
            open.push_back(tag.id);
        } else if (tag.kind == TagKind::Close && has(tags, tag.id, TagKind::Open)) {
            if (open.empty() || open.back() != tag.id)
                return false;
            open.pop_back();
        }
    }
    return open.empty();
}

std::vector<std::optional<InlineTag>> acceptedTags(const TaggedText &source, const std::vector<InlineTag> &before,
                                                   const std::vector<InlineTag> &candidates, const std::vector<InlineTag> &after)
{
    std::vector<std::optional<InlineTag>> accepted;
    std::vector<InlineTag> standing = before;
    for (const InlineTag &candidate : candidates) {
        const std::vector<InlineTag> missing = missingTags(source, {{}, concatenated(standing, after)});
        const auto found = std::ranges::find_if(missing, [&](const InlineTag &tag) { return tag.id == candidate.id && tag.kind == candidate.kind; });
        accepted.emplace_back();
        if (found == missing.end())
            continue;
        standing.push_back(*found);
        if (pairsNest(concatenated(standing, after)))
            accepted.back() = *found;
        else
            standing.pop_back();
    }
    return accepted;
}

}  // namespace interlinear::widgets
