// Corpus TER, the translation edit rate, with one reference, equal to sacreBLEU's default.
//
//   Result<TerScore> ter = corpusTer(hypotheses, references);
//   ter->score;           // edits per 100 words of the references: 0 is best, above 100 is possible
//   ter->signature;       // "nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0"
//
// Snover et al. (2006); words are what stands between white space, in lower case.
#pragma once

#include "engine/core/result.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace interlinear::mixmoe {

/// Of a sentence, or summed over several.
struct TerStatistics {
    std::size_t edits = 0;            ///< shifts among them
    std::size_t referenceWords = 0;

    TerStatistics &operator+=(const TerStatistics &other);
    double score() const;
};

struct TerScore {
    double score = 0;
    TerStatistics statistics;
    std::string signature;
};

/// Both valid UTF-8. Any thread.
TerStatistics terStatistics(std::string_view hypothesis, std::string_view reference);

std::string terSignature();

/// Line i of the hypotheses against line i of the references; valid UTF-8. A different number of lines, or none, is InvalidArgument. Any thread.
Result<TerScore> corpusTer(std::span<const std::string> hypotheses, std::span<const std::string> references);

}  // namespace interlinear::mixmoe
