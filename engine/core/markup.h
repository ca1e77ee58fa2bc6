// What in a plain text is code and not language: placeholders that a program fills in, and tags.
//
//   placeholdersOf("%1$s of {total}");          // {"%1$s", "{total}"}
//   tagsOf("press <b class='key'>Enter</b>");   // {"</b>", "<b>"}
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace interlinear {

/// "%s", "%1$d", "%(name)s", "{name}", "${name}", sorted, each as often as it stands there.
std::vector<std::string> placeholdersOf(std::string_view text);

/// "<b>", "</b>" and "<br/>", without their attributes, sorted, each as often as it stands there.
std::vector<std::string> tagsOf(std::string_view text);

}  // namespace interlinear
