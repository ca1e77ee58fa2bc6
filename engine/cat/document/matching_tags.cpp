#include "engine/cat/document/matching_tags.h"

#include "engine/cat/document/placeholders.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
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
    explicit SourceTags(const TaggedText &source) : m_tags(source.tags), m_names(namesOf(source)), m_used(source.tags.size(), false) {}

    // The first of that name that is not used yet, else the last one of those that may be repeated.
    std::optional<InlineTag> take(const std::string &name)
    {
        std::optional<InlineTag> repeated;
        for (std::size_t i = 0; i < m_tags.size(); ++i) {
            if (m_names[i] != name)
                continue;
            if (!m_used[i]) {
                m_used[i] = true;
                return m_tags[i];
            }
            if (m_tags[i].may.copy)
                repeated = m_tags[i];
        }
        return repeated;
    }

private:
    const std::vector<InlineTag> &m_tags;
    std::vector<std::string> m_names;
    std::vector<bool> m_used;
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

}  // namespace interlinear::cat
