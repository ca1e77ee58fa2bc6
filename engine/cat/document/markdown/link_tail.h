// Where the end of a link or picture ends.
//
//   linkTailEnd("[a](b \"c\") d", 2, 12);   // 10: behind the parenthesis
#pragma once

#include <cstddef>
#include <string_view>

namespace interlinear::cat::markdown {

/// Offset behind "](target \"title\")", "][label]" or "]", whichever is the longest that ends at the limit or before. The byte at begin is the "]" of
/// what the parser took for a link. Between target and title may lie a line end and the marks of an enclosing quote.
std::size_t linkTailEnd(std::string_view bytes, std::size_t begin, std::size_t limit);

}  // namespace interlinear::cat::markdown
