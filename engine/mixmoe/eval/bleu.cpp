#include "engine/mixmoe/eval/bleu.h"

#include "engine/mixmoe/eval/sentence_statistics.h"

#include <cmath>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t maxOrder = 4;

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

BleuStatistics &BleuStatistics::operator+=(const BleuStatistics &other)
{
    for (std::size_t order = 0; order < maxOrder; ++order)
        overlaps[order] += other.overlaps[order];
    return *this;
}

/// An order without a match counts as half a match, the next one as a quarter, and so on; one without n-grams stays 0.
std::array<double, maxOrder> BleuStatistics::precisions() const
{
    std::array<double, maxOrder> precisions{};
    if (std::all_of(overlaps.begin(), overlaps.end(), [](const NgramOverlap &overlap) { return overlap.matched == 0; }))
        return precisions;
    double halving = 1;
    for (std::size_t order = 0; order < maxOrder && overlaps[order].hypothesis > 0; ++order) {
        const auto total = static_cast<double>(overlaps[order].hypothesis);
        if (overlaps[order].matched == 0)
            halving *= 2;
        precisions[order] = overlaps[order].matched == 0 ? 100 / (halving * total) : 100 * static_cast<double>(overlaps[order].matched) / total;
    }
    return precisions;
}

double BleuStatistics::brevityPenalty() const
{
    const NgramOverlap &tokens = overlaps.front();
    if (tokens.hypothesis >= tokens.reference)
        return 1;
    return tokens.hypothesis == 0 ? 0 : std::exp(1 - static_cast<double>(tokens.reference) / static_cast<double>(tokens.hypothesis));
}

double BleuStatistics::score() const
{
    return brevityPenalty() * geometricMean(precisions());
}

BleuStatistics bleuStatistics(std::string_view hypothesis, std::string_view reference, const LineTokenizer &tokenizer)
{
    const std::vector<std::u32string> ours = tokenizer.tokens(hypothesis);
    const std::vector<std::u32string> theirs = tokenizer.tokens(reference);
    BleuStatistics statistics;
    for (std::size_t order = 0; order < maxOrder; ++order)
        statistics.overlaps[order] = ngramOverlap<std::u32string>(ours, theirs, order + 1);
    return statistics;
}

Result<BleuScore> corpusBleu(std::span<const std::string> hypotheses, std::span<const std::string> references, BleuTokenizer tokenizer)
{
    const Result<LineTokenizer> opened = openTokenizer(tokenizer);
    if (!opened)
        return std::unexpected(opened.error());
    const auto ofSentence = [&](auto hypothesis, auto reference) { return bleuStatistics(hypothesis, reference, *opened); };
    const auto sentences = sentenceStatistics(hypotheses, references, ofSentence);
    if (!sentences)
        return std::unexpected(sentences.error());
    const BleuStatistics statistics = summed<BleuStatistics>(*sentences);
    return BleuScore{.score = statistics.score(),
                     .precisions = statistics.precisions(),
                     .brevityPenalty = statistics.brevityPenalty(),
                     .hypothesisTokens = statistics.overlaps.front().hypothesis,
                     .referenceTokens = statistics.overlaps.front().reference,
                     .signature = bleuSignature(*opened)};
}

std::string bleuSignature(const LineTokenizer &tokenizer)
{
    return "nrefs:1|case:mixed|eff:no|tok:" + tokenizer.name + "|smooth:exp|version:" + std::string(sacrebleuVersion);
}

}  // namespace interlinear::mixmoe
