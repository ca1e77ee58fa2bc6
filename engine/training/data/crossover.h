// Crossover of examples: two of them read at once, position by position, so that a model learns from what lies between (Multilingual Mix, Cheng et al. 2022,
// arXiv 2203.07627, section 3.1, carried over to a decoder-only model: embeddings and losses are mixed, attention weights are not).
//
//   Batch mixed = crossover(sampler.next(), seed);
//   mixed.crossed.kept;      // per position: 1 the example's own token is read, 0 the other's
#pragma once

#include "engine/training/data/examples.h"

namespace interlinear::training {

/// Each example with the next one of the batch, the last with the first. For each a share from 0.5 to 1 is drawn: so much of it is read, and so much its own targets count; the other's count
/// the rest. What lies behind the other's end stays as it was. A batch of one example stays as it is. The same seed gives the same batch.
Batch crossover(Batch batch, std::uint64_t seed);

}  // namespace interlinear::training
