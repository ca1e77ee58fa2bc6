// Aligned pairs as units for a memory.
//
//   const std::vector<Unit> units = alignedUnits(alignDocuments(english->segments, german->segments, {}), *english, *german, 0.5);
#pragma once

#include "engine/cat/bitext/document_alignment.h"
#include "engine/cat/memory/unit.h"

#include <vector>

namespace interlinear::cat {

/// Units of a lower confidence are unapproved: a person looks at them first.
constexpr double sureConfidence = 0.9;

/// Of the pairs with both sides and at least that confidence. Several segments of a side become one text, with tags numbered on; the segments around are the context.
/// Origin is Imported, the document is the file name of the source document, and properties say "alignment" (such as "1-2") and "alignment-confidence" ("0.98").
/// The id comes from the content, so that aligning again adds nothing; dates are left unknown.
std::vector<Unit> alignedUnits(const std::vector<AlignedPair> &pairs, const Document &source, const Document &target, double leastConfidence);

/// The texts of the segments, one behind the other; a space between them where their script has spaces.
TaggedText joined(std::span<const Segment> segments);

}  // namespace interlinear::cat
