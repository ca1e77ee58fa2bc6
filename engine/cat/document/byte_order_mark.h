// The byte order mark that some programs put before UTF-8 text.
#pragma once

#include <cstddef>
#include <string_view>

namespace interlinear::cat {

/// 3 when the bytes begin with one, else 0.
inline std::size_t byteOrderMarkLength(std::string_view bytes)
{
    return bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

}  // namespace interlinear::cat
