// A corpus metric as the sum of what it counts in each sentence: count once, then score the whole, a part, or any resample of it.
//
//   const auto sentences = sentenceStatistics(hypotheses, references, terStatistics);   // Result<std::vector<TerStatistics>>
//   summed<TerStatistics>(*sentences).score();                                          // of the corpus
//   summed<TerStatistics>({sentences->data(), 10}).score();                             // of its first ten lines
#pragma once

#include "engine/mixmoe/eval/parallel_lines.h"

#include <concepts>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

/// What a metric counts in one sentence, or summed over several; a default one counts nothing.
template <typename T>
concept SentenceStatistics = std::default_initializable<T> && requires(T sum, const T &part) {
    sum += part;
    { part.score() } -> std::same_as<double>;
};

/// Of each line: ofSentence(hypothesis, reference). A different number of lines, or none, is InvalidArgument.
template <typename OfSentence>
auto sentenceStatistics(std::span<const std::string> hypotheses, std::span<const std::string> references, OfSentence ofSentence)
    -> Result<std::vector<decltype(ofSentence(std::string_view(), std::string_view()))>>
{
    if (auto parallel = checkParallel(hypotheses, references); !parallel)
        return std::unexpected(parallel.error());
    std::vector<decltype(ofSentence(std::string_view(), std::string_view()))> statistics;
    for (std::size_t line = 0; line < hypotheses.size(); ++line)
        statistics.push_back(ofSentence(hypotheses[line], references[line]));
    return statistics;
}

template <SentenceStatistics Statistics>
Statistics summed(std::span<const Statistics> sentences)
{
    Statistics sum;
    for (const Statistics &sentence : sentences)
        sum += sentence;
    return sum;
}

}  // namespace interlinear::mixmoe
