// Names of pictures' files, which office programs note as descriptions of the pictures.
//
//   namesPictureFile("IMG_0815.jpg");   // true: no text for a reader
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace interlinear::cat {

inline bool namesPictureFile(std::string_view value)
{
    constexpr std::array<std::string_view, 8> ends{".png", ".jpg", ".jpeg", ".gif", ".wmf", ".emf", ".bmp", ".tif"};
    return std::ranges::any_of(ends, [&](std::string_view end) { return value.ends_with(end); });
}

}  // namespace interlinear::cat
