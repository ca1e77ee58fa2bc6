// The cues of a file of subtitles, with their places.
//
//   Result<std::vector<Cue>> cues = srtCues(text);
//   text.substr(cues->front().lines.front().begin);   // the text of the first
#pragma once

#include "engine/core/result.h"
#include "engine/core/spans.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct Cue {
    std::string id;                ///< its number, or what a WebVTT file calls it; may be empty
    std::string times;             ///< the line as it is
    std::vector<ByteSpan> lines;   ///< of its text, without their line ends
};

/// Cues end before an empty line that another cue or nothing follows; other empty lines are part of the text. BadFormat at "line 3".
Result<std::vector<Cue>> srtCues(std::string_view text);
/// Cues end before an empty line or another line of times.
Result<std::vector<Cue>> vttCues(std::string_view text);

}  // namespace interlinear::cat
