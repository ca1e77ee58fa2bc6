// Drawing a token instead of taking the best one.
//
//   Sampler sampler({.temperature = 0.8F, .topK = 40, .topP = 0.95F, .seed = 7});
//   const Candidate candidate = sampler.draw(output.candidates);
//
// A candidate is drawn with probability p^(1 / temperature), normalised over the best topK that together first reach topP (nucleus sampling, arXiv 1904.09751,
// section 3). The same seed draws the same tokens on every machine.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/probe/search_settings.h"
#include "engine/mixmoe/runtime/runtime.h"
#include "engine/mixmoe/text/piece_table.h"

#include <random>
#include <span>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

/// InvalidArgument that names what is out of range.
Result<void> validate(const Sampling &sampling);

/// The candidates behind which a text of whole characters and these bytes, which begin another one, has whole characters again or the beginning of one; all where none is
/// such. A text that takes what is likely spells its characters to the end; one that is drawn might not.
std::vector<Candidate> keepingCharacters(std::span<const Candidate> candidates, std::string_view begun, const PieceTable &table);

class Sampler {
public:
    explicit Sampler(const Sampling &sampling) : m_sampling(sampling), m_random(sampling.seed) {}

    /// candidates: at least one, by falling log-probability.
    Candidate draw(std::span<const Candidate> candidates);

private:
    Sampling m_sampling;
    std::mt19937_64 m_random;
};

}  // namespace interlinear::mixmoe
