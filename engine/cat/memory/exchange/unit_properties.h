// What the properties of a TMX unit mean, this program's own and those of other tools.
//
//   takeKnownProperties(unit);                      // "x-document" becomes unit.document, …
//   for (const Property &property : ownProperties(unit)) write(property);
//
// The names for context are memoQ's ("x-context-pre", "x-context-post", "x-context"), so that it finds ours and we find its own; read are those of OmegaT,
// Phrase, Okapi and Trados too. A property that says no more than the unit does then is taken away; a state of Trados, which says more, stays beside it.
#pragma once

#include "engine/cat/memory/unit.h"

#include <string_view>
#include <vector>

namespace interlinear::cat {

/// Properties that hold what <seg> held, where the tags of source and target do not tell all of it (TmxSegmentReader::markup()).
inline constexpr std::string_view sourceMarkup = "x-source-seg";
inline constexpr std::string_view targetMarkup = "x-target-seg";

/// Fields that the unit has already stay, and so do the properties that would set them.
void takeKnownProperties(Unit &unit);

/// The fields of the unit that TMX has no attribute for; takeKnownProperties() gives them back.
std::vector<Property> ownProperties(const Unit &unit);

}  // namespace interlinear::cat
