#include "engine/mixmoe/text/prompt.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t contextTags = 3;   // those of its prompt; its end token is left out

std::vector<TokenId> idsOf(const Tokenizer &tokenizer, std::string_view text)
{
    std::vector<TokenId> ids;
    for (const Piece &piece : tokenizer.encode(text))
        ids.push_back(piece.id);
    return ids;
}

// From the first beginning of a word that leaves at most so many.
std::vector<TokenId> endOf(const Tokenizer &tokenizer, const std::vector<TokenId> &ids, std::size_t most)
{
    const auto beginsWord = [&](TokenId id) { return tokenizer.piece(id).starts_with("\u2581"); };
    const auto first = ids.size() <= most ? ids.begin() : std::find_if(ids.end() - static_cast<std::ptrdiff_t>(most), ids.end(), beginsWord);
    return {first, ids.end()};
}

void prepend(std::vector<TokenId> context, Prompt &prompt)
{
    const std::size_t count = context.size();
    prompt.tokens.insert(prompt.tokens.begin(), context.begin(), context.end());
    prompt.spans.insert(prompt.spans.begin(), count, {});
    prompt.sourceBegin += count;
    prompt.sourceEnd += count;
}

std::unexpected<Error> unknownLanguage(const Tokenizer &tokenizer, std::string_view language)
{
    std::string known;
    for (TokenId id = 0; id < tokenizer.vocabSize(); ++id) {
        const std::string piece = tokenizer.isControl(id) ? tokenizer.piece(id) : std::string();
        if (piece.starts_with("<to:"))
            known += (known.empty() ? "" : ", ") + piece.substr(4, piece.size() - 5);
    }
    return fail(ErrorCode::UnknownLanguage, "", "the model does not know the language \"%1\"; it knows %2", language, known.empty() ? "none" : known);
}

}  // namespace

Result<Prompt> translationPrompt(const Tokenizer &tokenizer, std::string_view from, std::string_view to, std::string_view source)
{
    const auto sourceTag = tokenizer.languageToken(from);
    const auto directionTag = tokenizer.directionToken(to);
    const auto targetTag = tokenizer.languageToken(to);
    if (!sourceTag)
        return unknownLanguage(tokenizer, from);
    if (!directionTag || !targetTag)
        return unknownLanguage(tokenizer, to);

    Prompt prompt{.tokens = {*sourceTag, *directionTag}, .spans = {{}, {}}, .sourceBegin = 2, .sourceEnd = 2};
    for (const Piece &piece : tokenizer.encode(source)) {
        prompt.tokens.push_back(piece.id);
        prompt.spans.push_back(piece.span);
    }
    prompt.sourceEnd = prompt.tokens.size();
    prompt.tokens.push_back(*targetTag);
    prompt.spans.push_back({source.size(), source.size()});
    return prompt;
}

Result<Prompt> contextPrompt(const Tokenizer &tokenizer, std::string_view from, std::string_view to, const ContextPair &before, std::size_t contextTokens, std::string_view source)
{
    Result<Prompt> prompt = translationPrompt(tokenizer, from, to, source);
    if (!prompt || contextTokens <= contextTags)
        return prompt;
    const std::size_t most = contextTokens - contextTags;
    const std::vector<TokenId> wholeSource = idsOf(tokenizer, before.source), wholeTarget = idsOf(tokenizer, before.target);
    const auto leftBy = [&](const std::vector<TokenId> &other) { return std::max(most / 2, most - std::min(most, other.size())); };
    const std::vector<TokenId> sourceEnd = endOf(tokenizer, wholeSource, leftBy(wholeTarget));
    const std::vector<TokenId> targetEnd = endOf(tokenizer, wholeTarget, leftBy(wholeSource));
    if (sourceEnd.empty() || targetEnd.empty())
        return prompt;
    std::vector<TokenId> context{prompt->tokens[0], prompt->tokens[1]};
    context.insert(context.end(), sourceEnd.begin(), sourceEnd.end());
    context.push_back(prompt->tokens.back());
    context.insert(context.end(), targetEnd.begin(), targetEnd.end());
    prepend(std::move(context), *prompt);
    return prompt;
}

}  // namespace interlinear::mixmoe
