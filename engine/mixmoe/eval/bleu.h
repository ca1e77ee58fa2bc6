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

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace interlinear::mixmoe {

/// The version of sacreBLEU whose scores these metrics equal; it ends every signature.
inline constexpr std::string_view sacrebleuVersion = "2.6.0";

struct BleuScore {
    double score = 0;                         ///< 0 to 100
    std::array<double, 4> precisions{};       ///< of 1-grams to 4-grams, 0 to 100, smoothed
    double brevityPenalty = 1;
    std::size_t hypothesisTokens = 0;
    std::size_t referenceTokens = 0;
    std::string signature;
};

/// Line i of the hypotheses against line i of the references; valid UTF-8. A different number of lines, or none, is InvalidArgument. Any thread.
Result<BleuScore> corpusBleu(std::span<const std::string> hypotheses, std::span<const std::string> references, BleuTokenizer tokenizer);

}  // namespace interlinear::mixmoe
