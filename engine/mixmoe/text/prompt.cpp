#include "engine/mixmoe/text/prompt.h"

namespace interlinear::mixmoe {

namespace {

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

}  // namespace interlinear::mixmoe
