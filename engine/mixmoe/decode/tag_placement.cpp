#include "engine/mixmoe/decode/tag_placement.h"

#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/punctuation.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace interlinear::mixmoe {

namespace {

using WordSpan = Span<struct WordUnit>;

// A pair with what stands inside it, or a single tag.
struct Node {
    const InlineTag *open = nullptr;
    const InlineTag *close = nullptr;   // null for a single tag
    std::vector<Node> children;
    std::size_t need = 0;               // words of the target that it must hold: one where it holds text in the source, or as many as its children
    WordSpan wanted{}, words{};         // of the target
    ByteSpan place{};                   // in the target
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

// Those within one of the spans are one word.
std::vector<ByteSpan> joined(const std::vector<ByteSpan> &words, std::span<const ByteSpan> together)
{
    std::vector<ByteSpan> result;
    for (const ByteSpan &word : words) {
        const bool joins = !result.empty() && std::ranges::any_of(together, [&](const ByteSpan &span) { return span.begin <= result.back().begin && word.end <= span.end; });
        if (joins)
            result.back().end = word.end;
        else
            result.push_back(word);
    }
    return result;
}

bool endsSentence(std::string_view text)
{
    return !text.empty() && std::string_view(".!?").find(text.back()) != std::string_view::npos;
}

class Placement {
public:
    Placement(const TaggedText &source, std::string_view target, std::span<const SourceTargetLink> links, std::span<const ByteSpan> together)
        : m_source(source.text), m_target(target), m_words(joined(wordsOf(target), together)), m_wholeSource(withoutOuterSpace(m_source)), m_wholeTarget(withoutOuterSpace(target))
    {
        for (const SourceTargetLink &link : links) {
            if (link.source.begin <= link.source.end && link.source.end <= m_source.size() && wordAt(link.target.begin) < m_words.size())
                m_links.push_back(link);
        }
    }

    void settle(std::vector<Node> &nodes) const
    {
        for (Node &node : nodes)
            measure(node);
        settle(nodes, {0, m_words.size()}, {0, m_target.size()});
    }

private:
    // The word that covers the offset, or as many as there are.
    std::size_t wordAt(std::size_t offset) const
    {
        const auto word = std::ranges::find_if(m_words, [&](const ByteSpan &span) { return span.begin <= offset && offset < span.end; });
        return static_cast<std::size_t>(word - m_words.begin());
    }

    void measure(Node &node) const
    {
        for (Node &child : node.children) {
            measure(child);
            node.need += child.need;
        }
        if (!node.close || node.close->offset <= node.open->offset)
            return;
        const ByteSpan source{node.open->offset, node.close->offset};
        if (!trimmed(m_source.substr(source.begin, source.length())).empty())
            node.need = std::max(node.need, std::size_t{1});
        if (node.need > 0 && !m_words.empty())
            node.wanted = wanted(source);
    }

    // Parents before children, and what needs words before what fits anywhere.
    void settle(std::vector<Node> &nodes, WordSpan words, ByteSpan bounds) const
    {
        std::vector<Node *> pairs;
        for (Node &node : nodes) {
            if (node.need > 0)
                pairs.push_back(&node);
        }
        allot(pairs, words);
        std::vector<ByteSpan> taken;
        for (Node *pair : pairs) {
            if (pair->words.empty())
                continue;
            pair->place = bytesOf(pair->words);
            taken.push_back(pair->place);
        }
        for (Node &node : nodes) {
            if (node.words.empty())
                node.place = clear(clamped(beside(*node.open), bounds), taken);
            settle(node.children, node.words, node.place);
        }
    }

    // Gives each pair the words it wants as far as no other has them, and none fewer than it needs while there are enough.
    static void allot(std::span<Node *const> pairs, WordSpan words)
    {
        std::vector<Node *> order(pairs.begin(), pairs.end());
        std::ranges::stable_sort(order, {}, [](const Node *node) { return node->wanted.begin; });
        std::size_t needed = 0;
        for (const Node *node : order)
            needed += node->need;
        std::size_t begin = words.begin;
        for (auto next = order.begin(); next != order.end(); ++next) {
            Node &node = **next;
            needed -= node.need;
            const std::size_t need = std::min(node.need, words.end - begin);
            const std::size_t limit = words.end - std::min(needed, words.end - begin - need);
            node.words.begin = std::clamp(node.wanted.begin, begin, limit - need);
            node.words.end = std::clamp(node.wanted.end, node.words.begin + need, limit);
            for (const Node *other : std::span(next + 1, order.end())) {
                const bool givesWay = other->open < node.open || other->wanted.end <= node.wanted.end;
                if (givesWay && other->wanted.begin >= node.words.begin + need)
                    node.words.end = std::min(node.words.end, other->wanted.begin);
            }
            begin = node.words.end;
        }
    }

    ByteSpan bytesOf(WordSpan words) const { return {m_words[words.begin].begin, m_words[words.end - 1].end}; }

