// What the properties of a TMX unit mean, this program's own and those of other tools.
//
//   takeKnownProperties(unit);                      // "x-document" becomes unit.document, …
//   for (const Property &property : ownProperties(unit)) write(property);
//
// The names for context are memoQ's ("x-context-pre", "x-context-post", "x-context"), so that it finds ours and we find its own; read are those of OmegaT,
// Phrase, Okapi and Trados too. A property that says no more than the unit does then is taken away; a state of Trados, which says more, stays beside it.
#pragma once

#include "engine/cat/memory/unit.h"

#include <vector>

namespace interlinear::cat {

/// Fields that the unit has already stay, and so do the properties that would set them.
void takeKnownProperties(Unit &unit);

/// The fields of the unit that TMX has no attribute for; takeKnownProperties() gives them back.
std::vector<Property> ownProperties(const Unit &unit);

}  // namespace interlinear::cat
