#include "engine/mixmoe/analysis/capture_difference.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace interlinear::mixmoe {

namespace {

using What = CaptureChange::What;

struct Pair {
    const RoutingCapture &before, &after;
};

bool sameShape(const Pair &pair)
{
    const auto shape = [](const RoutingCapture &capture) { return std::tie(capture.layerIndex, capture.expertsPerGroup, capture.groups, capture.topK); };
    return shape(pair.before) == shape(pair.after);
}

bool isSameToken(const Pair &pair, std::size_t token)
{
    const CapturedToken &before = pair.before.tokens[token], &after = pair.after.tokens[token];
    return before.id == after.id && before.phase == after.phase;
}

std::size_t commonTokens(const Pair &pair)
{
    const std::size_t both = std::min(pair.before.tokenCount(), pair.after.tokenCount());
    std::size_t common = 0;
    while (common < both && isSameToken(pair, common))
        ++common;
    return common;
}

/// Of a token that both read.
std::vector<CaptureChange> changesOfToken(const Pair &pair, std::size_t token)
{
    const CapturedToken &before = pair.before.tokens[token], &after = pair.after.tokens[token];
    std::vector<CaptureChange> changes;
    if (before.logProbability != after.logProbability)
        changes.push_back({.what = What::LogProbability, .before = before.logProbability, .after = after.logProbability});
    if (before.spanBytes != after.spanBytes || before.spanUtf16 != after.spanUtf16)
        changes.push_back({.what = What::Span});
    return changes;
}

void addChoices(const Pair &pair, int layer, std::size_t token, ExpertGroup group, std::vector<CaptureChange> &changes)
{
    for (int rank = 0; rank < pair.before.topK; ++rank) {
        const int before = pair.before.chosenAt(layer, token, group, rank), after = pair.after.chosenAt(layer, token, group, rank);
        if (before != after)
            changes.push_back({.what = What::Choice, .group = group, .rank = rank, .before = static_cast<float>(before), .after = static_cast<float>(after)});
    }
}

void addProbability(const Pair &pair, int layer, std::size_t token, ExpertGroup group, std::vector<CaptureChange> &changes)
{
    if (pair.before.level != CaptureLevel::Probabilities || pair.after.level != CaptureLevel::Probabilities)
        return;
    CaptureChange largest{.what = What::Probability, .group = group};
    for (int expert = 0; expert < pair.before.expertsPerGroup; ++expert) {
        const int place = static_cast<int>(group) * pair.before.expertsPerGroup + expert;
        const float before = pair.before.gateProbability(layer, token, place), after = pair.after.gateProbability(layer, token, place);
        if (before != after && !(std::abs(after - before) <= std::abs(largest.after - largest.before)))
            largest = {.what = What::Probability, .group = group, .expert = expert, .before = before, .after = after};
    }
    if (largest.expert >= 0)
        changes.push_back(largest);
}

void addWeights(const Pair &pair, int layer, std::size_t token, ExpertGroup group, std::vector<CaptureChange> &changes)
{
    for (int rank = 0; rank < pair.before.topK; ++rank) {
        const float before = pair.before.weightAt(layer, token, group, rank), after = pair.after.weightAt(layer, token, group, rank);
        if (before != after)
            changes.push_back({.what = What::Weight, .group = group, .rank = rank, .before = before, .after = after});
    }
}

/// Of one token in one captured layer.
std::vector<CaptureChange> changesOfRouting(const Pair &pair, int layer, std::size_t token)
{
    std::vector<CaptureChange> changes;
    for (int g = 0; g < pair.before.groups; ++g) {
        const auto group = static_cast<ExpertGroup>(g);
        addChoices(pair, layer, token, group, changes);
        addProbability(pair, layer, token, group, changes);
        addWeights(pair, layer, token, group, changes);
    }
    return changes;
}

void note(const std::vector<CaptureChange> &changes, CaptureDifference &difference)
{
    for (const CaptureChange &change : changes) {
        const float size = std::abs(change.after - change.before);
        if (change.what == What::Probability)
            difference.largestProbability = std::max(difference.largestProbability, size);
        if (change.what == What::Weight)
            difference.largestWeight = std::max(difference.largestWeight, size);
    }
}

void keepFirst(CapturePlace place, CaptureDifference &difference)
{
    if (!difference.first && !place.changes.empty())
        difference.first = std::move(place);
}

/// A token's own values come first: the pass before picked it, then it is read layer by layer.
void compareToken(const Pair &pair, std::size_t token, CaptureDifference &difference)
{
    keepFirst({token, std::nullopt, changesOfToken(pair, token)}, difference);
    bool chosenAnew = false;
    for (int layer = 0; layer < pair.before.layers(); ++layer) {
        std::vector<CaptureChange> changes = changesOfRouting(pair, layer, token);
        note(changes, difference);
        chosenAnew = chosenAnew || std::ranges::find(changes, What::Choice, &CaptureChange::what) != changes.end();
        keepFirst({token, pair.before.layerIndex[static_cast<std::size_t>(layer)], std::move(changes)}, difference);
    }
    difference.changedTokens += chosenAnew ? 1 : 0;
}

bool sameTexts(const Pair &pair)
{
    const auto texts = [](const RoutingCapture &capture) { return std::tie(capture.fromLanguage, capture.toLanguage, capture.sourceText, capture.targetText); };
    return texts(pair.before) == texts(pair.after);
}

}  // namespace

Result<CaptureDifference> compare(const RoutingCapture &before, const RoutingCapture &after)
{
    const Pair pair{before, after};
    if (!sameShape(pair))
        return fail(ErrorCode::WrongModel, "", "the captures cannot be compared: they are of models with other layers or experts, \"%1\" and \"%2\"", before.modelName, after.modelName);
    CaptureDifference difference{.commonTokens = commonTokens(pair), .sameTarget = before.targetText == after.targetText};
    for (std::size_t token = 0; token < difference.commonTokens; ++token)
        compareToken(pair, token, difference);
    if (difference.commonTokens < std::max(before.tokenCount(), after.tokenCount()))
        keepFirst({difference.commonTokens, std::nullopt, {{.what = What::Token}}}, difference);
    if (!sameTexts(pair))
        keepFirst({difference.commonTokens, std::nullopt, {{.what = What::Text}}}, difference);
    return difference;
}

}  // namespace interlinear::mixmoe
