#include "engine/cat/document/inline_run.h"

#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/tagged_sentences.h"
#include "engine/cat/segmentation/white_space.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <map>

namespace interlinear::cat {

namespace {

TaggedText slice(const TaggedText &content, const TaggedSentence &sentence)
{
    TaggedText part{content.text.substr(sentence.text.begin, sentence.text.length()), {}};
    std::map<int, int> numbers;
    for (std::size_t i = sentence.firstTag; i < sentence.tagEnd; ++i) {
        InlineTag tag = content.tags[i];
        tag.id = numbers.try_emplace(tag.id, static_cast<int>(numbers.size()) + 1).first->second;
        tag.offset -= sentence.text.begin;
        part.tags.push_back(std::move(tag));
    }
    return part;
}

ByteSpan originOf(const InlineRun &run, const TaggedSentence &sentence)
{
    const bool hasTags = sentence.firstTag < sentence.tagEnd;
    if (sentence.text.empty())
        return {run.tagOrigin[sentence.firstTag].begin, run.tagOrigin[sentence.tagEnd - 1].end};
    ByteSpan origin{run.textOrigin[sentence.text.begin].begin, run.textOrigin[sentence.text.end - 1].end};
    if (hasTags) {
        origin.begin = std::min(origin.begin, run.tagOrigin[sentence.firstTag].begin);
        origin.end = std::max(origin.end, run.tagOrigin[sentence.tagEnd - 1].end);
    }
    return origin;
}

Segment segmentOf(const InlineRun &run, const TaggedSentence &sentence, std::size_t paragraph)
{
    Segment segment{slice(run.content, sentence), originOf(run, sentence), paragraph, run.kind};
    segment.textOrigins = run.textOrigin.within(sentence.text);
    segment.tagOrigins.assign(run.tagOrigin.begin() + static_cast<std::ptrdiff_t>(sentence.firstTag),
                              run.tagOrigin.begin() + static_cast<std::ptrdiff_t>(sentence.tagEnd));
    return segment;
}

bool hasCharacter(std::string_view text, UBool (*is)(UChar32))
{
    while (!text.empty()) {
        const CodePoint character = firstCodePoint(text);
        if (is(static_cast<UChar32>(character.value)))
            return true;
        text.remove_prefix(character.length);
    }
    return false;
}

}  // namespace

void InlineRun::addVerbatim(std::string_view text, ByteSpan origin)
{
    content.text += text;
    textOrigin.addVerbatim(text.size(), origin.begin);
}

void InlineRun::addDecoded(std::string_view text, ByteSpan origin)
{
    content.text += text;
    textOrigin.addDecoded(text.size(), origin);
}

void InlineRun::clear()
{
    content.text.clear();
    content.tags.clear();
    textOrigin.clear();
    tagOrigin.clear();
}

void InlineRun::addTag(InlineTag tag, ByteSpan origin)
{
    tag.offset = content.text.size();
    content.tags.push_back(std::move(tag));
    tagOrigin.push_back(origin);
}

bool hasLetterOrDigit(std::string_view text)
{
    return hasCharacter(text, u_isalnum);
}

bool hasLetter(std::string_view text)
{
    return hasCharacter(text, u_isalpha);
}

std::optional<Segment> wholeSegment(const InlineRun &run, std::size_t paragraph)
{
    const std::string_view text = run.content.text;
    const std::vector<InlineTag> &tags = run.content.tags;
    const std::size_t firstTag = tags.empty() ? text.size() : tags.front().offset;
    TaggedSentence all{{leadingWhiteSpace(text.substr(0, firstTag)), text.size()}, 0, tags.size()};
    const std::size_t lastTag = tags.empty() ? all.text.begin : tags.back().offset;
    all.text.end -= trailingWhiteSpace(text.substr(lastTag));
    if (all.text.empty() && tags.empty())
        return std::nullopt;
    return segmentOf(run, all, paragraph);
}

void appendSegments(const InlineRun &run, std::size_t paragraph, SentenceBreaker &breaker, std::vector<Segment> &segments)
{
    for (const TaggedSentence &sentence : taggedSentences(run.content, breaker)) {
        if (hasLetterOrDigit(std::string_view(run.content.text).substr(sentence.text.begin, sentence.text.length())))
            segments.push_back(segmentOf(run, sentence, paragraph));
    }
}

}  // namespace interlinear::cat
