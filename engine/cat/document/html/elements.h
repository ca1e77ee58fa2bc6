// What HTML says of its elements and attributes.
//
//   isBlock("td");                                          // true: it parts what stands before and behind it
//   isTextAttribute("img", "alt", attributes);              // true: a text for a reader
#pragma once

#include "engine/cat/document/html/html_cursor.h"
#include "engine/cat/document/segment.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat::html {

/// Whether it begins a line of its own or otherwise parts text; unknown elements do not.
bool isBlock(std::string_view element);

/// Whether it has no content and no end tag.
bool isVoid(std::string_view element);

/// Whether its content is no text of the page: scripts, styles, code, drawings, formulas.
bool isOpaque(std::string_view element);

/// Whether a reader sees something of an element that stands for itself, so that it may begin or end a sentence: a formula, a piece of code.
bool showsWord(std::string_view element);

/// Whether the text in it is one for readers, within a drawing or a formula.
bool labelsDrawing(std::string_view element);

/// What a paragraph in it is; nothing where the elements around it say that.
std::optional<BlockKind> kindOf(std::string_view element);

/// Whether an open element of that name ends where another begins (a paragraph at a list).
bool endsBefore(std::string_view open, std::string_view next);

/// Whether an element that ends unsaid stays within this one (a list item within its list).
bool bounds(std::string_view element, std::string_view ended);

bool isTextAttribute(std::string_view element, const HtmlAttribute &attribute, const std::vector<HtmlAttribute> &attributes);

}  // namespace interlinear::cat::html
