// The one way in which a segment changes: content, history and outbox together.
//
//   Result<Transaction> change = database.begin();
//   if (auto changed = changeSegment(database, 12, content, "M. Weber"); !changed) return changed;
//   return change->commit();
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/project/segment_content.h"

#include <cstdint>
#include <string>

namespace interlinear::cat {

/// Makes the segment hold the content, within a transaction; nothing when it does already. The unit of a translation that is done goes to the outbox,
/// and a unit that no longer holds leaves a tombstone there. Errors as Project::store().
Result<void> changeSegment(const Database &database, std::int64_t id, const SegmentContent &content, const std::string &author);

/// As changeSegment() for a content that came from elsewhere as a whole: its entry of the history is one of its own, and what was typed before stays there.
Result<void> replaceContent(const Database &database, std::int64_t id, const SegmentContent &content, const std::string &author);

}  // namespace interlinear::cat
