// What a line end inside a paragraph reads as.
//
//   softBreakText("the", "mat");   // " "
//   softBreakText("鍵は", "玄関");  // "": these scripts put no spaces between words
#pragma once

#include <string_view>

namespace interlinear::cat {

/// The text for the line end between two lines, of which either may be empty.
std::string_view softBreakText(std::string_view before, std::string_view after);

}  // namespace interlinear::cat
