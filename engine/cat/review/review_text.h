// A segment's text as every file for review can hold it, and what tells whether it is still the same.
//
//   reviewText({"a\r\nb"});                                    // "a\nb"
//   reviewRowId("r3f2a91bc", 17, source);                       // "r3f2a91bc-17-9f86d081884c7d65"
//   rowIdFromText("r3f2a91bc-17-9f86d081884c7d65")->row;        // 17
#pragma once

#include "engine/core/tagged_text.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace interlinear::cat {

/// One kind of line end, and U+FFFD for characters that XML cannot hold; tags have id, kind and offset. What is compared is compared as this.
TaggedText reviewText(const TaggedText &text);

/// Whether people see the same; white space at the ends does not count.
bool isSameReviewText(const TaggedText &a, const TaggedText &b);

/// 16 hexadecimal digits of reviewText().
std::string reviewDigest(const TaggedText &text);

struct ReviewRowId {
    std::string review;      ///< see recordReview()
    std::size_t row = 0;     ///< of the file, from 1
    std::string digest;      ///< of the source

    bool operator==(const ReviewRowId &) const = default;
};

/// A name in the sense of XML.
std::string reviewRowId(const std::string &review, std::size_t row, const TaggedText &source);
/// Nothing for a text of another shape.
std::optional<ReviewRowId> rowIdFromText(std::string_view text);

}  // namespace interlinear::cat
