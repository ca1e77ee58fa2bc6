#include "engine/mixmoe/runtime/selection.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace interlinear::mixmoe {

namespace {

constexpr float impossible = std::numeric_limits<float>::lowest();

// Where the logit of a token stands; nothing where it has none.
std::optional<std::size_t> placeOf(TokenId token, std::size_t count, const TokenSet *allowed)
{
    if (!allowed)
        return token >= 0 && static_cast<std::size_t>(token) < count ? std::optional(static_cast<std::size_t>(token)) : std::nullopt;
    const auto ids = allowed->ids();
    const auto found = std::ranges::lower_bound(ids, token);
    return found != ids.end() && *found == token ? std::optional(static_cast<std::size_t>(found - ids.begin())) : std::nullopt;
}

/// False when a logit that was written over was no finite number.
bool constrain(std::span<float> logits, const Selection &selection)
{
    bool finite = true;
    for (const auto &[token, bias] : selection.biases) {
        if (const auto place = placeOf(token, logits.size(), selection.allowed.get()))
            logits[*place] += bias;
    }
    for (const TokenId token : selection.banned) {
        const auto place = placeOf(token, logits.size(), selection.allowed.get());
        if (!place)
            continue;
        finite = finite && std::isfinite(logits[*place]);
        logits[*place] = impossible;
    }
    return finite;
}

/// The best k by their places, ties by rising place; `total` is the logarithm of the sum of all exponentials.
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

std::span<float> keepOnly(const TokenSet &tokens, std::span<float> logits)
{
    const auto ids = tokens.ids();
    for (std::size_t i = 0; i < ids.size(); ++i)
        logits[i] = logits[static_cast<std::size_t>(ids[i])];   // rising: never one that was written over
    return logits.first(ids.size());
}

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
    if (selection.allowed) {
        for (Candidate &candidate : picked.candidates)
            candidate.token = selection.allowed->ids()[static_cast<std::size_t>(candidate.token)];
    }
    picked.scored.clear();
    for (const TokenId token : selection.scored) {
        const auto place = placeOf(token, logits.size(), selection.allowed.get());
        const float logit = place ? logits[*place] : impossible;
        picked.scored.push_back(logit == impossible ? -std::numeric_limits<float>::infinity() : logit - total);
    }
    return true;
}

std::optional<float> logProbability(std::span<const float> logits, TokenId token, const RowFunctions &functions)
{
    const float highest = functions.highestFinite(logits.data(), logits.size());
    if (!std::isfinite(highest))
        return std::nullopt;
    return logits[static_cast<std::size_t>(token)] - (highest + std::log(functions.sumOfExponentials(logits.data(), logits.size(), highest)));
}

std::optional<Picked> select(std::span<const float> logits, const Selection &selection)
{
    std::vector<float> values(logits.begin(), logits.end());
    const std::span<float> kept = selection.allowed ? keepOnly(*selection.allowed, values) : std::span(values);
    Picked picked;
    return selectInto(kept, selection, rowFunctions(InstructionSet::Portable), picked) ? std::optional(std::move(picked)) : std::nullopt;
}

}  // namespace interlinear::mixmoe
