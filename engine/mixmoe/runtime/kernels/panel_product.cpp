#include "engine/mixmoe/runtime/kernels/panel_product.h"

#include "engine/mixmoe/runtime/kernels/panel_columns.h"

namespace interlinear::mixmoe {

namespace {

// Rows x Panels panels of outputs stay in registers while k runs; the body is inlined into a caller that names the instruction set.
template <int Lanes, int Rows, int Panels, typename Weight>
[[gnu::always_inline]] inline void tile(const PanelProduct<Weight> &product, std::size_t row, std::size_t panel, PanelPrefetch prefetch)
{
    using From = Columns<Weight, Lanes>;
    using Vector = typename From::Vector;
    constexpr std::size_t parts = panelWidth / Lanes, vectors = Panels * parts;
    const std::size_t panelStride = (product.depth + From::depths - 1) / From::depths * From::depths * panelWidth;
    const float *x = product.x + row * product.xStride;
    const Weight *weights = product.panels + panel * panelStride;

    Vector sums[Rows][vectors] = {};
    typename From::Loaded loaded[vectors];
    const auto load = [&](std::size_t k) __attribute__((always_inline)) {
        for (std::size_t p = 0; p < Panels; ++p)
            for (std::size_t part = 0; part < parts; ++part)
                loaded[p * parts + part] = From::load(weights + p * panelStride + k * panelWidth + part * Lanes * From::depths);
    };
    const auto add = [&](std::size_t k, std::size_t depth) __attribute__((always_inline)) {
        Vector columns[vectors];
        for (std::size_t p = 0; p < vectors; ++p)
            columns[p] = From::column(loaded[p], depth);
        for (int r = 0; r < Rows; ++r) {
            const float factor = x[static_cast<std::size_t>(r) * product.xStride + k + depth];
            for (std::size_t p = 0; p < vectors; ++p)
                sums[r][p] += columns[p] * factor;
        }
    };
    std::size_t k = 0;
    for (; k + From::depths <= product.depth; k += From::depths) {
        for (std::size_t p = prefetch.first; p < Panels; p += prefetch.step)
            __builtin_prefetch(weights + (p + Panels) * panelStride + k * panelWidth, 0, 2);
        load(k);
        for (std::size_t depth = 0; depth < From::depths; ++depth)
            add(k, depth);
    }
    if (k < product.depth) {
        load(k);
        add(k, 0);
    }
    for (int r = 0; r < Rows; ++r) {
        const std::size_t at = (row + static_cast<std::size_t>(r)) * product.outStride + panel * panelWidth;
        for (std::size_t p = 0; p < vectors; ++p) {
            Vector sum = sums[r][p];
            if (product.addend)
                sum += *reinterpret_cast<const Vector *>(product.addend + at + p * Lanes);
            *reinterpret_cast<Vector *>(product.out + at + p * Lanes) = sum;
        }
    }
}

template <int Lanes, int Rows, int Panels, typename Weight>
[[gnu::always_inline]] inline void tileOfHeight(std::size_t height, const PanelProduct<Weight> &product, std::size_t row, std::size_t panel, PanelPrefetch prefetch)
{
    if (height == Rows)
        tile<Lanes, Rows, Panels>(product, row, panel, prefetch);
    else if constexpr (Rows > 1)
        tileOfHeight<Lanes, Rows - 1, Panels>(height, product, row, panel, prefetch);
}

// Panels outside, rows inside: panels stay in the cache while the rows pass.
template <int Lanes, int Rows, int Panels, typename Weight>
[[gnu::always_inline]] inline void columns(const PanelProduct<Weight> &product, const RowTiles &tiles, std::size_t panel)
{
    std::size_t row = 0;
    for (std::size_t number = 0; number < tiles.count; row += tiles.height(number), ++number)
        tileOfHeight<Lanes, Rows, Panels>(tiles.height(number), product, row, panel, prefetchOfTile(number, tiles.count, Panels));
}

template <int Lanes, int Rows, int Panels, typename Weight>
[[gnu::always_inline]] inline void allTiles(const PanelProduct<Weight> &product)
{
    const RowTiles tiles(product.rows, Rows);
    std::size_t panel = 0;
    if (product.rows == 1) {   // bound by the latency of its sums: four panels at once hide it, and the processor sees four streams
        for (; panel + 4 <= product.panelCount; panel += 4)
            tile<Lanes, 1, 4>(product, 0, panel, {.first = 4});
    }
    for (; panel + Panels <= product.panelCount; panel += Panels)
        columns<Lanes, Rows, Panels>(product, tiles, panel);
    for (; panel < product.panelCount; ++panel)
        columns<Lanes, Rows, 1>(product, tiles, panel);
}

template <typename Weight>
void portableProduct(const PanelProduct<Weight> &product)
{
    allTiles<4, 2, 1>(product);
}

#if defined(__x86_64__)
template <typename Weight>
__attribute__((target("avx2,fma"))) void avx2Product(const PanelProduct<Weight> &product)
{
    allTiles<8, 6, 1>(product);
}

template <typename Weight>
__attribute__((target("avx512f,avx512bw,avx512vl,avx2,fma"))) void avx512Product(const PanelProduct<Weight> &product)
{
    allTiles<16, 12, 2>(product);   // two panels stay in the nearest cache while all rows pass, and each bf16 weight is widened for many
}
#endif

}  // namespace

template <typename Weight>
void (*panelProduct([[maybe_unused]] InstructionSet instructions))(const PanelProduct<Weight> &)
{
#if defined(__x86_64__)
    if (instructions == InstructionSet::Avx512 || instructions == InstructionSet::Avx512Vnni)
        return avx512Product<Weight>;
    if (instructions == InstructionSet::Avx2)
        return avx2Product<Weight>;
#endif
    return portableProduct<Weight>;
}

template void (*panelProduct<float>(InstructionSet))(const PanelProduct<float> &);
template void (*panelProduct<Bf16>(InstructionSet))(const PanelProduct<Bf16> &);

}  // namespace interlinear::mixmoe
