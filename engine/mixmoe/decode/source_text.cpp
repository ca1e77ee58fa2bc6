#include "engine/mixmoe/decode/source_text.h"

#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/punctuation.h"
#include "engine/mixmoe/decode/whole_words.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t promptTags = 3;

std::size_t lastSentenceEnd(std::string_view text, std::size_t limit)
{
    for (std::size_t end = limit; end > 0; --end) {
        const bool closed = end == text.size() || isSpace(text[end]);
        if (closed && std::string_view(".?!").find(text[end - 1]) != std::string_view::npos)
            return end;
    }
    return 0;
}

std::size_t lastWordEnd(std::string_view text, std::size_t limit)
{
    for (std::size_t end = limit; end > 0; --end) {
        if ((end == text.size() || isSpace(text[end])) && !isSpace(text[end - 1]))
            return end;
    }
    return 0;
}

// Of text and tags that read as words.
ByteSpan withoutOuterSpace(const TaggedText &given)
{
    const std::string_view text = given.text;
    const std::string_view inner = trimmed(text);
    const auto begin = static_cast<std::size_t>(inner.data() - text.data());
    ByteSpan span{begin, begin + inner.size()};
    for (const InlineTag &tag : given.tags) {
        if (readingOf(tag) == TagReading::Word)
            span = {std::min(span.begin, tag.offset), std::max(span.end, std::min(tag.offset, text.size()))};
    }
    return span;
}

// The longest beginning of at most so many tokens that ends a sentence, else a word, else anywhere.
std::string_view cutBeginning(std::string_view text, const Prompt &prompt, std::size_t tokens)
{
    std::size_t limit = 0;
    for (std::size_t i = prompt.sourceBegin; i < prompt.sourceBegin + tokens; ++i)
        limit = std::max(limit, prompt.spans[i].end);
    if (const std::size_t sentence = lastSentenceEnd(text, limit); sentence > 0)
        return text.substr(0, sentence);
    if (const std::size_t word = lastWordEnd(text, limit); word > 0)
        return text.substr(0, word);
    return text.substr(0, limit);
}

}  // namespace

std::size_t longestSource(const ModelConfig &config)
{
    return (static_cast<std::size_t>(config.maxPositions) - promptTags) / 2;
}

ByteSpan PreparedSource::given(ByteSpan span) const
{
    const std::size_t begin = read.origin[span.begin];
    return {begin, span.empty() ? begin : std::min(read.origin[span.end - 1] + 1, read.origin[span.end])};
}

Result<PreparedSource> prepareSource(const Model &model, const TaggedText &given, std::string_view from, std::string_view to)
{
    const std::string_view text = given.text;
    if (const auto bad = firstInvalidUtf8(text))
        return fail(ErrorCode::NotUtf8, "", "byte %1 of the source text is no UTF-8", *bad + 1);
    const ByteSpan inner = withoutOuterSpace(given);
    PreparedSource source;
    source.leading = text.substr(0, inner.begin);
    source.trailing = text.substr(inner.end);
    source.read = modelText(given);
    std::string_view body = source.read.content.text;
    if (!holdsWord(body))
        body = {};

    Result<Prompt> prompt = translationPrompt(*model.tokenizer, from, to, body);
    if (!prompt)
        return std::unexpected(prompt.error());
    // Encoding a beginning afresh may take a token more than it took inside the whole, hence the falling limit.
    const std::size_t longest = longestSource(model.config);
    for (std::size_t limit = longest; prompt->sourceEnd - prompt->sourceBegin > longest && limit > 0; --limit) {
        source.cut = true;
        body = cutBeginning(body, *prompt, limit);
        prompt = translationPrompt(*model.tokenizer, from, to, body);
    }
    source.body = body;
    if (!body.empty())
        source.prompt = std::move(*prompt);
    return source;
}

Result<void> addContext(const Model &model, const SegmentBefore &before, std::string_view from, std::string_view to, std::size_t newTokens, PreparedSource &source)
{
    if (source.blank())
        return {};
    const std::size_t own = source.prompt.tokens.size();
    const std::size_t likely = own + (source.prompt.sourceEnd - source.prompt.sourceBegin);
    const auto leftOf = [](int tokens, std::size_t taken) { return static_cast<std::size_t>(tokens) - std::min(static_cast<std::size_t>(tokens), taken); };
    const std::size_t room = std::min(leftOf(model.config.maxPositions, own + newTokens), leftOf(model.config.contextTokens, likely));
    const std::string was = modelText(before.source).content.text, became = modelText(before.target).content.text;
    Result<Prompt> prompt = contextPrompt(*model.tokenizer, from, to, {was, became}, room, source.body);
    if (!prompt)
        return std::unexpected(prompt.error());
    source.prompt = std::move(*prompt);
    return {};
}

}  // namespace interlinear::mixmoe
