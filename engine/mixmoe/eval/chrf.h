// Corpus chrF and chrF++ with one reference, equal to sacreBLEU's.
//
//   Result<ChrfScore> chrf = corpusChrf(hypotheses, references, ChrfVariant::Characters);
//   chrf->score;          // 0 to 100
//   chrf->signature;      // "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0"
//
// Popović (2015, 2017): F-score with beta 2 over precision and recall, averaged over the n-gram orders that both sides have.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/eval/ngrams.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace interlinear::mixmoe {

enum class ChrfVariant {
    Characters,          ///< chrF: character n-grams up to 6
    CharactersAndWords   ///< chrF++: and word n-grams up to 2
};

/// Of a sentence, or summed over several.
struct ChrfStatistics {
    std::array<NgramOverlap, 8> overlaps{};   ///< of 1 to 6 characters, then of 1 and 2 words; the latter count nothing in chrF

    ChrfStatistics &operator+=(const ChrfStatistics &other);
    double score() const;
};

struct ChrfScore {
    double score = 0;    ///< 0 to 100
    std::string signature;
};

/// Both valid UTF-8. Any thread.
ChrfStatistics chrfStatistics(std::string_view hypothesis, std::string_view reference, ChrfVariant variant);

std::string chrfSignature(ChrfVariant variant);

/// Line i of the hypotheses against line i of the references; valid UTF-8. A different number of lines, or none, is InvalidArgument. Any thread.
Result<ChrfScore> corpusChrf(std::span<const std::string> hypotheses, std::span<const std::string> references, ChrfVariant variant);

}  // namespace interlinear::mixmoe
