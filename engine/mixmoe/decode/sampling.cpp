#include "engine/mixmoe/decode/sampling.h"

#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/whole_words.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

namespace interlinear::mixmoe {

namespace {

// Completed by the lowest bytes or by the highest: one of both is a character where any is.
bool canBecomeCharacter(std::string_view begun)
{
    return std::ranges::any_of(std::string_view("\x80\xBF"), [&](char fill) {
        std::string text(begun);
        while (unfinishedBytes(text) > 0)
            text += fill;
        return !firstInvalidUtf8(text);
    });
}

}  // namespace

Result<void> validate(const Sampling &sampling)
{
    if (!std::isfinite(sampling.temperature) || sampling.temperature <= 0)
        return fail(ErrorCode::InvalidArgument, "", "the temperature is %1; expected a number above 0", sampling.temperature);
    if (sampling.topK < 1)
        return fail(ErrorCode::InvalidArgument, "", "sampling is among the best %1; expected 1 or more", sampling.topK);
    if (!(sampling.topP > 0 && sampling.topP <= 1))
        return fail(ErrorCode::InvalidArgument, "", "sampling is among the best that reach a probability of %1; expected a number above 0, at most 1", sampling.topP);
    return {};
}

std::vector<Candidate> keepingCharacters(std::span<const Candidate> candidates, std::string_view begun, const PieceTable &table)
{
    const auto keeps = [&](const Candidate &candidate) {
        const std::string &bytes = table.surface[static_cast<std::size_t>(candidate.token)];
        if (bytes.empty())
            return begun.empty();
        const std::string text = std::string(begun) + bytes;
        const std::size_t whole = text.size() - unfinishedBytes(text);
        return !firstInvalidUtf8(std::string_view(text).substr(0, whole)) && canBecomeCharacter(std::string_view(text).substr(whole));
    };
    std::vector<Candidate> kept;
    std::ranges::copy_if(candidates, std::back_inserter(kept), keeps);
    return kept.empty() ? std::vector<Candidate>(candidates.begin(), candidates.end()) : kept;
}

Candidate Sampler::draw(std::span<const Candidate> candidates)
{
    std::vector<double> weights;
    double probability = 0, sum = 0;
    for (const Candidate &candidate : candidates.first(std::min(candidates.size(), static_cast<std::size_t>(m_sampling.topK)))) {
        if (!weights.empty() && probability >= static_cast<double>(m_sampling.topP))
            break;
        probability += std::exp(static_cast<double>(candidate.logProbability));
        // Relative to the best one, so that a low temperature leaves numbers.
        weights.push_back(std::exp(static_cast<double>(candidate.logProbability - candidates.front().logProbability) / static_cast<double>(m_sampling.temperature)));
        sum += weights.back();
    }
    double left = static_cast<double>(m_random() >> 11) * 0x1.0p-53 * sum;   // the library's distributions differ between implementations
    for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
        if (left < weights[i])
            return candidates[i];
        left -= weights[i];
    }
    return candidates[weights.size() - 1];
}

}  // namespace interlinear::mixmoe
