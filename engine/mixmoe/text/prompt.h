// The token sequences that the model was trained on.
//
//   Result<Prompt> prompt = translationPrompt(tokenizer, "en", "de", "Good morning.");
//   // <en> <to:de> ▁Good ▁morning . <de>      the model goes on with the German text and </s>
//
// A model that was trained with context reads the segment before first, and where its prompt stood the next begins:
//   <en> <to:de> ▁Hello . <de> ▁Hallo . <en> <to:de> ▁Good ▁morning . <de>
//
// Running text in one language is <de> text </s>.
#pragma once

#include "engine/core/result.h"
#include "engine/core/spans.h"
#include "engine/mixmoe/text/tokenizer.h"

#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

struct Prompt {
    std::vector<TokenId> tokens;
    std::vector<ByteSpan> spans;        ///< one a token, in the source text; control tokens have empty spans
    std::size_t sourceBegin = 0;        ///< tokens [sourceBegin, sourceEnd) are the source text
    std::size_t sourceEnd = 0;
};

/// A language that the vocabulary lacks is UnknownLanguage; the message lists those it has.
Result<Prompt> translationPrompt(const Tokenizer &tokenizer, std::string_view from, std::string_view to, std::string_view source);

/// A segment and what it became, as it is read before the next one.
struct ContextPair {
    std::string_view source, target;
};

/// The same behind the segment before it, with the errors of translationPrompt(). Of that as much as fits into so many tokens, its three tags included: the ends of both sides, each from the beginning of
/// a word; a side that needs less than half leaves the rest to the other. Where no word of both fits, the prompt is that of the source alone. Tokens of the
/// context have empty spans, as control tokens have.
Result<Prompt> contextPrompt(const Tokenizer &tokenizer, std::string_view from, std::string_view to, const ContextPair &before, std::size_t contextTokens, std::string_view source);

}  // namespace interlinear::mixmoe
