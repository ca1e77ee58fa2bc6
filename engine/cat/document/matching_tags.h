// The tags of a translation that a file holds already, recognised as those of its source.
//
//   matchedWith(source, target);   // of "%s of %d" and "%2$d: %1$s": the target's tags with ids 2 and 1
#pragma once

#include "engine/core/tagged_text.h"

namespace interlinear::cat {

/// The target, each of whose tags stands alone, with the ids, codes and permissions of those of the source's that show the same; directives of printf that take
/// arguments in order are the same as those that name their number. A tag that the source has not, or not as often, becomes the text that it stands for.
TaggedText matchedWith(const TaggedText &source, const TaggedText &target);

/// Whether what a file would read again of a target has the target's tags in their order, breaks aside: a program finds its placeholders in it.
bool keepsTags(const TaggedText &source, const TaggedText &target, const TaggedText &again);

/// Whether a tag, breaks aside, shows what none of the source's does: a program would find a placeholder that nobody meant.
bool hasStrangeTag(const TaggedText &source, const TaggedText &again);

}  // namespace interlinear::cat
