#include "engine/cat/segmentation/tagged_sentences.h"

#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
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
            copy(text.text, copied, tag.offset);
            copied = tag.offset;
            insert(readAs(tag), tag.offset);
        }
        copy(text.text, copied, text.text.size());
    }

    std::string_view characters() const { return m_characters; }
    std::size_t offsetInText(std::size_t offset) const { return m_offsetInText[offset]; }

private:
    void copy(const std::string &text, std::size_t begin, std::size_t end)
    {
        m_characters.append(text, begin, end - begin);
        for (std::size_t i = begin; i < end; ++i)
            m_offsetInText.push_back(i);
    }
    void insert(std::string_view word, std::size_t offset)
    {
        m_characters += word;
        m_offsetInText.insert(m_offsetInText.end(), word.size(), offset);
    }

    std::string m_characters;
    std::vector<std::size_t> m_offsetInText;   // one entry a byte of m_characters
};

// Spans between an outermost Open and its Close, with the tags in them.
struct Group {
    ByteSpan text;
    std::size_t firstTag = 0;
    std::size_t tagEnd = 0;
};

std::vector<Group> outermostGroups(const std::vector<InlineTag> &tags)
{
    std::vector<Group> groups;
    int depth = 0;
    for (std::size_t i = 0; i < tags.size(); ++i) {
        if (depth == 0)
            groups.push_back({{tags[i].offset, tags[i].offset}, i, i + 1});
        depth += tags[i].kind == TagKind::Open ? 1 : tags[i].kind == TagKind::Close ? -1 : 0;
        groups.back().text.end = tags[i].offset;
        groups.back().tagEnd = i + 1;
    }
    return groups;
}

bool cuts(std::size_t boundary, const std::vector<Group> &groups)
{
    const auto group = std::partition_point(groups.begin(), groups.end(), [&](const Group &g) { return g.text.end <= boundary; });
    return group != groups.end() && group->text.begin < boundary;
}

std::vector<std::size_t> boundaries(const TaggedText &text, const std::vector<Group> &groups, SentenceBreaker &breaker)
{
    const ReadText read(text);
    std::vector<std::size_t> result{0};
    for (const std::size_t start : breaker.starts(read.characters())) {
        const std::size_t boundary = read.offsetInText(start);
        if (boundary > result.back() && !cuts(boundary, groups))
            result.push_back(boundary);
    }
    result.push_back(text.text.size());
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
    const std::vector<Group> groups = outermostGroups(text.tags);
    const std::vector<std::size_t> bounds = boundaries(text, groups, breaker);
    std::vector<TaggedSentence> sentences;
    auto group = groups.begin();
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
        const bool last = i + 2 == bounds.size();
        const std::size_t firstTag = group == groups.end() ? text.tags.size() : group->firstTag;
        while (group != groups.end() && (last || group->text.begin < bounds[i + 1]))
            ++group;
        const std::size_t tagEnd = group == groups.end() ? text.tags.size() : group->firstTag;
        const TaggedSentence sentence = trimmedSentence(text, {{bounds[i], bounds[i + 1]}, firstTag, tagEnd});
        if (!sentence.text.empty() || sentence.firstTag < sentence.tagEnd)
            sentences.push_back(sentence);
    }
    return sentences;
}

}  // namespace interlinear::cat
