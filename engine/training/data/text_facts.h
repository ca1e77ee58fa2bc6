// What filters ask about a text, counted in one walk over it.
//
//   const TextFacts facts = factsOf("Öffne 2 Türen!", "de");
//   facts.letters;    // 10
//   facts.tokens;     // 4: a word, a mark, or one character of Chinese or Japanese
//   numbersOf("1 of 25");   // {"25"}
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace interlinear::training {

struct TextFacts {
    std::string_view text;
    int characters = 0;          ///< without spaces
    int letters = 0;
    int ownLetters = 0;          ///< in a script of the language
    int foreignLetters = 0;      ///< neither in such a script nor Latin, which names and code bring everywhere
    int tokens = 0;
    double width = 0;            ///< characters, where one of Chinese or Japanese counts for three
    double words = 0;            ///< tokens, where one character of Chinese or Japanese counts for six tenths
};

/// The text must outlive the facts. A language without a known script takes every letter for its own.
TextFacts factsOf(std::string_view text, const std::string &language);

/// "https://…" and "www.…" without punctuation at the end.
std::set<std::string> webAddressesOf(std::string_view text);
/// Runs of two and more ASCII digits.
std::set<std::string> numbersOf(std::string_view text);

}  // namespace interlinear::training
