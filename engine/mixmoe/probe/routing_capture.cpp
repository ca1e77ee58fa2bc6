#include "engine/mixmoe/probe/routing_capture.h"

#include <cassert>

namespace interlinear::mixmoe {

namespace {

template <typename T>
std::vector<T> byLayer(std::span<const TokenRouting> rows, std::vector<T> TokenRouting::*values, std::size_t layers, std::size_t width)
{
    std::vector<T> laidOut;
    laidOut.reserve(layers * rows.size() * width);
    for (std::size_t layer = 0; layer < layers; ++layer) {
        for (const TokenRouting &row : rows) {
            assert((row.*values).size() == layers * width);
            const auto first = (row.*values).begin() + static_cast<std::ptrdiff_t>(layer * width);
            laidOut.insert(laidOut.end(), first, first + static_cast<std::ptrdiff_t>(width));
        }
    }
    return laidOut;
}

}  // namespace

std::optional<float> RoutingCapture::weightOf(int layer, std::size_t token, ExpertGroup group, int expert) const
{
    for (int rank = 0; rank < topK; ++rank) {
        if (chosenAt(layer, token, group, rank) == expert)
            return weightAt(layer, token, group, rank);
    }
    return std::nullopt;
}

std::shared_ptr<const RoutingCapture> assembleCapture(RoutingCapture head, std::span<const TokenRouting> rows)
{
    assert(rows.size() == head.tokens.size());
    const auto layers = static_cast<std::size_t>(head.layers());
    const auto choices = static_cast<std::size_t>(head.groups * head.topK);
    head.choices = byLayer(rows, &TokenRouting::choices, layers, choices);
    head.weights = byLayer(rows, &TokenRouting::weights, layers, choices);
    if (head.level == CaptureLevel::Probabilities)
        head.gateProbabilities = byLayer(rows, &TokenRouting::gateProbabilities, layers, static_cast<std::size_t>(head.experts()));
    return std::make_shared<const RoutingCapture>(std::move(head));
}

}  // namespace interlinear::mixmoe
