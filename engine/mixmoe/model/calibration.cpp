#include "engine/mixmoe/model/calibration.h"

#include <cmath>

namespace interlinear::mixmoe {

std::array<float, confidenceTerms> termsOf(const ConfidenceFeatures &features)
{
    return {features.meanLogProbability, features.leastLogProbability, std::log1p(features.tokens), features.numbersDiffer};
}

const std::array<const char *, confidenceTerms> &confidenceTermNames()
{
    static constexpr std::array<const char *, confidenceTerms> names{"mean_log_probability", "least_log_probability", "log_tokens", "numbers_differ"};
    return names;
}

float Calibration::probability(const ConfidenceFeatures &features) const
{
    const std::array<float, confidenceTerms> terms = termsOf(features);
    float logit = bias;
    for (std::size_t i = 0; i < terms.size(); ++i)
        logit += weights[i] * terms[i];
    return 1.0F / (1.0F + std::exp(-logit));
}

}  // namespace interlinear::mixmoe
