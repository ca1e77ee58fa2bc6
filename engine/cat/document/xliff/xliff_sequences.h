// Sequences of codes that may not be torn apart: canReorder="firstNo" begins one, canReorder="no" goes on with it.
//
//   if (!keepsSequences(target, source)) …   // "<1/> and <3/><2/>", where 2 has to follow 1
#pragma once

#include "engine/cat/document/xliff/xliff_content.h"

namespace interlinear::cat {

/// Whether each code of the target that has to follow another one does so as in the source; annotations do not count.
bool keepsSequences(const TaggedText &target, const XliffContent &source);

}  // namespace interlinear::cat
