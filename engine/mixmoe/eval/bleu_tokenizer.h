// How BLEU cuts a line into tokens: the rules of sacreBLEU, to the letter.
//
//   Result<LineTokenizer> tokenizer = openTokenizer(BleuTokenizer::Mteval13a);
//   tokenizer->tokens("Es kostet 1,50 EUR.");   // Es kostet 1,50 EUR .
//   tokenizer->name;                            // "13a"
//
// Source: sacreBLEU 2.6.0, tokenizers 13a (after mteval-v13a.pl), zh, char, none and ja-mecab.
#pragma once

#include "engine/core/result.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

enum class BleuTokenizer {
    Mteval13a,   ///< languages that put spaces between words
    Chinese,     ///< each Chinese character is a token, the rest as 13a without its entities
    Character,   ///< each character is a token
    None,        ///< the text is tokenised already
    Japanese     ///< the words that MeCab finds with the IPA dictionary; both come with the system or not
};

/// "13a", "zh", "char", "none", "ja-mecab".
std::string_view nameOf(BleuTokenizer tokenizer);
std::optional<BleuTokenizer> bleuTokenizerNamed(std::string_view name);

/// What is customary for a target language: zh for Chinese, ja-mecab for Japanese, char for Korean, else 13a.
BleuTokenizer bleuTokenizerFor(std::string_view language);

/// A tokenizer ready for work. One thread at a time.
struct LineTokenizer {
    std::string name;   ///< as it stands in a signature: its own, and for ja-mecab "ja-mecab-0.996-IPA"
    /// The line must be valid UTF-8; white space at its end does not count.
    std::function<std::vector<std::u32string>(std::string_view line)> tokens;
};

/// Unsupported where MeCab or its dictionary is missing; the other tokenizers always open.
Result<LineTokenizer> openTokenizer(BleuTokenizer tokenizer);

}  // namespace interlinear::mixmoe
