// How well a model expects text in one language, on its own: exp of the mean negative log-likelihood of a token.
//
//   Result<TextScore> score = scoreText(runtime, tokenizer, lines, "de", {}, stop);
//   score->perplexity();     // 1 and up; equal only between models of one vocabulary
//   score->bitsPerByte();    // comparable between vocabularies
//
// Each line is read as <de> text </s>; its tokens and </s> are predicted, the language token is not. A line longer than the model reads is
// scored in pieces that each begin with the language token.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/runtime/runtime.h"
#include "engine/mixmoe/text/tokenizer.h"

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

namespace interlinear::mixmoe {

struct TextScore {
    double negativeLogLikelihood = 0;   ///< natural logarithm, summed over the predicted tokens
    std::size_t tokens = 0;             ///< predicted, ends of lines among them
    std::size_t bytes = 0;              ///< of text, without line ends
    std::size_t lines = 0;              ///< that held text

    TextScore &operator+=(const TextScore &other);
    double perplexity() const;
    double bitsPerByte() const;
};

/// Called after each piece with the score so far.
using ScoreProgress = std::function<void(const TextScore &)>;

/// Empty lines are skipped; no text at all is InvalidArgument, a language that the vocabulary lacks UnknownLanguage. On the runtime's thread.
Result<TextScore> scoreText(Runtime &runtime, const Tokenizer &tokenizer, std::span<const std::string> lines, std::string_view language,
                            const Interventions &interventions, std::stop_token stop, const ScoreProgress &onProgress = {});

/// The language of the model that makes the beginnings of the first lines with text likeliest.
Result<std::string> likeliestLanguage(Runtime &runtime, const Tokenizer &tokenizer, std::span<const std::string> lines, std::stop_token stop);

}  // namespace interlinear::mixmoe
