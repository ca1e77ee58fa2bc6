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

#include <random>
#include <span>

namespace interlinear::mixmoe {

/// InvalidArgument that names what is out of range.
Result<void> validate(const Sampling &sampling);

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
