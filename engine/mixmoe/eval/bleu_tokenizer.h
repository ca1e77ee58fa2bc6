// How BLEU cuts a line into tokens: the rules of sacreBLEU, to the letter.
//
//   bleuTokens("Es kostet 1,50 EUR.", BleuTokenizer::Mteval13a);   // Es kostet 1,50 EUR .
//
// Source: sacreBLEU 2.6.0, tokenizers 13a (after mteval-v13a.pl), zh, char and none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

enum class BleuTokenizer {
    Mteval13a,   ///< languages that put spaces between words
    Chinese,     ///< each Chinese character is a token, the rest as 13a without its entities
    Character,   ///< each character is a token
    None         ///< the text is tokenised already
};

/// As it stands in a signature: "13a", "zh", "char", "none".
std::string_view nameOf(BleuTokenizer tokenizer);

/// What is customary for a target language: zh for Chinese, char for Japanese and Korean, else 13a.
BleuTokenizer bleuTokenizerFor(std::string_view language);

/// The line must be valid UTF-8; white space at its end does not count.
std::vector<std::u32string> bleuTokens(std::string_view line, BleuTokenizer tokenizer);

}  // namespace interlinear::mixmoe
