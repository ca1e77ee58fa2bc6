// A target as Markdown can hold it, its text and meaning unchanged.
//
//   tidied("Das ist<1> fett</1>");   // "Das ist <1>fett</1>"
#pragma once

#include "engine/core/tagged_text.h"

#include <string_view>

namespace interlinear::cat::markdown {

/// Whether the code is a mark of emphasis: asterisks, underscores or tildes.
bool isEmphasis(std::string_view code);

/// White space moves out of emphasised parts, since "** a**" is none; emphasis around nothing, forced line breaks at the ends and outer space go;
/// NUL, which Markdown forbids, becomes U+FFFD.
TaggedText tidied(TaggedText target);

}  // namespace interlinear::cat::markdown
