#include "engine/mixmoe/analysis/routing_totals.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace interlinear::mixmoe {

namespace {

/// H / log n.
double entropyOf(std::span<const double> shares)
{
    double sum = 0;
    for (const double share : shares)
        sum -= share > 0 ? share * std::log(share) : 0;
    return shares.size() > 1 ? sum / std::log(static_cast<double>(shares.size())) : 0;
}

/// Of one router, before they are divided.
struct GateSums {
    std::vector<double> chosen, probability;
    double certainty = 0;
    std::size_t tokens = 0;   // whose probabilities were added
};

struct Sums {
    RoutingTotals totals;
    bool probabilities = false;
    std::vector<GateSums> gates;   // [layer][group]
};

void addProbabilities(const RoutingCapture &capture, int layer, std::size_t token, int group, GateSums &gate)
{
    std::vector<double> ofToken;
    for (int expert = 0; expert < capture.expertsPerGroup; ++expert)
        ofToken.push_back(capture.gateProbability(layer, token, group * capture.expertsPerGroup + expert));
    if (std::ranges::all_of(ofToken, [](double probability) { return probability == 0; }))
        return;
    for (std::size_t expert = 0; expert < ofToken.size(); ++expert)
        gate.probability[expert] += ofToken[expert];
    gate.certainty += 1 - entropyOf(ofToken);
    ++gate.tokens;
}

void addToken(const RoutingCapture &capture, int layer, std::size_t token, int group, bool probabilities, GateSums &gate)
{
    for (int rank = 0; rank < capture.topK; ++rank) {
        if (const int expert = capture.chosenAt(layer, token, static_cast<ExpertGroup>(group), rank); expert >= 0)
            ++gate.chosen[static_cast<std::size_t>(expert)];
    }
    if (probabilities)
        addProbabilities(capture, layer, token, group, gate);
}

void add(const RoutingCapture &capture, std::optional<Phase> phase, Sums &sums)
{
    ++sums.totals.segments;
    for (std::size_t token = 0; token < capture.tokenCount(); ++token) {
        if (phase && capture.tokens[token].phase != *phase)
            continue;
        ++sums.totals.tokens;
        for (int layer = 0; layer < capture.layers(); ++layer) {
            for (int group = 0; group < capture.groups; ++group)
                addToken(capture, layer, token, group, sums.probabilities, sums.gates[static_cast<std::size_t>(layer * capture.groups + group)]);
        }
    }
}

std::vector<double> divided(std::vector<double> sums, double count)
{
    for (double &sum : sums)
        sum /= count;
    return sums;
}

GateTotals totalsOf(const GateSums &sums, int layer, ExpertGroup group)
{
    GateTotals totals{.layer = layer, .group = group, .load = sums.chosen};
    if (const double choices = std::accumulate(sums.chosen.begin(), sums.chosen.end(), 0.0); choices > 0) {
        totals.load = divided(sums.chosen, choices);
        totals.evenness = entropyOf(totals.load);
    }
    if (const auto tokens = static_cast<double>(sums.tokens); tokens > 0) {
        totals.probability = divided(sums.probability, tokens);
        totals.certainty = sums.certainty / tokens;
    }
    return totals;
}

bool isOfDirection(const RoutingTotals &totals, const RoutingCapture &capture)
{
    return totals.fromLanguage == capture.fromLanguage && totals.toLanguage == capture.toLanguage;
}

Sums emptySums(const RoutingCapture &first, std::span<const RoutingCapture> captures)
{
    Sums sums{.totals = {.fromLanguage = first.fromLanguage, .toLanguage = first.toLanguage, .groups = first.groups}};
    sums.probabilities = std::ranges::all_of(captures, [&](const RoutingCapture &capture) { return !isOfDirection(sums.totals, capture) || capture.level == CaptureLevel::Probabilities; });
    const std::vector<double> none(static_cast<std::size_t>(first.expertsPerGroup));
    sums.gates.assign(static_cast<std::size_t>(first.layers() * first.groups), {.chosen = none, .probability = none});
    return sums;
}

}  // namespace

Result<std::vector<RoutingTotals>> totalsOf(std::span<const RoutingCapture> captures, std::optional<Phase> phase)
{
    std::vector<Sums> directions;
    for (const RoutingCapture &capture : captures) {
        const RoutingCapture &first = captures.front();
        if (capture.modelFingerprint != first.modelFingerprint || capture.layerIndex != first.layerIndex || capture.expertsPerGroup != first.expertsPerGroup ||
            capture.groups != first.groups || capture.topK != first.topK)
            return fail(ErrorCode::WrongModel, capture.modelName, "made the routing of \"%1\", and another model or another choice of experts that of \"%2\"; totals are of one model",
                        capture.sourceText, first.sourceText);
        auto known = std::ranges::find_if(directions, [&](const Sums &sums) { return isOfDirection(sums.totals, capture); });
        add(capture, phase, known == directions.end() ? directions.emplace_back(emptySums(capture, captures)) : *known);
    }
    std::vector<RoutingTotals> all;
    for (Sums &sums : directions) {
        const auto groups = static_cast<std::size_t>(sums.totals.groups);
        for (std::size_t gate = 0; gate < sums.gates.size(); ++gate)
            sums.totals.gates.push_back(totalsOf(sums.gates[gate], captures.front().layerIndex[gate / groups], static_cast<ExpertGroup>(gate % groups)));
        all.push_back(std::move(sums.totals));
    }
    return all;
}

}  // namespace interlinear::mixmoe
