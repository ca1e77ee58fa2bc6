// What the model reads of a source: words alone, with a space for a forced line break and nothing for what a translation copies.
//
//   ModelText read = modelText({"Open `a.txt`,\\\nthen stop.", tags});
//   read.content;                 // "Open, then stop." with the tags where they stand in it, and what is to be copied as single tags
//   read.origin[i];               // where byte i stands in the source
#pragma once

#include "engine/core/tagged_text.h"

#include <cstddef>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

/// The characters beside a tag in the source; empty at an end.
struct Neighbours {
    std::string before, behind;
};

struct ModelText {
    TaggedText content;                    ///< no white space at its ends, nor two spaces where something was taken out
    std::vector<Neighbours> neighbours;    ///< one a tag of content
    std::vector<std::size_t> origin;       ///< one a byte of content.text, and one for its end
};

/// Whether the tag stands for protected text (protectedSpans()), which is its code.
bool isCopy(const InlineTag &tag);

/// Takes the tags of copies out that stand behind the offset.
void forgetCopiesBehind(std::size_t offset, ModelText &read);

/// Without white space at the source's ends. The source is valid UTF-8.
ModelText modelText(const TaggedText &source);

}  // namespace interlinear::mixmoe
