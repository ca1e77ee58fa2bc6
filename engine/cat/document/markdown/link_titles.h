// The titles of reference links: the text in quotes behind "[label]: target".
//
//   linkTitles("[docs]\n\n[docs]: guide.md \"The guide\"\n", 0);   // one run: "The guide"
#pragma once

#include "engine/cat/document/inline_run.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace interlinear::cat::markdown {

/// Of the definitions that a link or picture of the text refers to, each on one line; in order. Escapes and references are decoded.
std::vector<InlineRun> linkTitles(std::string_view bytes, std::size_t bodyBegin);

/// What was typed, between quotes of which this is the closing one: a quotation mark, an apostrophe or a parenthesis.
std::string spelledTitle(std::string_view text, char closing);

}  // namespace interlinear::cat::markdown
