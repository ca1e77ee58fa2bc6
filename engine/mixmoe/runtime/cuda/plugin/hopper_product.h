// What TileProductArgs asks for, on cards of compute capability 9.0: the same answers, bit by bit, from the multiplies of a warpgroup, which other cards lack.
//
//   std::optional<HopperProduct> hopper = HopperProduct::of(capability, multiprocessors);   // once a card, when it is the current one
//   cudaError_t failed = hopper->launch(args, tiles, stream);
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/tile_product.h"

#include <cuda.h>
#include <cuda_runtime.h>

#include <optional>

namespace interlinear::mixmoe::cuda {

class HopperProduct {
public:
    /// Nothing where the card is another or the driver lacks what the kernel needs: then TileProductArgs runs as elsewhere.
    static std::optional<HopperProduct> of(int capability, int multiprocessors);

    /// tiles: as many of TileShape::rows rows as there are at most.
    template <class Weight>
    cudaError_t launch(const TileProductArgs<Weight> &args, int tiles, cudaStream_t stream) const;

private:
    using EncodeTensor = decltype(&cuTensorMapEncodeTiled);

    HopperProduct(EncodeTensor encodeOfDriver, int multiprocessors) : m_encode(encodeOfDriver), m_multiprocessors(multiprocessors) {}
    template <class Value>
    bool encode(CUtensorMap &tensor, const void *values, std::int64_t depth, std::int64_t lines, std::int64_t matrixValues, int linesOfBox) const;

    EncodeTensor m_encode;
    int m_multiprocessors;
};

}  // namespace interlinear::mixmoe::cuda
