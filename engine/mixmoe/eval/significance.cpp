#include "engine/mixmoe/eval/significance.h"

#include <algorithm>
#include <numeric>

namespace interlinear::mixmoe {

namespace {

double meanOf(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

std::size_t samplesOf(const SignificanceOptions &options)
{
    if (options.samples > 0)
        return options.samples;
    return options.test == SignificanceTest::PairedBootstrap ? 1'000 : 10'000;
}

double pValueOf(std::span<const double> differences, double observed)
{
    const auto larger = std::count_if(differences.begin(), differences.end(), [observed](double difference) { return difference > observed; });
    return static_cast<double>(larger + 1) / static_cast<double>(differences.size() + 1);
}

double bootstrapPValue(std::span<const double> systemScores, std::span<const double> baselineScores, double observed)
{
    std::vector<double> differences(systemScores.size());
    std::transform(systemScores.begin(), systemScores.end(), baselineScores.begin(), differences.begin(), [](double a, double b) { return std::abs(a - b); });
    const double mean = meanOf(differences);
    for (double &difference : differences)
        difference -= mean;
    return pValueOf(differences, observed);
}

void describeScores(Significance &significance, std::vector<double> scores)
{
    std::sort(scores.begin(), scores.end());
    const std::size_t outside = scores.size() / 40;   // on either side
    significance.mean = meanOf(scores);
    significance.low = scores[outside];
    significance.high = scores[scores.size() - outside - 1];
}

std::string_view nameOf(SignificanceTest test)
{
    return test == SignificanceTest::PairedBootstrap ? "bootstrap" : "randomisation";
}

}  // namespace interlinear::mixmoe
