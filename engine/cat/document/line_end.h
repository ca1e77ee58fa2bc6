// How a file ends its lines.
//
//   lineEndOf("one\r\ntwo");   // "\r\n"
#pragma once

#include <string_view>

namespace interlinear::cat {

/// The first line end of the text; "\n" where it has none.
inline std::string_view lineEndOf(std::string_view text)
{
    const std::size_t end = text.find_first_of("\r\n");
    if (end == std::string_view::npos)
        return "\n";
    return text.substr(end).starts_with("\r\n") ? text.substr(end, 2) : text.substr(end, 1);
}

}  // namespace interlinear::cat
