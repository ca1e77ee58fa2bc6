#include "engine/mixmoe/decode/confidence.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace interlinear::mixmoe {

ConfidenceFeatures confidenceFeatures(const Translation &translation)
{
    const auto written = std::span(translation.logProbabilities).subspan(static_cast<std::size_t>(translation.typedTokens));
    return {.meanLogProbability = std::accumulate(written.begin(), written.end(), 0.0F) / static_cast<float>(written.size()),
            .leastLogProbability = *std::ranges::min_element(written),
            .tokens = static_cast<float>(written.size() - 1),
            .numbersDiffer = translation.numbersDiffer ? 1.0F : 0.0F};
}

std::optional<float> confidenceOf(const ModelConfig &config, std::string_view from, std::string_view to, const Translation &translation)
{
    const Calibration *calibration = config.calibrationFor(from, to);
    if (!calibration || translation.logProbabilities.empty())
        return std::nullopt;
    if (translation.sourceCut || !translation.complete)
        return 0.0F;
    return calibration->probability(confidenceFeatures(translation));
}

}  // namespace interlinear::mixmoe
