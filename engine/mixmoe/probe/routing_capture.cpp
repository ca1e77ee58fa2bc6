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

std::shared_ptr<const RoutingCapture> assembleCapture(RoutingCapture head, std::span<const TokenRouting> rows)
{
    assert(rows.size() == head.tokens.size());
    const auto layers = static_cast<std::size_t>(head.layers());
    const auto groups = static_cast<std::size_t>(head.groups);
    head.choices = byLayer(rows, &TokenRouting::choices, layers, groups);
    head.weights = byLayer(rows, &TokenRouting::weights, layers, groups);
    if (head.level == CaptureLevel::Probabilities)
        head.gateProbabilities = byLayer(rows, &TokenRouting::gateProbabilities, layers, static_cast<std::size_t>(head.experts()));
    return std::make_shared<const RoutingCapture>(std::move(head));
}

}  // namespace interlinear::mixmoe
