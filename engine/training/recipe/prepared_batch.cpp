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

/// Where each position is among the targets, in slots.
std::vector<std::int32_t> placesOf(const Targets &targets, std::size_t positions, std::size_t slots)
{
    std::vector<std::int32_t> places(positions * slots, -1);
    for (std::size_t i = 0; i < targets.positions.size(); ++i) {
        std::int32_t *own = places.data() + static_cast<std::size_t>(targets.positions[i]) * slots;
        (*own < 0 ? *own : own[1]) = static_cast<std::int32_t>(i);
    }
    return places;
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
    const std::size_t slots = batch.crossed.inputs.empty() ? 1 : 2;
    return {.input = packedOf(batch, device),
            .positions = placed(targets.positions, device),
            .targets = placed(targets.tokens, device),
            .weights = placed(targets.weights, device),
            .places = placed(placesOf(targets, batch.inputs.size(), slots), device).view({-1, static_cast<std::int64_t>(slots)}),
            .text = placed(textOf(batch), device)};
}

}  // namespace interlinear::training
