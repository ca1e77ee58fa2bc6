// How much of each domain to keep when a corpus must not hold more than so many tokens.
//
//   sharesWithin(100, {300, 20, 100}, {2, 1, 1});   // {0.18, 1, 0.27}: 53, 20 and 27 tokens
#pragma once

#include <span>
#include <vector>

namespace interlinear::training {

/// The share to keep of each domain, 0 to 1: tokens in proportion to the weights, except that a domain which has fewer keeps all it has, and the others get what it leaves.
/// Tokens and weights are positive, the budget at least 0; all shares are 1 where everything fits.
std::vector<double> sharesWithin(double budget, std::span<const double> tokens, std::span<const double> weights);

}  // namespace interlinear::training
