// Training a joint SentencePiece vocabulary: unigram, byte fallback, identity normalisation, reserved pieces.
//
//   Result<std::string> bytes = trainVocabulary(sentences, {.size = 4000, .languages = {"de", "en"}});
//   auto tokenizer = mixmoe::Tokenizer::fromBytes(*bytes, "vocabulary");
#pragma once

#include "engine/core/result.h"

#include <string>
#include <vector>

namespace interlinear::training {

struct VocabularyOptions {
    int size = 8000;                       ///< pieces in all, control symbols and bytes included
    std::vector<std::string> languages;    ///< each gets "<xx>" and "<to:xx>"
};

/// The bytes of a tokenizer.model. Takes seconds to minutes. Too little text for the size is an Error with SentencePiece's own reason.
Result<std::string> trainVocabulary(const std::vector<std::string> &sentences, const VocabularyOptions &options);

}  // namespace interlinear::training
