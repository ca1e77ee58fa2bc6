#include "engine/training/data/sampling.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace interlinear::training {

namespace {

constexpr std::int64_t lengthStrides = 8;

void scaleToOne(std::vector<double> &values)
{
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    for (double &value : values)
        value /= sum;
}

struct Group {
    std::string domain;
    double domainWeight = 1;
    double size = 0;
    double weight = 0;
};

/// Sets the weights of one domain's groups; they sum to the domain's own.
void shareDomain(const std::vector<Group *> &groups, double tau)
{
    const std::vector<double> equal(groups.size(), 1.0);
    std::vector<double> sizes;
    for (const Group *group : groups)
        sizes.push_back(group->size);
    const std::vector<double> shares = temperatureWeights(equal, sizes, tau);
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i]->weight = groups[i]->domainWeight * shares[i];
}

}  // namespace

std::vector<double> temperatureWeights(std::span<const double> weights, std::span<const double> sizes, double tau)
{
    const double whole = std::accumulate(sizes.begin(), sizes.end(), 0.0);
    std::vector<double> result;
    for (std::size_t i = 0; i < sizes.size(); ++i)
        result.push_back(weights[i] * std::pow(sizes[i] / whole, 1 / tau));
    scaleToOne(result);
    return result;
}

double Annealing::at(std::int64_t step) const
{
    return step >= steps ? end : begin + (end - begin) * static_cast<double>(step) / static_cast<double>(steps);
}

std::vector<double> weightsAt(const SamplingPlan &plan, std::int64_t step)
{
    std::map<std::string, Group> groups;
    for (const MixedSource &source : plan.sources) {
        Group &group = groups[source.group];
        group.domain = source.domain;
        group.domainWeight = source.domainWeight;
        group.size += source.size;
    }
    std::map<std::string, std::vector<Group *>> domains;
    for (auto &[name, group] : groups)
        domains[group.domain].push_back(&group);
    for (const auto &[name, members] : domains)
        shareDomain(members, plan.temperature.at(step));

    std::vector<double> weights;
    for (const MixedSource &source : plan.sources) {
        const Group &group = groups.at(source.group);
        weights.push_back(group.weight * source.size / group.size);
    }
    scaleToOne(weights);
    return weights;
}

std::int64_t longestAt(const SamplingPlan &plan, std::int64_t step)
{
    const Annealing &longest = plan.longest;
    const std::int64_t stride = std::max<std::int64_t>(longest.steps / lengthStrides, 1);
    return static_cast<std::int64_t>(longest.at(step >= longest.steps ? step : step / stride * stride));
}

SamplingPlan fixedPlan(std::span<const double> weights)
{
    SamplingPlan plan;
    for (std::size_t i = 0; i < weights.size(); ++i)
        plan.sources.push_back({.group = std::to_string(i), .domain = std::to_string(i), .domainWeight = weights[i], .size = 1});
    return plan;
}

}  // namespace interlinear::training
