// How the texts of a language look, letter by letter: which of two languages a text is likelier to be in.
//
//   CharacterModel english, german;
//   for (const Unit &unit : units) english.learn(unit.source.text), german.learn(unit.target.text);
//   evidence(unit.target.text, english, german).bits;   // above zero: it reads like English
//
// Sequences of three letters (code points without case; whatever else is a space) and their frequencies, as Cavnar and Trenkle (1994) and Dunning (1994) tell
// languages apart. Texts that the second model has learnt are judged without themselves, so that a memory shows its own faults.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace interlinear::cat {

class CharacterModel {
public:
    CharacterModel();

    void learn(std::string_view text);
    /// log2 of how often the sequence occurs, when `seen` of its occurrences do not count; less bitsOfAll() it is that of its probability.
    double bits(std::uint32_t sequence, std::uint32_t seen) const;
    double bitsOfAll() const;

private:
    std::vector<std::uint32_t> m_counts;   // [sequence]
    std::uint64_t m_total = 0;
};

/// How much likelier a text is in one language than in another.
struct Evidence {
    double bits = 0;              ///< for the first model; below zero for the second
    std::size_t sequences = 0;    ///< that it is based on
};

/// Both models as they are; the text is one that the second has learnt.
Evidence evidence(std::string_view text, const CharacterModel &first, const CharacterModel &second);

}  // namespace interlinear::cat
