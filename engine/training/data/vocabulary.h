// Training a joint SentencePiece vocabulary: unigram, byte fallback, identity normalisation, reserved pieces.
//
//   Result<std::string> bytes = trainVocabulary(sentences, {.size = 4000, .languages = {"de", "en"}});
//   auto tokenizer = mixmoe::Tokenizer::fromBytes(*bytes, "vocabulary");
//   countPieces(**tokenizer, {"de", sentences}).perWord();      // 1.6
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/text/tokenizer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::training {

struct VocabularyOptions {
    int size = 8000;                       ///< pieces in all, control symbols and bytes included
    std::vector<std::string> languages;    ///< each gets "<xx>" and "<to:xx>"
};

/// The bytes of a tokenizer.model. Takes seconds to minutes. Too little text for the size is an Error with SentencePiece's own reason.
Result<std::string> trainVocabulary(const std::vector<std::string> &sentences, const VocabularyOptions &options);

struct LanguageTexts {
    std::string language;
    std::vector<std::string_view> texts;
};

/// The texts of the language, added where they are missing.
std::vector<std::string_view> &textsOf(std::vector<LanguageTexts> &all, const std::string &language);

/// At most so many texts, as many of each language as far as it has them, spread over all it has.
std::vector<std::string> evenSample(const std::vector<LanguageTexts> &all, std::size_t count);

struct PieceCounts {
    std::int64_t words = 0;      ///< by ICU's word boundaries, with a letter or digit in them
    std::int64_t pieces = 0;
    std::int64_t bytes = 0;      ///< of the pieces: byte fallbacks

    double perWord() const { return words > 0 ? static_cast<double>(pieces) / static_cast<double>(words) : 0; }
};

PieceCounts countPieces(const mixmoe::Tokenizer &tokenizer, const LanguageTexts &texts);

}  // namespace interlinear::training
