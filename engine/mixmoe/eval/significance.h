// Whether one system really is better than another, or only on these sentences.
//
//   const auto system = sentenceStatistics(hypotheses, references, terStatistics), baseline = sentenceStatistics(others, references, terStatistics);
//   const Significance result = compareSystems<TerStatistics>(*system, *baseline, {.test = SignificanceTest::PairedBootstrap});
//   result.pValue;                  // below 0.05: the difference is hardly chance
//   result.low, result.high;        // where 95 % of the resampled scores of the system lie
//
// Paired bootstrap resampling (Koehn 2004) and paired approximate randomisation (Riezler and Maxwell 2005), two-sided, with p-values as sacreBLEU 2.6.0
// takes them: (number of samples that differ more than the systems do, + 1) / (samples + 1).
#pragma once

#include "engine/mixmoe/eval/sentence_statistics.h"

#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

enum class SignificanceTest { PairedBootstrap, ApproximateRandomisation };

struct SignificanceOptions {
    SignificanceTest test = SignificanceTest::PairedBootstrap;
    std::size_t samples = 0;         ///< 0: as many as is customary, 1,000 resamples or 10,000 shuffles
    std::uint64_t seed = 12345;
};

struct Significance {
    double score = 0, baseline = 0;
    double mean = 0, low = 0, high = 0;   ///< of the system's score in bootstrap resamples; 95 % of them lie between low and high
    double pValue = 1;                    ///< that systems of equal worth differ as much
    std::size_t samples = 0;
};

/// The number of samples that the options ask for.
std::size_t samplesOf(const SignificanceOptions &options);

/// Lines drawn with replacement, the same for one seed and number of lines.
class LineDraw {
public:
    LineDraw(std::uint64_t seed, std::size_t lines) : m_random(seed), m_lines(lines) {}
    /// The bias of so cheap a draw is below lines / 2^32.
    std::size_t next() { return static_cast<std::size_t>(((m_random() >> 32) * m_lines) >> 32); }

private:
    std::mt19937_64 m_random;
    std::size_t m_lines;
};

/// The score of each resample of as many lines as there are. Two systems with one seed are drawn the same lines.
template <SentenceStatistics Statistics>
std::vector<double> bootstrapScores(std::span<const Statistics> sentences, std::size_t samples, std::uint64_t seed)
{
    LineDraw draw(seed, sentences.size());
    std::vector<double> scores(samples);
    for (double &score : scores) {
        Statistics sum;
        for (std::size_t line = 0; line < sentences.size(); ++line)
            sum += sentences[draw.next()];
        score = sum.score();
    }
    return scores;
}

/// The difference of the scores after the two systems have swapped about half of their lines, for each sample.
template <SentenceStatistics Statistics>
std::vector<double> shuffledDifferences(std::span<const Statistics> system, std::span<const Statistics> baseline, std::size_t samples, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::vector<double> differences(samples);
    for (double &difference : differences) {
        Statistics one, other;
        std::uint64_t bits = 0;
        for (std::size_t line = 0; line < system.size(); ++line, bits >>= 1) {
            if (line % 64 == 0)
                bits = random();
            one += bits & 1 ? baseline[line] : system[line];
            other += bits & 1 ? system[line] : baseline[line];
        }
        difference = std::abs(one.score() - other.score());
    }
    return differences;
}

/// Of a difference that was observed, from the differences of samples.
double pValueOf(std::span<const double> differences, double observed);

/// Fills in mean, low and high from the system's resampled scores.
void describeScores(Significance &significance, std::vector<double> scores);

/// As pValueOf(), with the mean difference of the resamples taken off each.
double bootstrapPValue(std::span<const double> systemScores, std::span<const double> baselineScores, double observed);

/// As many sentences of the one as of the other, at least one; line by line they answer the same source. Any thread.
template <SentenceStatistics Statistics>
Significance compareSystems(std::span<const Statistics> system, std::span<const Statistics> baseline, const SignificanceOptions &options)
{
    Significance result{.score = summed(system).score(), .baseline = summed(baseline).score(), .samples = samplesOf(options)};
    const double observed = std::abs(result.score - result.baseline);
    if (options.test == SignificanceTest::PairedBootstrap) {
        std::vector<double> scores = bootstrapScores(system, result.samples, options.seed);
        result.pValue = bootstrapPValue(scores, bootstrapScores(baseline, result.samples, options.seed), observed);
        describeScores(result, std::move(scores));
    } else {
        result.pValue = pValueOf(shuffledDifferences(system, baseline, result.samples, options.seed), observed);
        describeScores(result, bootstrapScores(system, samplesOf({}), options.seed));
    }
    return result;
}

/// "bootstrap" and "randomisation".
std::string_view nameOf(SignificanceTest test);

}  // namespace interlinear::mixmoe
