// How often each source is drawn, as pure functions: domains by their weights, languages by a temperature that may cool down over the run.
//
//   temperatureWeights({1, 1}, {900'000, 10'000}, 5);      // {0.71, 0.29}: the small language is seen more often than its share
//   SamplingPlan plan{.sources = mixtureOf(shards), .temperature = {5, 1, steps}, .longest = {40, 128, steps / 2}};
//   std::vector<double> weights = weightsAt(plan, step);   // sum 1
//
// The curriculum of FuxiMT: resource levels even out first and take their true shares later, and examples grow longer.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace interlinear::training {

/// p_i proportional to weight_i * D_i^(1/tau), where D_i is the share of size_i; sum 1. Sizes and weights are positive, tau at least 1 keeps the order of sizes.
std::vector<double> temperatureWeights(std::span<const double> weights, std::span<const double> sizes, double tau);

/// A number that goes in a straight line from begin to end over so many steps and stays there.
struct Annealing {
    double begin = 1, end = 1;
    std::int64_t steps = 0;            ///< 0: the end at once

    double at(std::int64_t step) const;
};

/// A source among others: a shard, or a whole group of examples.
struct MixedSource {
    std::string group;                 ///< sources of one group divide its weight by their sizes
    std::string domain;
    double domainWeight = 1;           ///< share of the domain among the domains of the plan
    double size = 0;                   ///< examples
};

struct SamplingPlan {
    std::vector<MixedSource> sources;
    Annealing temperature;
    Annealing longest{0, 0, 0};        ///< tokens of an example, in eight strides; 0: no limit. Longer examples wait until they fit
};

/// Domains by weight; within a domain groups by temperature; within a group by size. Sum 1, in the order of the sources.
std::vector<double> weightsAt(const SamplingPlan &plan, std::int64_t step);

/// The limit on an example's tokens; 0 is none.
std::int64_t longestAt(const SamplingPlan &plan, std::int64_t step);

/// A plan that always draws by these weights, which need not sum to 1.
SamplingPlan fixedPlan(std::span<const double> weights);

}  // namespace interlinear::training
