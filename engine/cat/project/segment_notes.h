// What people say of a segment, beside what its file says of it.
//
//   addNote(database, {12, nowMs(), "M. Weber", "Is this the button?"});   // within a transaction
//   Result<std::map<std::int64_t, std::vector<SegmentNote>>> notes = notesOfDocument(database, 3);
#pragma once

#include "engine/cat/database/database.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace interlinear::cat {

struct SegmentNote {
    std::int64_t segment = 0;
    std::int64_t atMs = 0;        ///< milliseconds since 1970 UTC
    std::string author;           ///< may be empty
    std::string text;

    bool operator==(const SegmentNote &) const = default;
};

/// NotUtf8, or NotFound for an id of no segment.
Result<void> addNote(const Database &database, const SegmentNote &note);

/// Gives the notes on a segment that leaves its document to those that take its place: the first of them has, from now on, what none of them had. The segment
/// keeps its own, for when it comes back.
Result<void> passOnNotes(const Database &database, std::int64_t from, const std::vector<std::int64_t> &to);

/// In the order in which they were added.
Result<std::vector<SegmentNote>> notesOfSegment(const Database &database, std::int64_t segment);
/// By segment, in the order in which they were added.
Result<std::map<std::int64_t, std::vector<SegmentNote>>> notesOfDocument(const Database &database, std::int64_t document);

}  // namespace interlinear::cat
