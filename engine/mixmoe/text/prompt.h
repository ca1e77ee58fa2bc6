// The token sequences that the model was trained on.
//
//   Result<Prompt> prompt = translationPrompt(tokenizer, "en", "de", "Good morning.");
//   // <en> <to:de> ▁Good ▁morning . <de>      the model goes on with the German text and </s>
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

}  // namespace interlinear::mixmoe
