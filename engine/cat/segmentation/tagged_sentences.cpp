#include "engine/cat/segmentation/tagged_sentences.h"

#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace interlinear::cat {

namespace {

// A tag with visible content reads as a word, which can begin a sentence; <br> begins none.
std::string_view readAs(const InlineTag &tag)
{
    return readingOf(tag) == TagReading::Word ? "\u4E00" : standsForSpace(tag) ? " " : "";
}

// The text as a reader takes it in, with the tags' words in it, and the way back to offsets of the text.
class ReadText {
public:
    explicit ReadText(const TaggedText &text)
    {
        std::size_t copied = 0;
        for (const InlineTag &tag : text.tags) {
            m_characters.append(text.text, copied, tag.offset - copied);
            copied = tag.offset;
            const std::string_view word = readAs(tag);
            m_tags.push_back({m_characters.size(), m_characters.size() + word.size()});
            m_characters += word;
        }
        m_characters.append(text.text, copied);
    }

    std::string_view characters() const { return m_characters; }
    /// Of the tags, in their order.
    const std::vector<ByteSpan> &tags() const { return m_tags; }

private:
    std::string m_characters;
    std::vector<ByteSpan> m_tags;
};

// Where a sentence begins: its first character, and its first tag.
struct Boundary {
    std::size_t offset = 0;
    std::size_t tag = 0;
};

bool staysBefore(const InlineTag &tag, TagsBeforeBreak rules)
{
    return tag.kind == TagKind::Open ? rules.start : tag.kind == TagKind::Close ? rules.end : rules.isolated;
}

class TagBoundaries {
public:
    TagBoundaries(const TaggedText &text, TagsBeforeBreak rules) : m_text(text), m_rules(rules), m_read(text), m_outside(text.tags.size() + 1)
    {
        int depth = 0;
        for (std::size_t i = 0; i < text.tags.size(); ++i) {
            m_outside[i] = depth == 0;
            depth += text.tags[i].kind == TagKind::Open ? 1 : text.tags[i].kind == TagKind::Close ? -1 : 0;
        }
        m_outside[text.tags.size()] = depth == 0;
    }

    std::string_view characters() const { return m_read.characters(); }

    /// For a break of characters(); nothing inside a pair of tags.
    std::optional<Boundary> at(std::size_t offset) const
    {
        const std::vector<ByteSpan> &tags = m_read.tags();
        const std::size_t word = offset + leadingWhiteSpace(characters().substr(offset));
        const auto begin = std::ranges::lower_bound(tags, offset, {}, &ByteSpan::begin);
        const auto end = std::find_if(begin, tags.end(), [&](ByteSpan tag) { return !tag.empty() || (tag.begin > offset && tag.begin >= word); });
        const auto first = static_cast<std::size_t>(begin - tags.begin());
        const std::optional<std::size_t> tag = choose(first, static_cast<std::size_t>(end - tags.begin()));
        if (!tag)
            return std::nullopt;
        const std::size_t inserted = first == 0 ? 0 : tags[first - 1].end - m_text.tags[first - 1].offset;
        return Boundary{*tag > first ? m_text.tags[*tag - 1].offset : offset - inserted, *tag};
    }

private:
    /// Of the tags that are read as nothing at the break, or in the white space behind it, the one that the next sentence begins with: as the rules have it, or as near as cuts no pair.
    std::optional<std::size_t> choose(std::size_t first, std::size_t end) const
    {
        std::size_t wanted = first;
        while (wanted < end && staysBefore(m_text.tags[wanted], m_rules))
            ++wanted;
        for (std::size_t distance = 0; distance <= end - first; ++distance) {
            if (wanted >= first + distance && m_outside[wanted - distance])
                return wanted - distance;
            if (wanted + distance <= end && m_outside[wanted + distance])
                return wanted + distance;
        }
        return std::nullopt;
    }

    const TaggedText &m_text;
    TagsBeforeBreak m_rules;
    ReadText m_read;
    std::vector<bool> m_outside;   // by tag: whether no pair is open before it
};

std::vector<Boundary> boundaries(const TaggedText &text, SentenceBreaker &breaker)
{
    std::vector<Boundary> result{{0, 0}};
    if (text.tags.empty()) {
        for (const std::size_t offset : breaker.breaks(text.text))
            result.push_back({offset, 0});
    } else {
        const TagBoundaries tags(text, breaker.tags());
        for (const std::size_t offset : breaker.breaks(tags.characters())) {
            if (const std::optional<Boundary> boundary = tags.at(offset); boundary && boundary->offset > result.back().offset)
                result.push_back(*boundary);
        }
    }
    result.push_back({text.text.size(), text.tags.size()});
    return result;
}

TaggedSentence trimmedSentence(const TaggedText &text, TaggedSentence sentence)
{
    const auto hasTags = [&] { return sentence.firstTag < sentence.tagEnd; };
    for (;;) {
        const std::size_t stop = hasTags() ? text.tags[sentence.firstTag].offset : sentence.text.end;
        sentence.text.begin += leadingWhiteSpace(std::string_view(text.text).substr(sentence.text.begin, stop - sentence.text.begin));
        if (!hasTags() || sentence.text.begin != stop || !standsForSpace(text.tags[sentence.firstTag]))
            break;
        ++sentence.firstTag;
    }
    for (;;) {
        const std::size_t stop = hasTags() ? text.tags[sentence.tagEnd - 1].offset : sentence.text.begin;
        sentence.text.end -= trailingWhiteSpace(std::string_view(text.text).substr(stop, sentence.text.end - stop));
        if (!hasTags() || sentence.text.end != stop || !standsForSpace(text.tags[sentence.tagEnd - 1]))
            break;
        --sentence.tagEnd;
    }
    return sentence;
}

}  // namespace

std::vector<TaggedSentence> taggedSentences(const TaggedText &text, SentenceBreaker &breaker)
{
    const std::vector<Boundary> bounds = boundaries(text, breaker);
    std::vector<TaggedSentence> sentences;
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
        const TaggedSentence sentence = trimmedSentence(text, {{bounds[i].offset, bounds[i + 1].offset}, bounds[i].tag, bounds[i + 1].tag});
        if (!sentence.text.empty() || sentence.firstTag < sentence.tagEnd)
            sentences.push_back(sentence);
    }
    return sentences;
}

}  // namespace interlinear::cat
