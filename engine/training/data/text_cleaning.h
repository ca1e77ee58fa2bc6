// Texts in one spelling, before filters look at them and models learn them.
//
//   cleanedText("Gru\u0308\u00DFe,\u00A0\u200BTom  ", LineEnds::ToSpaces);     // "Grüße, Tom"
//   cleanedText("a \r\n b", LineEnds::Keep);                                   // "a\nb"
#pragma once

#include <string>
#include <string_view>

namespace interlinear::training {

enum class LineEnds { ToSpaces, Keep };

/// NFC; without control characters, zero-width and bidirectional marks; white space of every kind is one space and none stands at the ends.
/// Kept line ends are "\n". A joiner stays inside emoji and outside Latin script, where it spells. The text must be UTF-8.
std::string cleanedText(std::string_view text, LineEnds lineEnds);

}  // namespace interlinear::training
