#include "widgets/routing/routing_table.h"

#include <cmath>

namespace interlinear::widgets {

using mixmoe::ExpertGroup;

RoutingTable::RoutingTable(std::vector<int> layerIndex, int expertsPerGroup, int groups, int topK)
    : m_layerIndex(std::move(layerIndex))
    , m_expertsPerGroup(expertsPerGroup)
    , m_groups(groups)
    , m_topK(topK)
{
}

RoutingTable RoutingTable::fromCapture(const mixmoe::RoutingCapture &capture)
{
    RoutingTable table(capture.layerIndex, capture.expertsPerGroup, capture.groups, capture.topK);
    const std::size_t slots = capture.layerIndex.size() * capture.tokenCount() * static_cast<std::size_t>(capture.groups);
    const std::size_t cells = slots * static_cast<std::size_t>(capture.expertsPerGroup);
    const bool probabilitiesFit = capture.gateProbabilities.empty() || capture.gateProbabilities.size() == cells;
    const std::size_t choices = slots * static_cast<std::size_t>(capture.topK);
    if (capture.choices.size() != choices || capture.weights.size() != choices || !probabilitiesFit)
        return table;
    for (std::size_t token = 0; token < capture.tokenCount(); ++token) {
        mixmoe::TokenRouting routing;
        for (int layer = 0; layer < capture.layers(); ++layer) {
            for (int expert = 0; !capture.gateProbabilities.empty() && expert < capture.experts(); ++expert)
                routing.gateProbabilities.push_back(capture.gateProbability(layer, token, expert));
            for (int choice = 0; choice < capture.groups * capture.topK; ++choice) {
                const auto group = static_cast<ExpertGroup>(choice / capture.topK);
                routing.choices.push_back(static_cast<std::int16_t>(capture.chosenAt(layer, token, group, choice % capture.topK)));
                routing.weights.push_back(capture.weightAt(layer, token, group, choice % capture.topK));
            }
        }
        table.append(capture.tokens[token], routing);
    }
    return table;
}

bool RoutingTable::append(const mixmoe::CapturedToken &token, const mixmoe::TokenRouting &routing)
{
    const std::size_t slots = m_layerIndex.size() * static_cast<std::size_t>(m_groups);
    const std::size_t cells = slots * static_cast<std::size_t>(m_expertsPerGroup);
    const bool probabilitiesFit = routing.gateProbabilities.empty() || routing.gateProbabilities.size() == cells;
    const std::size_t choices = slots * static_cast<std::size_t>(m_topK);
    if (routing.choices.size() != choices || routing.weights.size() != choices || !probabilitiesFit)
        return false;
    m_tokens.push_back(token);
    m_routing.push_back(routing);
    return true;
}

std::optional<float> RoutingTable::probability(int layer, int token, ExpertGroup group, int expert) const
{
    const std::vector<float> &values = m_routing[static_cast<std::size_t>(token)].gateProbabilities;
    if (values.empty())
        return std::nullopt;
    return values[slot(layer, group) * static_cast<std::size_t>(m_expertsPerGroup) + static_cast<std::size_t>(expert)];
}

int RoutingTable::chosen(int layer, int token, ExpertGroup group) const
{
    return routing(token).choices[slot(layer, group) * static_cast<std::size_t>(m_topK)];
}

std::optional<float> RoutingTable::weightOf(int layer, int token, ExpertGroup group, int expert) const
{
    const std::size_t first = slot(layer, group) * static_cast<std::size_t>(m_topK), last = first + static_cast<std::size_t>(m_topK);
    for (std::size_t choice = first; choice < last; ++choice) {
        if (routing(token).choices[choice] == expert)
            return routing(token).weights[choice];
    }
    return std::nullopt;
}

int RoutingTable::runnerUp(int layer, int token, ExpertGroup group, int expert) const
{
    int best = -1;
    for (int other = 0; other < m_expertsPerGroup && probability(layer, token, group, other); ++other) {
        if (other != expert && (best < 0 || *probability(layer, token, group, other) > *probability(layer, token, group, best)))
            best = other;
    }
    return best;
}

int RoutingTable::rank(int layer, int token, ExpertGroup group, int expert) const
{
    const std::optional<float> own = probability(layer, token, group, expert);
    if (!own)
        return 0;
    int rank = 1;
    for (int other = 0; other < m_expertsPerGroup; ++other)
        rank += *probability(layer, token, group, other) > *own ? 1 : 0;
    return rank;
}

std::optional<double> RoutingTable::entropy(int layer, int token, ExpertGroup group) const
{
    if (!probability(layer, token, group, 0))
        return std::nullopt;
    double sum = 0;
    for (int expert = 0; expert < m_expertsPerGroup; ++expert) {
        const double p = *probability(layer, token, group, expert);
        sum -= p > 0 ? p * std::log(p) : 0;
    }
    return m_expertsPerGroup > 1 ? sum / std::log(m_expertsPerGroup) : 0;
}

}  // namespace interlinear::widgets
