// Texts that stand within a paragraph of another text, such as footnotes, comments and text boxes, moved behind that paragraph: each paragraph is then read,
// offered and written by itself, and what stood in it is one mark.
//
//   unfolded("<text:p>One<text:note>…</text:note> two.</text:p>");   // "<text:p>One<?␁@1 note?> two.</text:p><?␁+1?><text:note>…</text:note><?␁-1?>"
//   folded(unfolded(xml)) == xml;
//
// The marks are processing instructions whose names begin with U+0001, which no XML may hold: no file has them, and nothing typed becomes one.
#pragma once

#include <string>
#include <string_view>

namespace interlinear::cat::odf {

/// Of a well-formed text. Texts within texts within texts are moved down to a depth of 32; deeper ones stay.
std::string unfolded(std::string_view xml);

/// The moved texts back at their marks, wherever these stand now; without mark a text would be lost, so that marks are never removed.
std::string folded(std::string_view text);

/// Of the name of an instruction, whether a text was moved away from there.
bool isPlaceOfInnerText(std::string_view instruction);

/// Whether the mark, which is one, stands for a footnote or an endnote.
bool isPlaceOfNote(std::string_view mark);

}  // namespace interlinear::cat::odf
