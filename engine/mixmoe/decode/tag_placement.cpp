#include "engine/mixmoe/decode/tag_placement.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace interlinear::mixmoe {

namespace {

// A pair with what stands inside it, or a single tag.
struct Node {
    const InlineTag *open = nullptr;
    const InlineTag *close = nullptr;   // null for a single tag
    std::vector<Node> children;
    ByteSpan place;                     // in the target
};

// From one tag to the next that closes it; a tag that never closes, or closes nothing, is single.
std::vector<Node> nodesOf(std::span<const InlineTag> tags)
{
    std::vector<Node> nodes;
    for (std::size_t i = 0; i < tags.size(); ++i) {
        Node node{.open = &tags[i]};
        if (tags[i].kind == TagKind::Open) {
            const auto behind = tags.subspan(i + 1);
            const auto close = std::ranges::find_if(behind, [&](const InlineTag &tag) { return tag.kind == TagKind::Close && tag.id == tags[i].id; });
            if (close != behind.end()) {
                const auto inside = static_cast<std::size_t>(close - behind.begin());
                node.close = &*close;
                node.children = nodesOf(behind.first(inside));
                i += inside + 1;
            }
        }
        nodes.push_back(std::move(node));
    }
    return nodes;
}

ByteSpan withoutOuterSpace(std::string_view text)
{
    const std::string_view inner = trimmed(text);
    const auto begin = static_cast<std::size_t>(inner.data() - text.data());
    return {begin, begin + inner.size()};
}

bool inWord(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

// A word, or one mark. A hyphen or an apostrophe between letters belongs to the word.
std::vector<ByteSpan> wordsOf(std::string_view text)
{
    std::vector<ByteSpan> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        if (inWord(text[at])) {
            const auto joins = [&](std::size_t i) { return (text[i] == '-' || text[i] == '\'') && i + 1 < text.size() && inWord(text[i + 1]); };
            while (end < text.size() && (inWord(text[end]) || joins(end)))
                ++end;
        }
        if (!trimmed(text.substr(at, end - at)).empty())
            words.push_back({at, end});
        at = end;
    }
    return words;
}

class Placement {
public:
    Placement(const TaggedText &source, std::string_view target, std::span<const SourceTargetLink> links)
        : m_source(source.text), m_words(wordsOf(target)), m_wholeSource(withoutOuterSpace(m_source)), m_wholeTarget(withoutOuterSpace(target))
    {
        for (const SourceTargetLink &link : links) {
            if (link.source.begin <= link.source.end && link.source.end <= m_source.size() && wordAt(link.target.begin))
                m_links.push_back(link);
        }
    }

    // Settles the place of every node inside the bounds: parents before children, and what needs room before what fits anywhere.
    void settle(std::vector<Node> &nodes, ByteSpan bounds) const
    {
        std::vector<Node *> order;
        for (Node &node : nodes) {
            node.place = clamp(wanted(node), bounds);
            order.push_back(&node);
        }
        std::ranges::stable_partition(order, [](const Node *node) { return !node->place.empty(); });
        std::vector<ByteSpan> taken;
        for (Node *node : order) {
            node->place = clear(node->place, taken);
            taken.push_back(node->place);
            settle(node->children, node->place);
        }
    }

private:
    std::optional<ByteSpan> wordAt(std::size_t offset) const
    {
        const auto word = std::ranges::find_if(m_words, [&](const ByteSpan &span) { return span.begin <= offset && offset < span.end; });
        return word == m_words.end() ? std::nullopt : std::optional(*word);
    }

    ByteSpan wanted(const Node &node) const
    {
        const std::size_t begin = node.open->offset;
        if (!node.close || node.close->offset <= begin)
            return beside(begin);
        const std::size_t end = node.close->offset;
        if (begin <= m_wholeSource.begin && m_wholeSource.end <= end)
            return m_wholeTarget;
        std::optional<ByteSpan> around;
        for (const SourceTargetLink &link : m_links) {
            if (link.source.begin < begin || link.source.begin >= end)
                continue;
            const ByteSpan word = *wordAt(link.target.begin);
            around = around ? ByteSpan{std::min(around->begin, word.begin), std::max(around->end, word.end)} : word;
        }
        return around ? *around : beside(begin);
    }

    // The point before what the text behind the offset became, or behind what the text before it became, whichever is nearer in the source.
    ByteSpan beside(std::size_t offset) const
    {
        if (offset <= m_wholeSource.begin)
            return {m_wholeTarget.begin, m_wholeTarget.begin};
        if (offset >= m_wholeSource.end)
            return {m_wholeTarget.end, m_wholeTarget.end};
        std::size_t nearest = SIZE_MAX;
        std::size_t point = m_wholeTarget.end;
        for (const SourceTargetLink &link : m_links) {
            const bool behind = link.source.begin >= offset;
            const std::size_t distance = behind ? link.source.begin - offset : offset - std::min(offset, link.source.end);
            const std::size_t rank = 2 * distance + (behind ? 0 : 1);
            const ByteSpan word = *wordAt(link.target.begin);
            const std::size_t candidate = behind ? word.begin : word.end;
            if (rank < nearest)
                point = candidate;
            else if (rank == nearest)
                point = behind ? std::min(point, candidate) : std::max(point, candidate);
            nearest = std::min(nearest, rank);
        }
        return {point, point};
    }

    static ByteSpan clamp(ByteSpan span, ByteSpan bounds)
    {
        const std::size_t begin = std::clamp(span.begin, bounds.begin, bounds.end);
        return {begin, std::clamp(span.end, begin, bounds.end)};
    }

    // The larger part of the span that no earlier pair covers; behind that pair when nothing is left.
    static ByteSpan clear(ByteSpan span, std::span<const ByteSpan> taken)
    {
        for (const ByteSpan &other : taken) {
            const bool apart = span.end <= other.begin || other.end <= span.begin;
            if (apart)
                continue;
            const ByteSpan before{span.begin, std::max(span.begin, other.begin)};
            const ByteSpan behind{std::min(other.end, span.end), span.end};
            span = before.length() == 0 && behind.length() == 0 ? ByteSpan{other.end, other.end} : before.length() >= behind.length() ? before : behind;
        }
        return span;
    }

    std::string_view m_source;
    std::vector<ByteSpan> m_words;   // of the target
    ByteSpan m_wholeSource, m_wholeTarget;
    std::vector<SourceTargetLink> m_links;
};

void emit(std::vector<Node> &nodes, std::vector<InlineTag> &tags)
{
    std::ranges::stable_sort(nodes, {}, [](const Node &node) { return node.place; });
    for (Node &node : nodes) {
        tags.push_back(*node.open);
        tags.back().offset = node.place.begin;
        emit(node.children, tags);
        if (node.close) {
            tags.push_back(*node.close);
            tags.back().offset = node.place.end;
        }
    }
}

}  // namespace

TaggedText placeTags(const TaggedText &source, std::string target, std::span<const SourceTargetLink> links)
{
    TaggedText placed{.text = std::move(target), .tags = {}};
    if (source.tags.empty())
        return placed;
    std::vector<Node> nodes = nodesOf(source.tags);
    Placement(source, placed.text, links).settle(nodes, {0, placed.text.size()});
    emit(nodes, placed.tags);
    return placed;
}

}  // namespace interlinear::mixmoe
