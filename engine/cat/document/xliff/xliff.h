// XLIFF as documents: 1.0 to 1.2 with the dialects of Trados (SDLXLIFF), memoQ (MQXLIFF) and Phrase (MXLIFF), and 2.0, 2.1, 2.2.
//
//   Result<Document> document = readDocument("manual.sdlxliff", "en");
//   document->segments[0].facts.id;       // "manual.docx/5b1c/1": file, unit, segment
//   document->segments[0].target;         // what the file has, with its state
//
// A segment is a <segment> of XLIFF 2, a <mrk mtype="seg"> of XLIFF 1.2, or else a whole <trans-unit>; a unit is a paragraph. White space at its
// ends, ignorable parts, alternative translations, modules, foreign elements and embedded files stay as they are. Segment::span is the content of the
// source. A file of XLIFF 2 that breaks a core constraint is refused, with the rule and the line (xliff2_rules.h).
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

Result<Reading> readXliff(const Document &document, const ReadContext &context);

/// A state is written where the file has one or one was given; a target that is not there yet is made beside its source, with the source's segmentation.
Result<Written> writeXliff(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
