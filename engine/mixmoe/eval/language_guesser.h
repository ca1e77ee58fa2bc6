// Which of two texts a line is more like, by its character trigrams: enough to tell English from German once both are there to learn from.
//
//   const LanguageGuesser guesser(sources, references);
//   guesser.leaning("the house over there");   // above 0: like the first text; below: like the second; in nats a trigram
//
// Trigrams of the text in lower case, with white space collapsed and one space at both ends; probabilities with half a count added to every trigram.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace interlinear::mixmoe {

class LanguageGuesser {
public:
    /// Valid UTF-8, a sentence a line.
    LanguageGuesser(std::span<const std::string> first, std::span<const std::string> second);

    /// The mean over the line's trigrams of log P(first text) - log P(second text); 0 for a line without text.
    double leaning(std::string_view line) const;

private:
    struct Counts {
        double first = 0, second = 0;
    };
    double logRatio(const std::u32string &trigram) const;

    std::unordered_map<std::u32string, Counts> m_counts;
    Counts m_total;
};

}  // namespace interlinear::mixmoe
