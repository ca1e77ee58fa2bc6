// A text with inline tags on one line, as commands and test files write it: <1>…</1> for a pair, <1/> for a tag that stands alone.
//
//   toNotation({"Press Enter.", {{1, TagKind::Open, 6}, {1, TagKind::Close, 11}}});   // "Press <1>Enter</1>."
//   fromNotation("a \\< b\\nc");                                                       // the text "a < b", a line end, "c"
//
// In the text, "\\" stands for a backslash, "\<" for "<", "\n" and "\r" for line ends. Every line means something: a "<" that begins no tag and a
// backslash before anything else stand for themselves.
#pragma once

#include "engine/core/tagged_text.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace interlinear::cat {

/// What stands around the id of a tag.
struct TagBrackets {
    char open = '<';
    char close = '>';
};

/// "<1>", "</1>" or "<1/>".
std::string tagMark(const InlineTag &tag, TagBrackets brackets = {});

struct TagMark {
    InlineTag tag;             ///< id and kind
    std::size_t length = 0;    ///< in bytes
};

/// The mark with which the text begins; nothing for any other text. Ids are 0 to 999999999, without zeros before them.
std::optional<TagMark> tagMarkAt(std::string_view text, TagBrackets brackets = {});

/// One line; fromNotation() gives the same text and tags back, but for the tags' code and display, which are left out. Ids are 0 to 999999999.
std::string toNotation(const TaggedText &text);

/// The tags have id, kind and offset; whether they are well-formed is for the caller to ask.
TaggedText fromNotation(std::string_view line);

}  // namespace interlinear::cat
