#include "engine/cat/memory/exchange/inline_builder.h"

#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace interlinear::cat {

void InlineBuilder::tag(TagKind kind, Tag tag)
{
    m_tags.push_back({{0, kind, m_text.size(), std::move(tag.code), std::move(tag.display)}, std::move(tag.pair), tag.wantedId, 0, false});
}

void InlineBuilder::openElement(Tag element)
{
    element.pair = '<' + std::to_string(++m_elements);   // "<" begins no attribute's value
    m_openElements.push_back(element.pair);
    tag(TagKind::Open, std::move(element));
}

void InlineBuilder::closeElement(std::string code)
{
    if (m_openElements.empty())
        return;
    tag(TagKind::Close, {.pair = std::move(m_openElements.back()), .code = std::move(code)});
    m_openElements.pop_back();
}

/// Each step but the last throws an open tag away, so the time is that of one pass.
void InlineBuilder::pairTags()
{
    std::vector<std::size_t> open;
    std::unordered_map<std::string_view, std::size_t> waiting;   // how many of a pair's name are open
    for (std::size_t at = 0; at < m_tags.size(); ++at) {
        Raw &raw = m_tags[at];
        if (raw.tag.kind == TagKind::Open) {
            open.push_back(at);
            ++waiting[raw.pair];
        } else if (raw.tag.kind == TagKind::Close && waiting[raw.pair] > 0) {
            std::size_t partner = 0;
            do {
                partner = open.back();
                open.pop_back();
                --waiting[m_tags[partner].pair];
            } while (m_tags[partner].pair != raw.pair);
            raw.partner = partner;
            raw.paired = m_tags[partner].paired = true;
        }
    }
    for (Raw &raw : m_tags) {
        if (!raw.paired)
            raw.tag.kind = TagKind::Standalone;
    }
}

void InlineBuilder::assignIds()
{
    std::unordered_set<int> taken;
    for (Raw &raw : m_tags) {
        if (raw.tag.kind != TagKind::Close && raw.wantedId > 0 && taken.insert(raw.wantedId).second)
            raw.tag.id = raw.wantedId;
    }
    int next = 1;
    for (Raw &raw : m_tags) {
        if (raw.tag.kind == TagKind::Close) {
            raw.tag.id = m_tags[raw.partner].tag.id;
            raw.tag.display = m_tags[raw.partner].tag.display;
        } else if (raw.tag.id == 0) {
            while (!taken.insert(next).second)
                ++next;
            raw.tag.id = next;
        }
    }
}

TaggedText InlineBuilder::take()
{
    while (!m_openElements.empty())
        closeElement();
    pairTags();
    assignIds();
    TaggedText result{std::exchange(m_text, {}), {}};
    result.tags.reserve(m_tags.size());
    for (Raw &raw : m_tags)
        result.tags.push_back(std::move(raw.tag));
    m_tags.clear();
    m_elements = 0;
    return result;
}

}  // namespace interlinear::cat
