#include "engine/mixmoe/runtime/selection.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace interlinear::mixmoe {

namespace {

constexpr float impossible = std::numeric_limits<float>::lowest();

/// False when a logit that was written over was no finite number.
bool constrain(std::span<float> logits, const Selection &selection)
{
    const auto known = [&](TokenId token) { return token >= 0 && static_cast<std::size_t>(token) < logits.size(); };
    bool finite = true;
    for (const auto &[token, bias] : selection.biases) {
        if (known(token))
            logits[static_cast<std::size_t>(token)] += bias;
    }
    for (const TokenId token : selection.banned) {
        if (!known(token))
            continue;
        finite = finite && std::isfinite(logits[static_cast<std::size_t>(token)]);
        logits[static_cast<std::size_t>(token)] = impossible;
    }
    return finite;
}

/// The best k, ties by rising token; `total` is the logarithm of the sum of all exponentials.
void bestOf(std::span<const float> logits, std::size_t k, float total, const RowFunctions &functions, std::vector<Candidate> &best)
{
    best.clear();
    if (k == 0)
        return;
    best.reserve(k + 1);
    const auto bound = [&] { return best.size() < k ? impossible : best.back().logProbability; };
    for (std::size_t i = functions.firstAbove(logits.data(), 0, logits.size(), bound()); i < logits.size();
         i = functions.firstAbove(logits.data(), i + 1, logits.size(), bound())) {
        const auto place = std::ranges::find_if(best, [&](const Candidate &other) { return other.logProbability < logits[i]; });
        best.insert(place, {static_cast<TokenId>(i), logits[i]});
        if (best.size() > k)
            best.pop_back();
    }
    for (Candidate &candidate : best)
        candidate.logProbability -= total;
}

}  // namespace

bool selectInto(std::span<float> logits, const Selection &selection, const RowFunctions &functions, Picked &picked)
{
    if (logits.empty() || !constrain(logits, selection))
        return false;
    const float highest = functions.highestFinite(logits.data(), logits.size());
    if (!std::isfinite(highest) || highest == impossible)
        return false;
    const float total = highest + std::log(functions.sumOfExponentials(logits.data(), logits.size(), highest));

    const std::size_t k = std::min(logits.size(), static_cast<std::size_t>(std::max(0, selection.topK)));
    bestOf(logits, k, total, functions, picked.candidates);
    picked.scored.clear();
    for (const TokenId token : selection.scored) {
        const float logit = logits[static_cast<std::size_t>(token)];
        picked.scored.push_back(logit == impossible ? -std::numeric_limits<float>::infinity() : logit - total);
    }
    return true;
}

std::optional<Picked> select(std::span<const float> logits, const Selection &selection)
{
    std::vector<float> values(logits.begin(), logits.end());
    Picked picked;
    return selectInto(values, selection, rowFunctions(InstructionSet::Portable), picked) ? std::optional(std::move(picked)) : std::nullopt;
}

}  // namespace interlinear::mixmoe
