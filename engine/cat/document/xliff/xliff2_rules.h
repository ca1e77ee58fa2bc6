// The core constraints of XLIFF 2.0, 2.1 and 2.2: what a schema says, and what only the text of the standard says.
//
//   if (auto checked = checkXliff2(file); !checked) return std::unexpected(checked.error());
//   // "line 12: is not valid XLIFF 2: the id "3" stands twice in this unit (rule: id)"
//
// Modules are looked at as far as the core speaks of them: where they may stand, the attributes of format style, and fragment identifiers.
#pragma once

#include "engine/cat/document/xliff/xliff_units.h"
#include "engine/core/result.h"

namespace interlinear::cat {

/// BadFormat at "line 12" for the first constraint that is broken, with its rule named as in the standard. The text is well-formed.
Result<void> checkXliff2(const XliffFile &file);

}  // namespace interlinear::cat
