// Bookmarks, and the reach of comments and permissions: marks between runs that nobody sees.
//
//   isMarkBegin("bookmarkStart");    // true
//   joinMarksToItems(paragraph);     // a number and the bookmark around it become one Item: what refers to it finds it again
#pragma once

#include "engine/cat/document/ooxml/paragraph.h"

#include <string_view>

namespace interlinear::cat::ooxml {

bool isMarkBegin(std::string_view element);
bool isMarkEnd(std::string_view element);

/// Beginning marks right before an Item and ending ones right behind it become part of it.
void joinMarksToItems(Paragraph &paragraph);

}  // namespace interlinear::cat::ooxml
