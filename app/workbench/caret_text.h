// What a translator means by a place in a text: the selected text, or else the word at the caret, without tags.
//
//   concordance.search(textAtCaret(*grid));
#pragma once

#include "widgets/editing/segment_grid.h"

namespace interlinear::workbench {

/// Without white space around it; empty where there is neither.
QString textAtCaret(const widgets::TargetEditor &editor);
/// Of the one side of the open row that has the focus; else what is selected in the source comes before the target.
QString textAtCaret(const widgets::SegmentGrid &grid);

}  // namespace interlinear::workbench
