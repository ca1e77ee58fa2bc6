// Segments of a bilingual file split and joined, and the file written with them.
//
//   Result<std::pair<Segment, Segment>> halves = splitInFile(document, format, document.segments[3], 17);
//   Result<Document> written = redividedDocument(document, format);   // whose text has a place for each of the segments
//
// The document keeps the text of its file: what was split and joined are spans of it. Split and joined again, a segment is what it was, and so is the file.
#pragma once

#include "engine/cat/document/format.h"
#include "engine/core/result.h"

#include <cstddef>
#include <utility>

namespace interlinear::cat {

/// See splitSegment() and joinSegments(); the format has a Redivision.
Result<std::pair<Segment, Segment>> splitInFile(const Document &document, const DocumentFormat &format, const Segment &segment, std::size_t offset);
Result<Segment> joinInFile(const Document &document, const DocumentFormat &format, const Segment &first, const Segment &second);

/// A document with the same segments, each in a place of its own in the text. InvalidArgument where the segments are not of this file.
Result<Document> redividedDocument(const Document &document, const DocumentFormat &format);

}  // namespace interlinear::cat
