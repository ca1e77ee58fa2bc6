// A target in the characters of Markdown: escaped so that what was typed stays text, with the tags' codes in place.
//
//   spelled({"1. *Netz* an"}, {BlockKind::Paragraph});   // "1\. \*Netz\* an"
#pragma once

#include "engine/cat/document/document.h"
#include "engine/core/tagged_text.h"

#include <string>

namespace interlinear::cat::markdown {

struct Place {
    BlockKind kind = BlockKind::Paragraph;
    char next = '\n';   ///< the file's byte behind the target
};

/// The target is tidied(). It may come to stand at the beginning of a line, or behind other text of its block. The result has no line end but those of
/// the codes.
std::string spelled(const TaggedText &target, Place place);

}  // namespace interlinear::cat::markdown
