// A text with inline tags as people outside read and edit it: {1}…{/1} for a pair, {2/} for a tag that stands alone.
//
//   markPieces({"Press Enter.", {{1, TagKind::Open, 6}, {1, TagKind::Close, 11}}});   // "Press ", mark "{1}", "Enter", mark "{/1}", "."
//   fromMarks("Press {1}Enter{/1}.");
//
// Text of the segment that looks like a mark has a backslash before it ("\{1}"), and backslashes right before a mark are doubled; everything else stands as
// it is.
#pragma once

#include "engine/core/tagged_text.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct MarkPiece {
    std::string text;
    bool mark = false;

    bool operator==(const MarkPiece &) const = default;
};

/// None is empty.
std::vector<MarkPiece> markPieces(const TaggedText &text);

/// The tags have id, kind and offset; whether they are well-formed is for the caller to ask. What is not quite a mark is text.
TaggedText fromMarks(std::string_view text);

}  // namespace interlinear::cat
