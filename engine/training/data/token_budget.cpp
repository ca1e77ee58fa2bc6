#include "engine/training/data/token_budget.h"

#include <algorithm>
#include <numeric>

namespace interlinear::training {

std::vector<double> sharesWithin(double budget, std::span<const double> tokens, std::span<const double> weights)
{
    std::vector<std::size_t> order(tokens.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return tokens[a] * weights[b] < tokens[b] * weights[a]; });   // those that run out first
    double left = budget, weightsLeft = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<double> shares(tokens.size());
    for (const std::size_t domain : order) {
        const double kept = std::min(tokens[domain], left * weights[domain] / weightsLeft);
        shares[domain] = kept / tokens[domain];
        left -= kept;
        weightsLeft -= weights[domain];
    }
    return shares;
}

}  // namespace interlinear::training
