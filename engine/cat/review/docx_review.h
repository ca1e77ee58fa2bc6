// A table for review as a Word document: number, source, target, state and comment, one table a document.
//
//   Result<std::string> bytes = writeDocxReview(table);
//   Result<ReviewTable> back = readDocxReview(*bytes, "review.docx");
//
// The id of a row is hidden text behind its number. Tags are marks ({1}…{/1}, see tag_marks.h), runs in a style of their own that no spelling checker looks at.
// What is changed in the document is tracked; reading takes tracked changes as accepted.
#pragma once

#include "engine/cat/review/review_table.h"
#include "engine/core/result.h"

#include <string>
#include <string_view>

namespace interlinear::cat {

/// EngineFailure where the archive cannot be put together.
Result<std::string> writeDocxReview(const ReviewTable &table);

/// BadFormat for what is no such document: damaged, protected, or without a table whose first row names "No.", "Source" and "Target".
Result<ReviewTable> readDocxReview(std::string_view bytes, const std::string &name);

}  // namespace interlinear::cat
