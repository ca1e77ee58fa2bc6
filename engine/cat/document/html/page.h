// The tokens of a page, and which element each stands in.
//
//   const Page page = pageOf(text);
//   page.tokens[i];              // a Start
//   page.places[i].elementEnd;   // the first token behind its element
//   page.places[i].parent;       // the Start of the element around it
#pragma once

#include "engine/cat/document/html/html_cursor.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace interlinear::cat::html {

inline constexpr std::size_t none = static_cast<std::size_t>(-1);

struct PlaceOfToken {
    std::size_t parent = none;       ///< index of a Start
    std::size_t elementEnd = 0;      ///< of a Start: index of the first token that is no part of its element
};

struct Page {
    std::vector<HtmlToken> tokens;
    std::vector<PlaceOfToken> places;   ///< one a token
};

/// Elements end as in HTML where their end tags are left out. What is nested wrongly is looked at no further than 256 elements up.
Page pageOf(std::string_view text);

}  // namespace interlinear::cat::html
