// One segment made two, and two made one, by a translator who knows better than the rules.
//
//   Result<std::pair<Segment, Segment>> halves = splitSegment(document, document.segments[3], 17);   // before byte 17 of its text
//   Result<Segment> whole = joinSegments(document, halves->first, halves->second);                   // == document.segments[3]
//
// The document is as its reader gave it, with the origins of its segments. What comes out are segments like others, known by their spans, so that the file is
// written as ever: targets in the places of their segments, everything between them as it was. An XLIFF file is written with places of their own for what was split
// and joined (redivision.h); other bilingual files keep their segments.
#pragma once

#include "engine/cat/document/document.h"
#include "engine/core/result.h"

#include <cstddef>
#include <optional>
#include <utility>

namespace interlinear::cat {

/// What the document has at a span of its text that these functions gave: one of its segments, a part of one, or several that were joined. Nothing for another
/// span, and where the reader does not know the origins.
std::optional<Segment> segmentAt(const Document &document, ByteSpan span);

/// Tags that stand at the offset belong to the second half, but for closing ones; the ends of a pair that is cut become tags that stand alone. White space at the
/// cut belongs to neither half. In XLIFF a translation is divided as dividedTranslation() does it, or stays with the first half as a draft. InvalidArgument, with the
/// reason, for an offset at an end (but where tags alone were joined to it in XLIFF), within a character or within what the file spells as one, where a half would
/// be empty, where the file forbids it (canResegment="no"), and for a segment of another bilingual file, whose translation has one place there.
Result<std::pair<Segment, Segment>> splitSegment(const Document &document, const Segment &segment, std::size_t offset);

/// The second follows the first. Between them, the document may hold white space only: of one paragraph, or, in a file that is nothing but text and in Markdown, of
/// two paragraphs; in XLIFF both are of one unit. What splitSegment() cut comes out as it was. InvalidArgument, with the reason, where they may not be joined.
Result<Segment> joinSegments(const Document &document, const Segment &first, const Segment &second);

}  // namespace interlinear::cat
