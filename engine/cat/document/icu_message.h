// The code of a message in ICU's notation, as against its texts.
//
//   icuPlaceholders("{n, plural, one {# file} other {# files}} of {name}");   // "{n, plural, one {", "#", "} other {", "#", "}}", "{name}"
//
// https://unicode-org.github.io/icu/userguide/format_parse/messages/ is the notation; the texts between quotes ("'{'") are no code.
#pragma once

#include "engine/cat/document/placeholders.h"

#include <optional>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// In the order of the text. Code of plural, selectordinal and select keeps its place; more forms may be typed as text before it. Nothing for what is no such
/// message: braces that do not close, a choice format.
std::optional<std::vector<Placeholder>> icuPlaceholders(std::string_view text);

}  // namespace interlinear::cat
