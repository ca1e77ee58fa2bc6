// How a file ends its lines.
//
//   lineEndOf("one\r\ntwo");        // "\r\n"
//   lineEndLength("\r\r\ntwo");     // 3: a Windows file that was once more written as if it were none
#pragma once

#include <string_view>

namespace interlinear::cat {

/// Bytes of the line end with which the text begins; 0 where it begins with none.
inline std::size_t lineEndLength(std::string_view text)
{
    for (const std::string_view end : {"\r\r\n", "\r\n", "\r", "\n"}) {
        if (text.starts_with(end))
            return end.size();
    }
    return 0;
}

/// The first line end of the text; "\n" where it has none.
inline std::string_view lineEndOf(std::string_view text)
{
    const std::size_t end = text.find_first_of("\r\n");
    if (end == std::string_view::npos)
        return "\n";
    return text.substr(end, lineEndLength(text.substr(end)));
}

}  // namespace interlinear::cat
