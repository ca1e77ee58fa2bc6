// Moving from row to row in the grid, through what the filter shows.
//
//   openNextOpen(*grid);       // the nearest row behind that nobody confirmed, from the top again at the end
//   openBeside(*grid, -1);
//   openNumber(*grid, 12);
#pragma once

namespace interlinear::widgets {
class SegmentGrid;
}

namespace interlinear::workbench {

// Each says whether there was such a row.
bool openNextOpen(widgets::SegmentGrid &grid);
bool openBeside(widgets::SegmentGrid &grid, int direction);
bool openNumber(widgets::SegmentGrid &grid, int number);

}  // namespace interlinear::workbench
