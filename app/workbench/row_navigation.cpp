#include "app/workbench/row_navigation.h"

#include "app/workbench/row_content.h"
#include "widgets/editing/segment_grid.h"
#include "widgets/editing/segment_table_model.h"

namespace interlinear::workbench {

using widgets::SegmentGrid;
using widgets::SegmentRow;

namespace {

template <typename Fits>
bool openFirst(SegmentGrid &grid, int start, int count, Fits fits)
{
    const int rows = grid.model()->rowCount();
    for (int i = 0; i < count; ++i) {
        const int row = (start + i) % rows;
        if (!fits(*widgets::segmentRowAt(grid.model()->index(row, 0))))
            continue;
        grid.openRow(row);
        return true;
    }
    return false;
}

}  // namespace

bool openNextOpen(SegmentGrid &grid)
{
    const bool anyOpen = grid.currentIndex().isValid();
    const int rows = grid.model()->rowCount();
    return openFirst(grid, grid.currentIndex().row() + 1, anyOpen ? rows - 1 : rows, [](const SegmentRow &row) { return !isDone(row); });
}

bool openBeside(SegmentGrid &grid, int direction)
{
    const int row = grid.currentIndex().row() + direction;
    if (!grid.currentIndex().isValid() || row < 0 || row >= grid.model()->rowCount())
        return false;
    grid.openRow(row);
    return true;
}

bool openNumber(SegmentGrid &grid, int number)
{
    return openFirst(grid, 0, grid.model()->rowCount(), [number](const SegmentRow &row) { return row.number == number; });
}

}  // namespace interlinear::workbench
