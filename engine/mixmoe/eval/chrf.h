// Corpus chrF and chrF++ with one reference, equal to sacreBLEU's.
//
//   Result<ChrfScore> chrf = corpusChrf(hypotheses, references, ChrfVariant::Characters);
//   chrf->score;          // 0 to 100
//   chrf->signature;      // "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0"
//
// Popović (2015, 2017): F-score with beta 2 over precision and recall, averaged over the n-gram orders that both sides have.
#pragma once

#include "engine/core/result.h"

#include <span>
#include <string>

namespace interlinear::mixmoe {

enum class ChrfVariant {
    Characters,          ///< chrF: character n-grams up to 6
    CharactersAndWords   ///< chrF++: and word n-grams up to 2
};

struct ChrfScore {
    double score = 0;    ///< 0 to 100
    std::string signature;
};

/// Line i of the hypotheses against line i of the references; valid UTF-8. A different number of lines, or none, is InvalidArgument. Any thread.
Result<ChrfScore> corpusChrf(std::span<const std::string> hypotheses, std::span<const std::string> references, ChrfVariant variant);

}  // namespace interlinear::mixmoe
