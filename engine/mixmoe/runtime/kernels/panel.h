// How weights lie in memory: in panels of 16 output columns, depth after depth.
#pragma once

#include <cstddef>

namespace interlinear::mixmoe {

inline constexpr std::size_t panelWidth = 16;

/// The least multiple of the panel width that holds this many columns.
constexpr std::size_t paddedToPanel(std::size_t columns)
{
    return (columns + panelWidth - 1) / panelWidth * panelWidth;
}

/// Rows in as few tiles as may be, all of nearly one height: a last tile of two rows would wait for the weights that it reads.
struct RowTiles {
    constexpr RowTiles(std::size_t rows, std::size_t mostRows) : count((rows + mostRows - 1) / mostRows), least(rows / count), higher(rows % count) {}
    constexpr std::size_t height(std::size_t tile) const { return least + (tile < higher ? 1 : 0); }

    std::size_t count, least, higher;   // so many at the front are one row higher than the least
};

/// While rows pass a few panels, tile after tile, the panels behind them are fetched into the cache, each by one of the tiles, so that memory and arithmetic work at
/// the same time: a tile fetches the panels first, first + step and so on.
struct PanelPrefetch {
    std::size_t first = 0, step = 1;
};

constexpr PanelPrefetch prefetchOfTile(std::size_t tile, std::size_t tiles, std::size_t panelsOfTile)
{
    const std::size_t turns = tiles < panelsOfTile ? tiles : panelsOfTile;
    return {tile % turns, turns};
}

}  // namespace interlinear::mixmoe
