// Texts of a translation memory in TMX, for training.
//
//   Result<CorpusTable> table = tableOfTmx(bytes, "memory.tmx", {"en", "de"});
//   table->cell(0, 1);          // the German of the first unit that has both
//   table->incomplete;          // units that lack one of them
//
// "en" takes "en-US" too. Native codes (bpt, ept, ph, it, ut) are left out, the text around and inside highlights stays. Nothing outside the file is read.
#pragma once

#include "engine/training/data/corpus.h"

namespace interlinear::training {

Result<CorpusTable> tableOfTmx(const std::string &bytes, const std::string &where, const std::vector<std::string> &languages);

}  // namespace interlinear::training
