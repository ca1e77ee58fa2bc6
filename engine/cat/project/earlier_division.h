// A new version of a document, divided into segments as a translator divided the one before.
//
//   std::vector<Segment> rows = divided(before);   // "Wait here," and "then go.", which its reader gives as one
//   dividedAsBefore(before, rows, now, goOn);      // the segments of `now`, with the same two where it says them too
#pragma once

#include "engine/cat/document/document.h"
#include "engine/core/result.h"

#include <functional>
#include <vector>

namespace interlinear::cat {

/// The segments of a document, of which splitSegment() and joinSegments() made these rows in an earlier version of it. Both documents are as their reader gives them.
/// What was split or joined there, and the neighbours that lie in the same segments, is so here, where the sources are the same and stand together, and the file allows it;
/// the rest is as the reader gives it.
/// Calls `each` before each split and join that it tries and ends with its error; in XLIFF one takes as long as reading the file a few times.
Result<std::vector<Segment>> dividedAsBefore(const Document &before, const std::vector<Segment> &rows, const Document &now, const std::function<Result<void>()> &each);

}  // namespace interlinear::cat
