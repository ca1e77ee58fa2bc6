// Which tags of a content belong together, and which tag of the source a tag of the target stands for.
//
//   pairUp(content, nullptr);   // halves that do not nest stand alone; ids from 1
//   linkTags(target, source);   // ids of the source's tags
#pragma once

#include "engine/cat/document/xliff/xliff_content.h"

namespace interlinear::cat {

/// Before: ids are those of g, pc and mrk pairs, different for each, and soft halves are Open and Close by their elements. After: pairs share an id, and nest.
/// Of a target: halves that stand alone in the source do so here.
void pairUp(XliffContent &content, const XliffContent *source);

/// By key, else as a copy of one that may be copied, else by equal bytes; a line end or tab that is a hexadecimal reference, by its character (XliffSpeller).
void linkTags(XliffContent &target, const XliffContent &source);

}  // namespace interlinear::cat
