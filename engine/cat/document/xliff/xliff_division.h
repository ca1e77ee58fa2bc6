// Segments of a unit that are not those of its file: parts of them, and several that were joined.
//
//   Result<std::pair<ByteSpan, ByteSpan>> halves = xliffHalves(document, segment, 12);
//   Result<Redivided> anew = redividedXliff(document, changed);   // a file that has them: two <segment> elements for one, or two marks
//
// What is written keeps to "Segmentation Modification" of XLIFF 2 (2.1, section 4.7.3): canResegment="no" is honoured, of a segment or of what is
// around it; parts of a segment have its attributes and those of its texts, but for the id, which the first keeps and the others get anew where it
// has one; of joined segments the id is the first one's, the state is the earliest with the subState beside it, attributes are carried over, and
// white space is preserved where it was in one of them. White space between the parts is an <ignorable>. A <pc> or <mrk> that is cut becomes <sc>
// and <ec> or <sm> and <em>. Units whose targets have an order of their own are left as they are.
// In XLIFF 1.2 a segment is a <mrk mtype="seg">; a unit that has none gets a <seg-source>, which leaves its <source> as it is. Trados wants
// <sdl:seg> for each. memoQ and Phrase want one translation for each unit.
// What the translation of a part is, the segment says (Segment::target); a writer puts it where this leaves a place for it.
#pragma once

#include "engine/cat/document/document.h"
#include "engine/cat/document/format.h"
#include "engine/core/result.h"

#include <cstddef>
#include <span>
#include <utility>

namespace interlinear::cat {

Result<std::pair<ByteSpan, ByteSpan>> xliffHalves(const Document &document, const Segment &segment, std::size_t offset);

Result<void> mayJoinXliff(const Document &document, ByteSpan first, ByteSpan second);

Result<Redivided> redividedXliff(const Document &document, std::span<const Segment> segments);

}  // namespace interlinear::cat
