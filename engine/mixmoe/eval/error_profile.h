// Where translations go wrong: scores by the length of the source, and how many lines have which fault.
//
//   Result<ErrorProfile> profile = profileErrors(sources, hypotheses, references, tokenizer);
//   profile->buckets[1].bleu;                          // of sources with 6 to 10 words
//   profile->faults[0].lines.size();                   // so many lines are empty
//   profile->share(profile->faults[0]);                // 0 to 1
//
// The rules stand in line_faults.h. A line may have several faults.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/eval/bleu_tokenizer.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

enum class LineFault {
    Empty,           ///< although the reference is not
    CopiedSource,
    WrongLanguage,   ///< from 10 characters on: clearly more like the sources than the references, by LanguageGuesser, while its own reference is not
    Repetition,
    TooLong,
    TooShort,
    LostTags,          ///< it has not the tags of its source, although the reference has
    LostPlaceholders   ///< in the same way
};

/// "empty", "copied_source", "wrong_language", "repetition", "too_long", "too_short", "lost_tags", "lost_placeholders".
std::string_view nameOf(LineFault fault);

struct LengthBucket {
    std::size_t fewest = 0, most = 0;   ///< words of the source; most 0: no limit. A source without words counts as shortest
    std::size_t lines = 0;
    double bleu = 0, chrf = 0;          ///< of these lines as a corpus; 0 without lines
};

struct FaultyLines {
    LineFault fault;
    std::vector<std::size_t> lines;     ///< indices, ascending
};

struct ErrorProfile {
    std::size_t lines = 0;
    std::array<LengthBucket, 5> buckets{};
    std::vector<FaultyLines> faults;    ///< one of each, in the order of LineFault

    double share(const FaultyLines &faulty) const { return static_cast<double>(faulty.lines.size()) / static_cast<double>(lines); }
};

/// Line i of all three belong together; valid UTF-8. Different numbers of lines, or none, are InvalidArgument. On the tokenizer's thread.
Result<ErrorProfile> profileErrors(std::span<const std::string> sources, std::span<const std::string> hypotheses, std::span<const std::string> references,
                                   const LineTokenizer &tokenizer);

}  // namespace interlinear::mixmoe
