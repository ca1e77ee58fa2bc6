#include "engine/cat/document/inline_run.h"

#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/tagged_sentences.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <map>

namespace interlinear::cat {

namespace {

bool hasLetterOrDigit(std::string_view text)
{
    while (!text.empty()) {
        const CodePoint character = firstCodePoint(text);
        if (u_isalnum(static_cast<UChar32>(character.value)))
            return true;
        text.remove_prefix(character.length);
    }
    return false;
}

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
    ByteSpan origin{run.textOrigin[sentence.text.begin].begin, run.textOrigin[sentence.text.end - 1].end};
    if (sentence.firstTag < sentence.tagEnd) {
        origin.begin = std::min(origin.begin, run.tagOrigin[sentence.firstTag].begin);
        origin.end = std::max(origin.end, run.tagOrigin[sentence.tagEnd - 1].end);
    }
    return origin;
}

}  // namespace

void InlineRun::addVerbatim(std::string_view text, ByteSpan origin)
{
    content.text += text;
    for (std::size_t i = 0; i < text.size(); ++i)
        textOrigin.push_back({origin.begin + i, origin.begin + i + 1});
}

void InlineRun::addDecoded(std::string_view text, ByteSpan origin)
{
    content.text += text;
    textOrigin.insert(textOrigin.end(), text.size(), origin);
}

void InlineRun::addTag(InlineTag tag, ByteSpan origin)
{
    tag.offset = content.text.size();
    content.tags.push_back(std::move(tag));
    tagOrigin.push_back(origin);
}

void appendSegments(const InlineRun &run, std::size_t paragraph, SentenceBreaker &breaker, std::vector<Segment> &segments)
{
    for (const TaggedSentence &sentence : taggedSentences(run.content, breaker)) {
        TaggedText source = slice(run.content, sentence);
        if (hasLetterOrDigit(source.text))
            segments.push_back({std::move(source), originOf(run, sentence), paragraph, run.kind});
    }
}

}  // namespace interlinear::cat
