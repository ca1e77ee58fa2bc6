// Subtitles: SubRip (SRT) and WebVTT.
//
//   readSrt(document, context);   // of "1\n00:00:01,000 --> 00:00:03,000\n<i>Good\nmorning.</i>\n": "Good↵morning." as one segment
//
// A cue's text is one segment, its line ends are tags. Numbers, times, settings, notes, styles and regions stay as they are. The context is the times, the
// limit what can be read in that time (subtitle_rules.h). Marks around the whole text, a position ("{\an8}") or a voice ("<v Ann>") before it stay outside.
// https://www.w3.org/TR/webvtt1/
#pragma once

#include "engine/cat/document/format.h"

#include <string_view>
#include <vector>

namespace interlinear::cat {

/// BadFormat with the line for what comes before the first times, and for times that are none.
Result<Reading> readSrt(const Document &document, const ReadContext &context);
/// BadFormat with the line for a file that does not begin with WEBVTT, and for times that are none.
Result<Reading> readVtt(const Document &document, const ReadContext &context);

/// What a target has of an arrow or of marks is text there and stays so: in SRT an invisible word joiner stands within, in WebVTT they are escaped. Empty
/// lines, which would end the cue, are left out.
Result<Written> writeSrt(const Document &document, const std::vector<Replacement> &replacements);
Result<Written> writeVtt(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
