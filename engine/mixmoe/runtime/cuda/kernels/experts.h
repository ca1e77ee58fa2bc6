// Rows sorted by expert: the work lists that stay on the card between the router and the products.
//
// A slot is one choice of a row, [row][group][rank]. A use is a slot that has an expert; the uses of an expert stand together. A tile is some uses of one expert,
// which one block multiplies.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/team.h"

#include <cstdint>

namespace interlinear::mixmoe::cuda {

INTERLINEAR_BOTH int tilesOf(int rows, int rowsOfTile) { return (rows + rowsOfTile - 1) / rowsOfTile; }
/// However the uses are shared out among the experts.
INTERLINEAR_BOTH int mostTiles(int uses, int experts, int rowsOfTile)
{
    return uses / rowsOfTile + (experts < uses ? experts : uses);
}

struct Tile {
    std::int32_t expert, firstUse, uses;
};

struct ExpertLists {
    std::int32_t *slotExpert;     ///< [slot] inside its group; -1: none
    float *slotWeight;            ///< [slot]
    std::int32_t *useOfSlot;      ///< [slot]
    std::int32_t *rowOfUse;       ///< [use]
    Tile *tiles;
    std::int32_t *tileCount;      ///< one
    std::int32_t rowsOfTile;
    std::int32_t *ticket;         ///< one, 0 between two routers: blocks that are through
};

}  // namespace interlinear::mixmoe::cuda
