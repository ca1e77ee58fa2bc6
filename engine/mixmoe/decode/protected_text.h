// Parts of a source that a translation copies letter by letter, and that a small model would rather invent.
//
//   protectedSpans("See https://example.org or {name}'s config.json 👍");   // the address, "{name}", "config.json", the emoji
#pragma once

#include "engine/core/spans.h"

#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

/// Rising and apart, never blank: web and e-mail addresses, placeholders ("%s", "%1$d", "{name}", "${name}", "%(name)s"), file names, paths, options
/// ("--help") and names with underscores, emoji and pictographs. Numbers are text. The text is valid UTF-8.
std::vector<ByteSpan> protectedSpans(std::string_view text);

}  // namespace interlinear::mixmoe
