// Files that went wrong: what a reader must survive.
//
//   Mutations mutations(seed, {wholeFile, anotherFile}, {"<tu>", "&#0;"});
//   for (…) read(mutations.next());
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace interlinear::fuzz {

class Mutations {
public:
    /// Good files to begin with, at least one, and words of their format.
    Mutations(std::uint32_t seed, std::vector<std::string> samples, std::vector<std::string> words);

    /// A sample, or an earlier answer, with up to eight of: flipped bits, changed, lost and doubled bytes, cuts, blocks that are moved, repeated or taken
    /// from another sample, words put in. The same seed gives the same files.
    std::string next();

private:
    void mutate(std::string &bytes);
    std::size_t below(std::size_t end) { return end == 0 ? 0 : m_random() % end; }

    std::mt19937 m_random;
    std::vector<std::string> m_samples;
    std::vector<std::string> m_words;
    std::size_t m_given;           // samples that are no answers
};

}  // namespace interlinear::fuzz
