// The characters that an HTML entity stands for.
//
//   decodedEntity("&copy;");   // "©"
//   decodedEntity("&#228;");   // "ä"
#pragma once

#include <string>
#include <string_view>

namespace interlinear::cat::markdown {

/// A name that HTML does not know stands for itself.
std::string decodedEntity(std::string_view entity);

}  // namespace interlinear::cat::markdown
