#include "engine/cat/document/matching_tags.h"

#include "engine/cat/document/outer_breaks.h"
#include "engine/cat/document/placeholders.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace interlinear::cat {

namespace {

// What a tag shows, a directive with its number: the same in the source and in a translation that orders its arguments anew.
std::vector<std::string> namesOf(const TaggedText &text)
{
    std::vector<std::string> names;
    std::size_t argument = 1;
    for (const InlineTag &tag : text.tags) {
        const std::size_t taken = argumentsInOrder(tag.display);
        names.push_back(taken > 0 ? numberedDirective(tag.display, argument) : tag.display);
        argument += taken;
    }
    return names;
}

std::string_view textOf(const InlineTag &tag)
{
    if (tag.display == "↵")
        return "\n";
    if (tag.display == "⇥")
        return "\t";
    if (tag.display == "\\r")
        return "\r";
    const bool doubled = tag.display == "%%" || tag.display == "{{" || tag.display == "}}";
    return std::string_view(tag.display).substr(0, doubled ? 1 : std::string_view::npos);
}

class SourceTags {
public:
    explicit SourceTags(const TaggedText &source) : m_tags(source.tags)
    {
        const std::vector<std::string> names = namesOf(source);
        for (std::size_t i = 0; i < names.size(); ++i)
            m_unused[names[i]].push_back(i);
    }

    // The first of that name that is not used yet, else the last one, when it may be repeated.
    std::optional<InlineTag> take(const std::string &name)
    {
        const auto found = m_unused.find(name);
        if (found == m_unused.end())
            return std::nullopt;
        std::deque<std::size_t> &places = found->second;
        const InlineTag &tag = m_tags[places.front()];
        if (places.size() > 1)
            places.pop_front();
        else if (!tag.may.copy)
            m_unused.erase(found);
        return tag;
    }

private:
    const std::vector<InlineTag> &m_tags;
    std::unordered_map<std::string, std::deque<std::size_t>> m_unused;   // the last of a name that may be repeated stays
};

}  // namespace

TaggedText matchedWith(const TaggedText &source, const TaggedText &target)
{
    SourceTags tags(source);
    const std::vector<std::string> names = namesOf(target);
    TaggedText result;
    std::size_t at = 0;
    for (std::size_t i = 0; i < target.tags.size(); ++i) {
        const InlineTag &tag = target.tags[i];
        result.text.append(target.text, at, tag.offset - at);
        at = tag.offset;
        if (std::optional<InlineTag> same = tags.take(names[i])) {
            same->offset = result.text.size();
            result.tags.push_back(std::move(*same));
        } else {
            result.text += textOf(tag);
        }
    }
    result.text.append(target.text, at);
    return result;
}

bool keepsTags(const TaggedText &source, const TaggedText &target, const TaggedText &again)
{
    const TaggedText matched = matchedWith(source, again);
    auto next = matched.tags.begin();
    for (const InlineTag &tag : target.tags) {
        if (isBreak(tag))
            continue;
        next = std::ranges::find(next, matched.tags.end(), tag.id, &InlineTag::id);
        if (next == matched.tags.end())
            return false;
        ++next;
    }
    return true;
}

bool hasStrangeTag(const TaggedText &source, const TaggedText &again)
{
    std::set<std::string_view> known;
    for (const InlineTag &tag : source.tags)
        known.insert(tag.display);
    return std::ranges::any_of(again.tags, [&](const InlineTag &tag) { return !isBreak(tag) && !known.contains(tag.display); });
}

}  // namespace interlinear::cat