    // The stretch where the words from inside the source span outnumber those from outside the most; the longest of such.
    WordSpan wanted(ByteSpan source) const
    {
        if (source.begin <= m_wholeSource.begin && m_wholeSource.end <= source.end)
            return {0, m_words.size()};
        const auto [inside, outside] = massOf(source);
        WordSpan best;
        int most = 0;
        for (std::size_t begin = 0; begin < m_words.size(); ++begin) {
            int sum = 0;
            for (std::size_t end = begin; end < m_words.size() && inside[begin] > outside[begin]; ++end) {
                sum += inside[end] > outside[end] ? 1 : outside[end] > 0 ? -1 : 0;
                const WordSpan words{begin, end + 1};
                if (inside[end] > outside[end] && (sum > most || (sum == most && words.length() > best.length()))) {
                    most = sum;
                    best = words;
                }
            }
        }
        if (!best.empty())
            return best;
        const auto highest = static_cast<std::size_t>(std::ranges::max_element(inside) - inside.begin());
        const std::size_t word = inside[highest] > 0 ? highest : proportional(source);
        return {word, word + 1};
    }

    // Of each word, how much attention comes from inside the source span and how much from outside.
    std::pair<std::vector<float>, std::vector<float>> massOf(ByteSpan source) const
    {
        std::vector<float> inside(m_words.size(), 0.0F), outside(m_words.size(), 0.0F);
        for (const SourceTargetLink &link : m_links)
            (link.source.begin >= source.begin && link.source.begin < source.end ? inside : outside)[wordAt(link.target.begin)] += link.confidence;
        return {std::move(inside), std::move(outside)};
    }

    // The word as far into the target as the middle of the span is into the source; a mark only where there is no word.
    std::size_t proportional(ByteSpan source) const
    {
        const std::size_t place = std::min((source.begin + source.end) / 2 * m_words.size() / std::max<std::size_t>(1, m_source.size()), m_words.size() - 1);
        std::size_t best = place;
        std::size_t nearest = SIZE_MAX;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            const std::size_t distance = i > place ? i - place : place - i;
            if (inWord(m_target[m_words[i].begin]) && distance < nearest) {
                nearest = distance;
                best = i;
            }
        }
        return best;
    }

    // A word that only a stop may follow stands before the stop of the target, which the source may lack.
    bool isLastWord(const InlineTag &tag) const
    {
        const std::size_t offset = std::min(tag.offset, m_wholeSource.end);
        const std::string_view behind = m_source.substr(offset, m_wholeSource.end - offset);
        return readingOf(tag) == TagReading::Word && behind.find_first_not_of(".!?") == std::string_view::npos && !endsSentence(m_source.substr(0, offset));
    }

    // The point before what the text behind the tag became, or behind what the text before it became, whichever is nearer in the source.
    ByteSpan beside(const InlineTag &tag) const
    {
        const std::size_t offset = tag.offset;
        if (offset <= m_wholeSource.begin)
            return {m_wholeTarget.begin, m_wholeTarget.begin};
        if (offset >= m_wholeSource.end || isLastWord(tag)) {
            const std::size_t end = m_wholeTarget.end - (isLastWord(tag) && endsSentence(m_target.substr(0, m_wholeTarget.end)) ? 1 : 0);
            return {end, end};
        }
        std::size_t nearest = SIZE_MAX;
        std::size_t point = m_wholeTarget.end;
        for (const SourceTargetLink &link : m_links) {
            const bool behind = link.source.begin >= offset;
            const std::size_t distance = behind ? link.source.begin - offset : offset - std::min(offset, link.source.end);
            const std::size_t rank = 2 * distance + (behind ? 0 : 1);
            const ByteSpan word = m_words[wordAt(link.target.begin)];
            const std::size_t candidate = behind ? word.begin : word.end;
            if (rank < nearest)
                point = candidate;
            else if (rank == nearest)
                point = behind ? std::min(point, candidate) : std::max(point, candidate);
            nearest = std::min(nearest, rank);
        }
        return {point, point};
    }

    static ByteSpan clamped(ByteSpan point, ByteSpan bounds)
    {
        const std::size_t at = std::clamp(point.begin, bounds.begin, bounds.end);
        return {at, at};
    }

    // Behind the pair that covers the point, if any.
    static ByteSpan clear(ByteSpan point, std::span<const ByteSpan> taken)
    {
        for (const ByteSpan &other : taken) {
            if (other.begin < point.begin && point.begin < other.end)
                return {other.end, other.end};
        }
        return point;
    }

    std::string_view m_source, m_target;
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

TaggedText placeTags(const TaggedText &source, std::string target, std::span<const SourceTargetLink> links, std::span<const ByteSpan> together)
{
    TaggedText placed{.text = std::move(target), .tags = {}};
    if (source.tags.empty())
        return placed;
    std::vector<Node> nodes = nodesOf(source.tags);
    Placement(source, placed.text, links, together).settle(nodes);
    emit(nodes, placed.tags);
    return placed;
}

}  // namespace interlinear::mixmoe
