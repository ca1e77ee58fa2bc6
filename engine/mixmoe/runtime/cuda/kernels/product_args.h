// A product of a batch with a weight matrix, dense or with the matrix of each row's expert, and what is done with it on its way out: what the kernels for all kinds of
// weights have in common.
//
// Columns of weights come in groups (4 in fp32, 16 in all others), padded with zeros to whole ones; of gate and up, which are one matrix, each group has half.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/activations.h"
#include "engine/mixmoe/runtime/cuda/kernels/experts.h"
#include "engine/mixmoe/runtime/cuda/kernels/step_block.h"
#include "engine/mixmoe/runtime/cuda/kernels/stored_weights.h"

namespace interlinear::mixmoe::cuda {

enum class Epilogue : std::int32_t {
    Set,
    Add,      ///< to what is there
    Gated     ///< silu(gate) * up
};

INTERLINEAR_BOTH int groupOf(WeightKind kind) { return kind == WeightKind::Float ? 4 : 16; }
/// Rows of weights are padded to it with zeros.
INTERLINEAR_BOTH int depthMultipleOf(WeightKind kind) { return kind == WeightKind::Float ? 4 : halfStep; }

INTERLINEAR_BOTH int paddedDepth(WeightKind kind, int depth) { return paddedTo(depthMultipleOf(kind), depth); }
INTERLINEAR_BOTH int paddedColumns(WeightKind kind, int columns) { return paddedTo(groupOf(kind), columns); }
/// Of the matrix that gate and up make together: as many of each as the product behind it reads.
INTERLINEAR_BOTH int gatedColumns(WeightKind kind, int inner) { return 2 * paddedDepth(kind, inner); }
/// What a column of that matrix is: a row of gate (part 0) or of up (part 1); rows of inner and above are zeros.
struct GatedColumn {
    int part, row;
};
INTERLINEAR_BOTH GatedColumn gatedColumn(WeightKind kind, int column)
{
    const int group = groupOf(kind), half = group / 2;
    return {column % group / half, column / group * half + column % half};
}

struct ProductArgs {
    const StepBlock *step;
    bool ofWanted;                ///< as many rows as are wanted; else all
    Epilogue epilogue;
    const void *weights;          ///< [expert][columns][paddedDepth]
    const float *scales;          ///< [expert][columns] of weights that have them
    std::int64_t expertValues;    ///< of one matrix
    std::int32_t depth, columns;  ///< columns: padded
    const Tile *tiles;            ///< null: dense
    const std::int32_t *tileCount;
    const std::int32_t *rowOfUse; ///< null: the input is [use] too
    const void *in;               ///< [row] as Activations has them, of this depth: rounded or not, as the kernel says
    Activations out;              ///< [row or use][outWidth]; rounded with Gated only
    std::int32_t outWidth;
};

INTERLINEAR_DEVICE int productTiles(const ProductArgs &args, int rowsOfTile)
{
    const int rows = args.ofWanted ? args.step->wanted : args.step->rows;
    return args.tiles ? *args.tileCount : (rows + rowsOfTile - 1) / rowsOfTile;
}

INTERLINEAR_DEVICE Tile productTile(const ProductArgs &args, int index, int rowsOfTile)
{
    if (args.tiles)
        return args.tiles[index];
    const int rows = args.ofWanted ? args.step->wanted : args.step->rows, first = index * rowsOfTile;
    return {0, first, rows - first < rowsOfTile ? rows - first : rowsOfTile};
}

/// The row that a use works on.
INTERLINEAR_DEVICE std::int64_t productRow(const ProductArgs &args, int use) { return args.rowOfUse ? args.rowOfUse[use] : use; }

/// Value k of a row that was not rounded; 0 behind the depth.
INTERLINEAR_DEVICE float exactInput(const ProductArgs &args, int use, int k)
{
    return k < args.depth ? static_cast<const float *>(args.in)[productRow(args, use) * args.depth + k] : 0.0F;
}

/// other: of a gated column the sum of up.
INTERLINEAR_DEVICE float gatedOf(float sum, float other) { return sum / (1.0F + expf(-sum)) * other; }

INTERLINEAR_DEVICE void productOutput(const ProductArgs &args, int use, int column, float sum, float other)
{
    if (column >= args.outWidth)
        return;
    float &out = args.out.exact[static_cast<std::int64_t>(use) * args.outWidth + column];
    out = args.epilogue == Epilogue::Gated ? gatedOf(sum, other) : args.epilogue == Epilogue::Add ? out + sum : sum;
}

}  // namespace interlinear::mixmoe::cuda
