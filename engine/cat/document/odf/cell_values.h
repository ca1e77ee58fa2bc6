// Cells that say their text twice, in an attribute and in paragraphs: programs show the one or the other.
//
//   // a splice in <table:table-cell office:value-type="string" office:string-value="Cup"><text:p>Cup</text:p></table:table-cell>
//   addCellValues(document.text, splices);   // and one of the attribute
#pragma once

#include "engine/cat/document/splice.h"

#include <string_view>
#include <vector>

namespace interlinear::cat::odf {

/// For each cell of which a paragraph changes. The splices rise, before and after.
void addCellValues(std::string_view text, std::vector<Splice> &splices);

}  // namespace interlinear::cat::odf
