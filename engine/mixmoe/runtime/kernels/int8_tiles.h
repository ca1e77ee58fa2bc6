// The loops of the int8 kernel, for one instruction set: included by one source file each, which is compiled for that set, so everything here is local to it.
#pragma once

#include "engine/mixmoe/runtime/kernels/int8_product.h"
#include "engine/mixmoe/runtime/kernels/unrolled.h"

namespace interlinear::mixmoe {

namespace {

// Lanes: how 16 columns are summed.
//   Weights load(const uint8_t *)          four depths of 16 columns
//   Inputs spread(const int8_t *)          four depths of a row
//   void clear(Sums &), void add(Sums &, Weights, Inputs)
//   void finish(Sums, int32 correction, const float *scales, float xScale, const float *addend, float *out)
//                                          out = (sums - correction) * (scales * xScale), plus the addend where there is one

// On top of what a tile has written of this row, whose weights are in the cache then.
template <typename Lanes, int Panels>
[[gnu::noinline]] void addOutliers(const Int8Product &product, std::size_t row, std::size_t panel)
{
    const std::size_t panelBytes = product.x->stride * panelWidth;
    const std::uint8_t *weights = product.panels + panel * panelBytes;
    const Int8Row &x = product.x->rows[product.firstRow + row];
    const OutlierGroup *outliers = product.x->outliersOf(product.firstRow + row);

    typename Lanes::Sums sums[Panels];
    unrolled<Panels>([&](auto p) __attribute__((always_inline)) { Lanes::clear(sums[p.value]); });
    for (std::uint32_t i = 0; i < x.outlierGroups; ++i) {
        const typename Lanes::Inputs inputs = Lanes::spread(outliers[i].values);
        const std::uint8_t *depths = weights + outliers[i].group * panelWidth * depthsOfInt8;
        unrolled<Panels>([&](auto p) __attribute__((always_inline)) { Lanes::add(sums[p.value], Lanes::load(depths + static_cast<std::size_t>(p.value) * panelBytes), inputs); });
    }
    unrolled<Panels>([&](auto p) __attribute__((always_inline)) {
        const std::size_t column = (panel + static_cast<std::size_t>(p.value)) * panelWidth;
        float *out = product.out + row * product.outStride + column;
        Lanes::finish(sums[p.value], zeroWeight * x.outlierSum, product.scales + column, outlierStep * x.rounded.scale, out, out);
    });
}

template <typename Lanes, int Rows, int Panels>
[[gnu::always_inline]] inline void int8Tile(const Int8Product &product, std::size_t row, std::size_t panel, PanelPrefetch prefetch)
{
    const std::size_t stride = product.x->stride, groups = stride / depthsOfInt8, panelBytes = stride * panelWidth;
    const std::int8_t *integers = product.x->values.data() + (product.firstRow + row) * stride;
    const std::uint8_t *weights = product.panels + panel * panelBytes;

    typename Lanes::Sums sums[Rows][Panels];
    unrolled<Rows>([&](auto r) __attribute__((always_inline)) {
        unrolled<Panels>([&](auto p) __attribute__((always_inline)) { Lanes::clear(sums[r.value][p.value]); });
    });
    for (std::size_t group = 0; group < groups; ++group) {
        typename Lanes::Weights columns[Panels];
        for (std::size_t p = prefetch.first; p < Panels; p += prefetch.step)
            __builtin_prefetch(weights + (p + Panels) * panelBytes + group * panelWidth * depthsOfInt8, 0, 2);
        unrolled<Panels>([&](auto p) __attribute__((always_inline)) {
            columns[p.value] = Lanes::load(weights + static_cast<std::size_t>(p.value) * panelBytes + group * panelWidth * depthsOfInt8);
        });
        unrolled<Rows>([&](auto r) __attribute__((always_inline)) {
            const typename Lanes::Inputs inputs = Lanes::spread(integers + static_cast<std::size_t>(r.value) * stride + group * depthsOfInt8);
            unrolled<Panels>([&](auto p) __attribute__((always_inline)) { Lanes::add(sums[r.value][p.value], columns[p.value], inputs); });
        });
    }
    unrolled<Rows>([&](auto r) __attribute__((always_inline)) {
        const std::size_t at = row + static_cast<std::size_t>(r.value);
        const Int8Row &x = product.x->rows[product.firstRow + at];
        unrolled<Panels>([&](auto p) __attribute__((always_inline)) {
            const std::size_t column = (panel + static_cast<std::size_t>(p.value)) * panelWidth, place = at * product.outStride + column;
            Lanes::finish(sums[r.value][p.value], zeroWeight * x.rounded.sum, product.scales + column, x.rounded.scale, product.addend ? product.addend + place : nullptr,
                          product.out + place);
        });
        if (x.outlierGroups > 0)
            addOutliers<Lanes, Panels>(product, at, panel);
    });
}

template <typename Lanes, int Rows, int Panels>
[[gnu::always_inline]] inline void int8TileOfHeight(std::size_t height, const Int8Product &product, std::size_t row, std::size_t panel, PanelPrefetch prefetch)
{
    if (height == Rows)
        int8Tile<Lanes, Rows, Panels>(product, row, panel, prefetch);
    else if constexpr (Rows > 1)
        int8TileOfHeight<Lanes, Rows - 1, Panels>(height, product, row, panel, prefetch);
}

// Panels outside, rows inside: panels stay in the cache while the rows pass.
template <typename Lanes, int Rows, int Panels>
[[gnu::always_inline]] inline void int8Columns(const Int8Product &product, const RowTiles &tiles, std::size_t panel)
{
    std::size_t row = 0;
    for (std::size_t number = 0; number < tiles.count; row += tiles.height(number), ++number)
        int8TileOfHeight<Lanes, Rows, Panels>(tiles.height(number), product, row, panel, prefetchOfTile(number, tiles.count, Panels));
}

template <typename Lanes, int Rows, int Panels>
[[gnu::always_inline]] inline void int8Panels(const Int8Product &product)
{
    const RowTiles tiles(product.rows, Rows);
    std::size_t panel = 0;
    if (product.rows == 1) {   // panels are short streams: where they come from the last cache, those behind are fetched too late unless asked for
        for (; panel + 4 <= product.panelCount; panel += 4)
            int8Tile<Lanes, 1, 4>(product, 0, panel, {});
    }
    for (; panel + Panels <= product.panelCount; panel += Panels)
        int8Columns<Lanes, Rows, Panels>(product, tiles, panel);
    if constexpr (Panels > 1) {
        for (; panel < product.panelCount; ++panel)
            int8Columns<Lanes, Rows, 1>(product, tiles, panel);
    }
}

}  // namespace

}  // namespace interlinear::mixmoe
