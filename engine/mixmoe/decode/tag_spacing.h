// Spaces as they belong beside placed tags, and what is copied from the source put back as text.
//
//   SpacedText spaced = withSpacing(placed, read, typed);
//   // "ist<1/>einsam." becomes "ist <1/> einsam."; "schwarz, <2/>und" with a line break for tag 2 becomes "schwarz,<2/>und"
//   spaced.moved(span);                                    // where a span of placed.text lies now
#pragma once

#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"
#include "engine/mixmoe/decode/model_text.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

struct SpacedText {
    TaggedText text;
    std::vector<std::size_t> place;   ///< of each byte of the text before, and of its end

    /// Empty for a span whose characters are gone.
    ByteSpan moved(ByteSpan span) const;
};

/// A tag that reads as a word has spaces around it but at the ends, beside marks that lean on it, and where the same character leaned on it in the source.
/// One that reads as a space has none, and stands behind a closing mark. placed begins with what was typed, which stays as it is; a copy that was typed
/// already is left out. placed has the tags of read.content.
SpacedText withSpacing(const TaggedText &placed, const ModelText &read, std::string_view typed);

}  // namespace interlinear::mixmoe
