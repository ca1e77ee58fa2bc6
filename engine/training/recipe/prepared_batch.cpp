#include "engine/training/recipe/prepared_batch.h"

namespace interlinear::training {

namespace {

/// The positions that count.
struct Targets {
    std::vector<std::int64_t> positions, tokens;
    std::vector<float> weights;

    void add(std::size_t position, std::int64_t token, float weight)
    {
        if (weight <= 0)
            return;
        positions.push_back(static_cast<std::int64_t>(position));
        tokens.push_back(token);
        weights.push_back(weight);
    }
};

Targets targetsOf(const Batch &batch)
{
    Targets targets;
    for (std::size_t i = 0; i < batch.weights.size(); ++i)
        targets.add(i, batch.targets[i], batch.weights[i]);
    for (std::size_t i = 0; i < batch.crossed.weights.size(); ++i)
        targets.add(i, batch.crossed.targets[i], batch.crossed.weights[i]);
    return targets;
}

Packed packedOf(const Batch &batch, const torch::Device &device)
{
    Packed result(batch.inputs, batch.offsets, device);
    if (!batch.crossed.inputs.empty()) {
        result.crossed = placed(batch.crossed.inputs, device);
        result.kept = placed(batch.crossed.kept, device);
    }
    return result;
}

std::vector<std::int64_t> textOf(const Batch &batch)
{
    std::vector<std::int64_t> text;
    for (std::size_t i = 0; i < batch.isText.size(); ++i) {
        if (batch.isText[i])
            text.push_back(static_cast<std::int64_t>(i));
    }
    return text;
}

}  // namespace

PreparedBatch prepared(const Batch &batch, const torch::Device &device)
{
    const Targets targets = targetsOf(batch);
    return {packedOf(batch, device), placed(targets.positions, device), placed(targets.tokens, device), placed(targets.weights, device), placed(textOf(batch), device)};
}

}  // namespace interlinear::training
