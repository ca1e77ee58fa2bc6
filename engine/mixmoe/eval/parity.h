// Whether two runtimes execute a model alike: same routes, same logits.
//
//   Result<Parity> parity = compareRuntimes(*reference, *cpu, tokens);
//   parity->difference;         // empty: they agree
//   parity->largestDeviation;   // of a logit
//
// Logits may deviate by 1e-3 in fp32. Routes may part only where the judge's gate probability of its choice and the next best are closer than 1e-3; what comes after such
// a place has another input and is not compared.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <span>
#include <string>

namespace interlinear::mixmoe {

inline constexpr float parityTolerance = 1e-3F;

struct Parity {
    std::string difference;          ///< the first one, in words; empty when there is none
    float largestDeviation = 0;      ///< of a logit, over the tokens compared
    std::size_t tokensCompared = 0;
};

/// Reads the same tokens in both. At most maxPositions tokens of the vocabulary; both runtimes must hold the same model.
Result<Parity> compareRuntimes(Runtime &judge, Runtime &judged, std::span<const TokenId> tokens);

}  // namespace interlinear::mixmoe
