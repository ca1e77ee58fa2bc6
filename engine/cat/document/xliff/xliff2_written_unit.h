// What the targets of a unit say together, once they are written: codes of XLIFF 2 may begin in one segment and end in another.
//
//   if (!keepsUnitRules(file, unit, splices)) …   // an <ec> whose <sc> the translation of the segment before has left out
#pragma once

#include "engine/cat/document/splice.h"
#include "engine/cat/document/xliff/xliff_units.h"

#include <span>

namespace interlinear::cat {

/// Whether the unit keeps the core constraints with these splices, which rise and lie within it, as it does without them.
bool keepsUnitRules(const XliffFile &file, const XliffUnit &unit, std::span<const Splice> splices);

}  // namespace interlinear::cat
