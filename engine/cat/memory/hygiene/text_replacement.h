// Find and replace in a text with inline tags.
//
//   TextPattern pattern = *TextPattern::compile({.text = "colou?r (\\w+)", .kind = PatternKind::Regex});
//   replaceIn({"The colour red", {}}, pattern, "$1 tone")->text;   // "The red tone"
#pragma once

#include "engine/cat/memory/search/text_pattern.h"
#include "engine/core/tagged_text.h"

#include <string>

namespace interlinear::cat {

/// The text with each occurrence replaced; the same text where there is none. In a replacement for a regular expression $0 to $9 stand for what the expression and its
/// groups found, $$ for a dollar sign; in every other one each character stands for itself. A tag inside what is replaced moves to the end of the new text.
/// What TextPattern::find() refuses.
Result<TaggedText> replaceIn(const TaggedText &text, TextPattern &pattern, const std::string &replacement);

}  // namespace interlinear::cat
