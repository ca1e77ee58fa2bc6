// Between what a bilingual file says of a translation and what a project does.
//
//   contentOfFile(segment);             // {"Guten Tag", Confirmed} for a unit that the file calls translated
//   targetForFile(segment, content);    // nothing while the content is what the file said
#pragma once

#include "engine/cat/document/document_files.h"
#include "engine/cat/project/segment_content.h"

#include <optional>

namespace interlinear::cat {

/// What work on the segment begins with: empty and new where the file has no translation. Translated is confirmed, reviewed and final are reviewed, what a machine
/// wrote and nobody confirmed is the machine's.
SegmentContent contentOfFile(const Segment &segment);

/// How a bilingual file says it.
TranslationState stateForFile(SegmentState state);

/// What to write into the segment's place; nothing where that is what the file has, and for a locked one.
std::optional<SegmentTarget> targetForFile(const Segment &segment, const SegmentContent &content);

}  // namespace interlinear::cat
