// What a target must be before a writer sees it.
//
//   isBlank(TaggedText{"  "});                 // true: nothing was translated
//   withCodesOf(source, target);               // the target with the source's tag codes, or why it has not the source's tags
#pragma once

#include "engine/core/result.h"
#include "engine/core/tagged_text.h"

#include <string>
#include <string_view>

namespace interlinear::cat {

/// Whether there is neither a tag nor anything but white space.
bool isBlank(const TaggedText &text);

/// Whether the words and the places of the tags are the same, whatever the tags' codes.
bool showsTheSame(const TaggedText &a, const TaggedText &b);

/// The text without the white space before and behind everything else; a tag counts as something else.
TaggedText withoutOuterSpace(const TaggedText &text);

/// Tabs and line ends as spaces, one for each byte.
std::string onOneLine(std::string_view text);

/// The target without outer space, its tags with code, display and permissions of the source's. InvalidArgument when it is not UTF-8, lacks a tag that it must
/// have, holds one that it may not, changes the order of tags that may not move, or nests pairs across each other.
Result<TaggedText> withCodesOf(const TaggedText &source, const TaggedText &target);

}  // namespace interlinear::cat
