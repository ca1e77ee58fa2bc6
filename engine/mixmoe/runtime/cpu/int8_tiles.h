// The loops of the int8 kernel, for one instruction set: included by one source file each, which is compiled for that set, so everything here is local to it.
#pragma once

#include "engine/mixmoe/runtime/cpu/int8_product.h"

namespace interlinear::mixmoe {

namespace {

// Lanes: how 16 columns are summed.
//   Weights load(const uint8_t *)          four depths of 16 columns
//   Inputs spread(const int8_t *)          four depths of a row
//   void clear(Sums &), void add(Sums &, Weights, Inputs)
//   void finish(Sums, int32 correction, const float *scales, float xScale, float *out)      out += (sums - correction) * (scales * xScale)
template <typename Lanes, int Rows, int Panels>
[[gnu::always_inline]] inline void int8Tile(const Int8Product &product, std::size_t row, std::size_t panel)
{
    const std::size_t groups = product.x->stride / depthsTogether, panelBytes = product.x->stride * panelWidth;
    const std::int8_t *x = product.x->values.data() + row * product.x->stride;
    const std::uint8_t *weights = product.panels + panel * panelBytes;

    typename Lanes::Sums sums[Rows][Panels];
    for (int r = 0; r < Rows; ++r)
        for (int p = 0; p < Panels; ++p)
            Lanes::clear(sums[r][p]);
    for (std::size_t group = 0; group < groups; ++group) {
        typename Lanes::Weights columns[Panels];
        for (int p = 0; p < Panels; ++p)
            columns[p] = Lanes::load(weights + static_cast<std::size_t>(p) * panelBytes + group * panelWidth * depthsTogether);
        for (int r = 0; r < Rows; ++r) {
            const typename Lanes::Inputs inputs = Lanes::spread(x + static_cast<std::size_t>(r) * product.x->stride + group * depthsTogether);
            for (int p = 0; p < Panels; ++p)
                Lanes::add(sums[r][p], columns[p], inputs);
        }
    }
    for (int r = 0; r < Rows; ++r) {
        const std::size_t at = row + static_cast<std::size_t>(r);
        for (int p = 0; p < Panels; ++p) {
            const std::size_t column = (panel + static_cast<std::size_t>(p)) * panelWidth;
            Lanes::finish(sums[r][p], 128 * product.x->sums[at], product.scales + column, product.x->scales[at], product.out + at * product.outStride + column);
        }
    }
}

// Panels outside, rows inside: panels stay in the cache while the rows pass.
template <typename Lanes, int Rows, int Panels>
[[gnu::always_inline]] inline void int8Columns(const Int8Product &product, std::size_t panel)
{
    std::size_t row = 0;
    for (; row + Rows <= product.rows; row += Rows)
        int8Tile<Lanes, Rows, Panels>(product, row, panel);
    if constexpr (Rows > 2) {
        for (; row + 2 <= product.rows; row += 2)
            int8Tile<Lanes, 2, Panels>(product, row, panel);
    }
    for (; row < product.rows; ++row)
        int8Tile<Lanes, 1, Panels>(product, row, panel);
}

template <typename Lanes, int Rows, int Panels>
[[gnu::always_inline]] inline void int8Panels(const Int8Product &product)
{
    std::size_t panel = 0;
    for (; panel + Panels <= product.panelCount; panel += Panels)
        int8Columns<Lanes, Rows, Panels>(product, panel);
    if constexpr (Panels > 1) {
        for (; panel < product.panelCount; ++panel)
            int8Columns<Lanes, Rows, 1>(product, panel);
    }
}

}  // namespace

}  // namespace interlinear::mixmoe
