// What may be done with the inline tags of a target: each at most as often as in the source, and pairs that nest.
//
//   pairsNest({{1, TagKind::Open}, {1, TagKind::Close}});              // true; so is a lone Open while its Close is still missing
//   acceptedTags(source, before, pasted, after);                       // which of the pasted tags may stand between the two
#pragma once

#include "engine/core/tagged_text.h"

#include <optional>
#include <vector>

namespace interlinear::widgets {

/// Where both ends of a pair stand, the Open comes first and no two pairs cross. A tag without its partner is ignored; ids repeat only by kind.
bool pairsNest(const std::vector<InlineTag> &tags);

/// For each candidate, in order, the tag of the source that may stand there, or nothing when the source has no such tag (left), or it would
/// break a pair. `before` and `after` are the tags that stand around them. The source's code and display count, not the candidate's.
std::vector<std::optional<InlineTag>> acceptedTags(const TaggedText &source, const std::vector<InlineTag> &before,
                                                   const std::vector<InlineTag> &candidates, const std::vector<InlineTag> &after);

}  // namespace interlinear::widgets
