// A table for review as XLIFF 1.2, XLIFF 2.0 or TMX 1.4: the row's id is that of its unit, a file of XLIFF holds one document, comments are notes.
//
//   std::string xml = writeXliff1Review(table);
//   Result<ReviewTable> back = readXmlReview(xml, "review.xlf");   // of any of the three
#pragma once

#include "engine/cat/review/review_table.h"
#include "engine/core/result.h"

#include <string>
#include <string_view>

namespace interlinear::cat {

std::string writeXliff1Review(const ReviewTable &table);
std::string writeXliff2Review(const ReviewTable &table);
/// States and documents are properties of our own.
std::string writeTmxReview(const ReviewTable &table);

/// Whatever else tools have added is passed over, and segments that one has made of a unit are joined. BadFormat with the line for what is not well-formed or
/// begins with another element.
Result<ReviewTable> readXmlReview(std::string_view xml, const std::string &name);

}  // namespace interlinear::cat
