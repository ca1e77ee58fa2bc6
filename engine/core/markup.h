// What in a plain text is code and not language: placeholders that a program fills in, and tags.
//
//   placeholdersOf("%1$s of {total}");          // {"%1$s", "{total}"}
//   tagsOf("press <b class='key'>Enter</b>");   // {"</b>", "<b>"}
//   withTagsInline("press <b>Enter</b>").text;   // "press Enter", with a pair of inline tags around the second word
#pragma once

#include "engine/core/tagged_text.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear {

/// "%s", "%1$d", "%(name)s", "{name}", "${name}", sorted, each as often as it stands there.
std::vector<std::string> placeholdersOf(std::string_view text);

/// "<b>", "</b>" and "<br/>", without their attributes, sorted, each as often as it stands there.
std::vector<std::string> tagsOf(std::string_view text);

/// The same tags as inline tags, whose codes are what stands there, attributes and all. A closing one makes a pair with the nearest open one of its name; what has no
/// partner, or would cross a pair, stands alone. Well-formed.
TaggedText withTagsInline(std::string_view text);

/// The text with the code of each tag in its place.
std::string withTagsAsText(const TaggedText &text);

}  // namespace interlinear
