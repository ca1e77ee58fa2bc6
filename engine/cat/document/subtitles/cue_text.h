// The text of a cue: characters, marks and line ends, and how each of the two formats spells them.
//
//   InlineRun run = cueRun(file, cue.lines, CueMarks::Srt);   // "<i>Good</i>↵morning.", between marks around all of it
//   spelledCue("a --> b", CueMarks::Vtt);                      // "a --&gt; b"
#pragma once

#include "engine/cat/document/inline_run.h"
#include "engine/core/spans.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

enum class CueMarks {
    Srt,   ///< <i>, <b>, <u>, <s>, <font …>, and "{\an8}"; nothing is escaped
    Vtt    ///< all that is in angle brackets; "&lt;" and the like
};

/// What is to be translated of these lines.
InlineRun cueRun(std::string_view file, const std::vector<ByteSpan> &lines, CueMarks marks);

/// Text that stays text in a cue; line ends are for the caller.
std::string spelledCue(std::string_view text, CueMarks marks);

}  // namespace interlinear::cat
