#include "engine/mixmoe/analysis/routing_totals.h"

#include <algorithm>
#include <cmath>

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

void addToken(const RoutingCapture &capture, int layer, std::size_t token, ExpertGroup group, bool probabilities, GateTotals &gate)
{
    for (int rank = 0; rank < capture.topK; ++rank) {
        if (const int expert = capture.chosenAt(layer, token, group, rank); expert >= 0)
            ++gate.load[static_cast<std::size_t>(expert)];
    }
    if (!probabilities)
        return;
    const int n = capture.expertsPerGroup, first = static_cast<int>(group) * n;
    std::vector<double> ofToken;
    for (int expert = 0; expert < n; ++expert)
        ofToken.push_back(capture.gateProbability(layer, token, first + expert));
    for (std::size_t expert = 0; expert < ofToken.size(); ++expert)
        gate.probability[expert] += ofToken[expert];
    *gate.certainty += 1 - entropyOf(ofToken);
}

void add(const RoutingCapture &capture, std::optional<Phase> phase, RoutingTotals &totals)
{
    ++totals.segments;
    for (std::size_t token = 0; token < capture.tokenCount(); ++token) {
        if (phase && capture.tokens[token].phase != *phase)
            continue;
        ++totals.tokens;
        for (int layer = 0; layer < capture.layers(); ++layer) {
            for (int group = 0; group < capture.groups; ++group) {
                GateTotals &gate = totals.gates[static_cast<std::size_t>(layer * capture.groups + group)];
                addToken(capture, layer, token, static_cast<ExpertGroup>(group), gate.certainty.has_value(), gate);
            }
        }
    }
}

void divide(std::vector<double> &sums, double count)
{
    for (double &sum : sums)
        sum = count > 0 ? sum / count : 0;
}

void finish(RoutingTotals &totals)
{
    for (GateTotals &gate : totals.gates) {
        double choices = 0;
        for (const double chosen : gate.load)
            choices += chosen;
        divide(gate.load, choices);
        divide(gate.probability, static_cast<double>(totals.tokens));
        gate.evenness = entropyOf(gate.load);
        if (gate.certainty && totals.tokens > 0)
            *gate.certainty /= static_cast<double>(totals.tokens);
    }
}

bool isOfDirection(const RoutingTotals &totals, const RoutingCapture &capture)
{
    return totals.fromLanguage == capture.fromLanguage && totals.toLanguage == capture.toLanguage;
}

RoutingTotals emptyTotals(const RoutingCapture &first, std::span<const RoutingCapture> captures)
{
    RoutingTotals totals{.fromLanguage = first.fromLanguage, .toLanguage = first.toLanguage, .layerIndex = first.layerIndex, .expertsPerGroup = first.expertsPerGroup, .groups = first.groups};
    const bool probabilities = std::ranges::all_of(captures, [&](const RoutingCapture &capture) { return !isOfDirection(totals, capture) || capture.level == CaptureLevel::Probabilities; });
    const auto n = static_cast<std::size_t>(first.expertsPerGroup);
    GateTotals gate{.load = std::vector<double>(n)};
    if (probabilities) {
        gate.probability.resize(n);
        gate.certainty = 0;
    }
    totals.gates.assign(static_cast<std::size_t>(first.layers() * first.groups), gate);
    return totals;
}

}  // namespace

Result<std::vector<RoutingTotals>> totalsOf(std::span<const RoutingCapture> captures, std::optional<Phase> phase)
{
    std::vector<RoutingTotals> all;
    for (const RoutingCapture &capture : captures) {
        const RoutingCapture &first = captures.front();
        if (capture.modelFingerprint != first.modelFingerprint || capture.layerIndex != first.layerIndex || capture.expertsPerGroup != first.expertsPerGroup ||
            capture.groups != first.groups || capture.topK != first.topK)
            return fail(ErrorCode::WrongModel, capture.modelName, "made the routing of \"%1\", and another model or another choice of experts that of \"%2\"; totals are of one model",
                        capture.sourceText, first.sourceText);
        auto totals = std::ranges::find_if(all, [&](const RoutingTotals &known) { return isOfDirection(known, capture); });
        if (totals == all.end())
            totals = all.insert(all.end(), emptyTotals(capture, captures));
        add(capture, phase, *totals);
    }
    std::ranges::for_each(all, finish);
    return all;
}

}  // namespace interlinear::mixmoe
