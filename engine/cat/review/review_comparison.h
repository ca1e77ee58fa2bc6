// What a file that comes back from review says of each segment, held against what went out and what the project has now. Nothing is guessed: a row that
// cannot be taken as it stands is refused, and says why.
//
//   ReviewGround ground{.reviews = {{"r3f2a91bc", rows}}, .segments = segments};
//   const ReviewReport report = compareReview(table, ground, {});
//   for (const RowReport &row : report.rows) show(row.document, row.number, row.outcome, row.before.target, row.after.target);
//   isRefused(report.rows[0].outcome);
#pragma once

#include "engine/cat/project/project.h"
#include "engine/cat/review/review_table.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

enum class RowOutcome {
    Unchanged,       ///< nothing to do
    Changed,         ///< target or state is taken
    Repeated,        ///< stands in the file already, and says the same
    Missing,         ///< went out and did not come back: the segment stays as it is
    Conflict,        ///< the target was changed here as well since it went out, and ours stays
    SourceEdited,    ///< the source, or the id, is not what went out
    SourceChanged,   ///< the segment has another source here by now, or has gone
    TagsDamaged,     ///< the new target has not the tags that the source asks for
    Locked,          ///< the target was changed, and the segment is locked
    Doubled,         ///< several rows of the segment say different things
    Unknown          ///< no row of this id went out
};

/// "unchanged", "changed", "repeated", "missing", "conflict", "source-edited", "source-changed", "tags-damaged", "locked", "doubled", "unknown".
const char *rowOutcomeName(RowOutcome outcome);

/// Whether something that the file says was not taken.
bool isRefused(RowOutcome outcome);

struct RowReport {
    RowOutcome outcome = RowOutcome::Unchanged;
    std::size_t place = 0;              ///< row of the file, from 1; 0 for one that is missing
    std::int64_t segment = 0;           ///< 0 for an unknown one
    std::string document = {};
    std::size_t number = 0;             ///< of the segment in its document, from 1
    TaggedText source = {};             ///< the project's; the file's for an unknown row
    TaggedText theirSource = {};        ///< the file's, where it differs
    SegmentContent before = {};         ///< what the project has
    SegmentContent after = {};          ///< what it has with the row taken; for a refused one, what the file says
    std::vector<ReviewComment> comments = {};   ///< that nobody has noted yet
    bool moved = false;                 ///< stands elsewhere among the rows than it went out; harmless
    bool tracked = false;               ///< its target had tracked changes, read as accepted
    std::optional<Error> problem = {};  ///< of damaged tags
};

/// Whether its comments are taken: not where the row's source or id is not what went out.
bool becomesNotes(const RowReport &row);

struct ReviewReport {
    std::vector<RowReport> rows;        ///< in the order of the file, then those that are missing
    std::vector<ReviewComment> stray;   ///< comments beside all rows
    std::size_t notes = 0;              ///< comments of rows that become notes

    std::size_t count(RowOutcome outcome) const;
    std::size_t refused() const;
};

struct ReviewSettings {
    bool markReviewed = false;          ///< what came back, changed or not, is reviewed
    bool overwrite = false;             ///< conflicts take what the file says
};

struct ReviewedSegment {
    std::string document;
    std::size_t number = 0;             ///< in its document, from 1
    ProjectSegment segment;
};

struct ReviewGround {
    std::map<std::string, std::vector<SegmentWrite>> reviews;     ///< what went out; see recordReview()
    std::map<std::int64_t, ReviewedSegment> segments;             ///< of the project now, by id
};

/// What its file and people say of a segment already.
std::vector<ReviewComment> commentsOn(const ProjectSegment &segment);

ReviewReport compareReview(const ReviewTable &table, const ReviewGround &ground, const ReviewSettings &settings);

}  // namespace interlinear::cat
