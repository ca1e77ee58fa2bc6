#include "engine/mixmoe/runtime/selection.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace interlinear::mixmoe {

namespace {

constexpr float impossible = -std::numeric_limits<float>::infinity();

std::vector<float> constrained(std::span<const float> logits, const Selection &selection)
{
    std::vector<float> values(logits.begin(), logits.end());
    const auto known = [&](TokenId token) { return token >= 0 && static_cast<std::size_t>(token) < values.size(); };
    for (const auto &[token, bias] : selection.biases) {
        if (known(token))
            values[static_cast<std::size_t>(token)] += bias;
    }
    for (const TokenId token : selection.banned) {
        if (known(token))
            values[static_cast<std::size_t>(token)] = impossible;
    }
    return values;
}

float logSumExp(std::span<const float> values)
{
    const float highest = *std::max_element(values.begin(), values.end());
    double sum = 0;
    for (const float value : values) {
        if (value != impossible)
            sum += static_cast<double>(std::exp(value - highest));
    }
    return highest + static_cast<float>(std::log(sum));
}

}  // namespace

std::optional<Picked> select(std::span<const float> logits, const Selection &selection)
{
    if (logits.empty() || !std::all_of(logits.begin(), logits.end(), [](float logit) { return std::isfinite(logit); }))
        return std::nullopt;
    const std::vector<float> values = constrained(logits, selection);
    const float total = logSumExp(values);
    if (!std::isfinite(total))
        return std::nullopt;

    std::vector<TokenId> order;
    for (std::size_t token = 0; token < values.size(); ++token) {
        if (values[token] != impossible)
            order.push_back(static_cast<TokenId>(token));
    }
    const auto better = [&](TokenId a, TokenId b) {
        const float valueA = values[static_cast<std::size_t>(a)];
        const float valueB = values[static_cast<std::size_t>(b)];
        return valueA != valueB ? valueA > valueB : a < b;
    };
    const std::size_t wanted = std::min(order.size(), static_cast<std::size_t>(std::max(0, selection.topK)));
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(wanted), order.end(), better);

    Picked picked;
    for (std::size_t i = 0; i < wanted; ++i)
        picked.candidates.push_back({order[i], values[static_cast<std::size_t>(order[i])] - total});
    for (const TokenId token : selection.scored)
        picked.scored.push_back(values[static_cast<std::size_t>(token)] - total);
    return picked;
}

}  // namespace interlinear::mixmoe
