// Between what a project stores of a segment and what a row of the grid shows of it.
//
//   showContent(row, {{"Guten Tag"}, cat::SegmentState::Draft, cat::TargetOrigin::memory(845)});
//   row.match.text();   // "84"
#pragma once

#include "engine/cat/project/segment_content.h"
#include "widgets/editing/segment_row.h"

namespace interlinear::workbench {

widgets::SegmentState shownState(cat::SegmentState state);

/// Puts target, state and match of the row; the rest of it stays.
void showContent(widgets::SegmentRow &row, const cat::SegmentContent &content);

widgets::MatchBadge badgeOf(const cat::TargetOrigin &origin);

/// As cat::isDone(), of the state that is shown.
bool isDone(const widgets::SegmentRow &row);

}  // namespace interlinear::workbench
