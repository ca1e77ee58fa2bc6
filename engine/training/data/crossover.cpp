#include "engine/training/data/crossover.h"

#include "engine/training/data/draws.h"

#include <algorithm>

namespace interlinear::training {

Batch crossover(Batch batch, std::uint64_t seed)
{
    const std::size_t examples = batch.offsets.size() - 1;
    if (examples < 2)
        return batch;
    std::mt19937_64 random(seed);
    const std::vector<float> weights = batch.weights;
    batch.crossed = {.inputs = batch.inputs, .targets = batch.targets, .weights = std::vector<float>(weights.size(), 0.0F), .kept = std::vector<float>(weights.size(), 1.0F)};
    for (std::size_t example = 0; example < examples; ++example) {
        const std::size_t other = (example + 1) % examples;
        const auto begin = static_cast<std::size_t>(batch.offsets[example]), otherBegin = static_cast<std::size_t>(batch.offsets[other]);
        const std::int64_t common = std::min(batch.offsets[example + 1] - batch.offsets[example], batch.offsets[other + 1] - batch.offsets[other]);
        const double share = 0.5 + 0.5 * unit(random);
        for (std::size_t i = 0; i < static_cast<std::size_t>(common); ++i) {
            batch.crossed.inputs[begin + i] = batch.inputs[otherBegin + i];
            batch.crossed.targets[begin + i] = batch.targets[otherBegin + i];
            batch.crossed.weights[begin + i] = static_cast<float>(1 - share) * weights[otherBegin + i];
            batch.crossed.kept[begin + i] = unit(random) < share ? 1.0F : 0.0F;
            batch.weights[begin + i] = static_cast<float>(share) * weights[begin + i];
        }
    }
    return batch;
}

}  // namespace interlinear::training
