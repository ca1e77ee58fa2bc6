// Corpus BLEU with one reference, equal to sacreBLEU's.
//
//   Result<BleuScore> bleu = corpusBleu(hypotheses, references, bleuTokenizerFor("de"));
//   bleu->score;          // 0 to 100
//   bleu->signature;      // "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0"
//
// Papineni et al. (2002); n-grams up to 4, smoothing "exp" (Chen and Cherry 2014, method 3), brevity penalty over the corpus.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/eval/bleu_tokenizer.h"
#include "engine/mixmoe/eval/ngrams.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace interlinear::mixmoe {

/// The version of sacreBLEU whose scores these metrics equal; it ends every signature.
inline constexpr std::string_view sacrebleuVersion = "2.6.0";

/// Of a sentence, or summed over several.
struct BleuStatistics {
    std::array<NgramOverlap, 4> overlaps{};   ///< of 1-grams to 4-grams; those of 1-grams count the tokens

    BleuStatistics &operator+=(const BleuStatistics &other);
    /// 1-grams to 4-grams, 0 to 100, smoothed; all 0 where nothing matches.
    std::array<double, 4> precisions() const;
    double brevityPenalty() const;
    double score() const;
};

struct BleuScore {
    double score = 0;                         ///< 0 to 100
    std::array<double, 4> precisions{};       ///< of 1-grams to 4-grams, 0 to 100, smoothed
    double brevityPenalty = 1;
    std::size_t hypothesisTokens = 0;
    std::size_t referenceTokens = 0;
    std::string signature;
};

/// Both valid UTF-8. On the tokenizer's thread.
BleuStatistics bleuStatistics(std::string_view hypothesis, std::string_view reference, const LineTokenizer &tokenizer);

std::string bleuSignature(const LineTokenizer &tokenizer);

/// Line i of the hypotheses against line i of the references; valid UTF-8. A different number of lines, or none, is InvalidArgument, a tokenizer
/// that cannot be opened Unsupported. Any thread.
Result<BleuScore> corpusBleu(std::span<const std::string> hypotheses, std::span<const std::string> references, BleuTokenizer tokenizer);

}  // namespace interlinear::mixmoe
