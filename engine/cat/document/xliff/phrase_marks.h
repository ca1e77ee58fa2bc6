// Tags that Phrase writes into the text of an MXLIFF file.
//
//   phraseMarkAt("{1} now");              // {1}: stands alone, "1"
//   phraseMarkAt("{b&gt;bold&lt;b}");     // {b>: opens "b"; "<b}" closes it
#pragma once

#include "engine/core/tagged_text.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace interlinear::cat {

struct PhraseMark {
    TagKind kind = TagKind::Standalone;
    std::string_view name;      ///< letters, then digits: "1", "b", "i2"
    std::size_t length = 0;     ///< of the mark, in bytes of the file
};

/// Where the raw XML text begins with one.
std::optional<PhraseMark> phraseMarkAt(std::string_view raw);

}  // namespace interlinear::cat
