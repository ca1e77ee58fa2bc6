// The formats in which documents go out for review, and how a file that comes back is read.
//
//   std::optional<ReviewFormat> format = reviewFormatOf("review.docx");
//   Result<std::string> bytes = writeReview(table, *format);
//   Result<ReviewTable> back = readReview(*bytes, "review.docx");   // by its content, whatever its name
#pragma once

#include "engine/cat/review/review_table.h"
#include "engine/core/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

enum class ReviewFormat { Docx, Xliff1, Xliff2, Tmx };

/// "docx", "xliff1", "xliff2", "tmx".
std::string_view reviewFormatName(ReviewFormat format);
std::optional<ReviewFormat> reviewFormatFromName(std::string_view name);
std::vector<std::string> reviewFormatNames();

/// By the end of its name: .docx, .tmx, .xlf and .xliff (1.2).
std::optional<ReviewFormat> reviewFormatOf(const std::filesystem::path &path);

/// EngineFailure where an archive cannot be put together.
Result<std::string> writeReview(const ReviewTable &table, ReviewFormat format);

/// BadFormat and NotUtf8 with the place, for what is none of the formats or is damaged.
Result<ReviewTable> readReview(std::string bytes, const std::string &name);

}  // namespace interlinear::cat
