// Documents of a project out for review and back.
//
//   Result<std::string> bytes = exportReview(project, {}, ReviewFormat::Docx);   // all documents; the project remembers what went out
//   Result<ReviewTable> table = readReview(edited, "review.docx");
//   Result<ReviewReport> report = previewReview(project, *table, {});              // nothing changes
//   Result<ReviewReport> done = importReview(project, *table, {.markReviewed = true}, "M. Weber");
#pragma once

#include "engine/cat/project/project.h"
#include "engine/cat/review/review_comparison.h"
#include "engine/cat/review/review_format.h"

#include <cstdint>
#include <set>
#include <string>

namespace interlinear::cat {

/// Empty sets are no condition.
struct ReviewSelection {
    std::set<std::int64_t> documents = {};
    std::set<SegmentState> states = {};
    std::set<std::int64_t> segments = {};
};

/// The file's bytes. InvalidArgument where nothing is selected, NotFound for an id of no document.
Result<std::string> exportReview(Project &project, const ReviewSelection &selection, ReviewFormat format);

Result<ReviewReport> previewReview(const Project &project, const ReviewTable &table, const ReviewSettings &settings);

/// Takes what the report calls changed, and new comments as notes, in one transaction. The author is whoever imports; a comment without one is the author's.
Result<ReviewReport> importReview(Project &project, const ReviewTable &table, const ReviewSettings &settings, const std::string &author);

}  // namespace interlinear::cat
