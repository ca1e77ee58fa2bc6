#include "engine/mixmoe/eval/bleu.h"

#include "engine/mixmoe/eval/ngrams.h"
#include "engine/mixmoe/eval/parallel_lines.h"

#include <cmath>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t maxOrder = 4;

using Overlaps = std::array<NgramOverlap, maxOrder>;

double brevityPenalty(std::size_t hypothesisTokens, std::size_t referenceTokens)
{
    if (hypothesisTokens >= referenceTokens)
        return 1;
    return hypothesisTokens == 0 ? 0 : std::exp(1 - static_cast<double>(referenceTokens) / static_cast<double>(hypothesisTokens));
}

/// An order without a match counts as half a match, the next one as a quarter, and so on; one without n-grams stays 0.
std::array<double, maxOrder> smoothedPrecisions(const Overlaps &overlaps)
{
    std::array<double, maxOrder> precisions{};
    double halving = 1;
    for (std::size_t order = 0; order < maxOrder && overlaps[order].hypothesis > 0; ++order) {
        const auto total = static_cast<double>(overlaps[order].hypothesis);
        if (overlaps[order].matched == 0)
            halving *= 2;
        precisions[order] = overlaps[order].matched == 0 ? 100 / (halving * total) : 100 * static_cast<double>(overlaps[order].matched) / total;
    }
    return precisions;
}

double geometricMean(const std::array<double, maxOrder> &values)
{
    double sumOfLogs = 0;
    for (const double value : values) {
        if (value == 0)
            return 0;
        sumOfLogs += std::log(value);
    }
    return std::exp(sumOfLogs / static_cast<double>(maxOrder));
}

}  // namespace

Result<BleuScore> corpusBleu(std::span<const std::string> hypotheses, std::span<const std::string> references, BleuTokenizer tokenizer)
{
    if (auto parallel = checkParallel(hypotheses, references); !parallel)
        return std::unexpected(parallel.error());

    BleuScore bleu;
    Overlaps overlaps;
    for (std::size_t line = 0; line < hypotheses.size(); ++line) {
        const std::vector<std::u32string> hypothesis = bleuTokens(hypotheses[line], tokenizer);
        const std::vector<std::u32string> reference = bleuTokens(references[line], tokenizer);
        bleu.hypothesisTokens += hypothesis.size();
        bleu.referenceTokens += reference.size();
        for (std::size_t order = 0; order < maxOrder; ++order)
            overlaps[order] += ngramOverlap<std::u32string>(hypothesis, reference, order + 1);
    }

    bleu.brevityPenalty = brevityPenalty(bleu.hypothesisTokens, bleu.referenceTokens);
    const bool anyMatch = std::any_of(overlaps.begin(), overlaps.end(), [](const NgramOverlap &overlap) { return overlap.matched > 0; });
    if (anyMatch)
        bleu.precisions = smoothedPrecisions(overlaps);
    bleu.score = bleu.brevityPenalty * geometricMean(bleu.precisions);
    bleu.signature = "nrefs:1|case:mixed|eff:no|tok:" + std::string(nameOf(tokenizer)) + "|smooth:exp|version:" + std::string(sacrebleuVersion);
    return bleu;
}

}  // namespace interlinear::mixmoe
