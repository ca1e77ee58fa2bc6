#include "engine/mixmoe/runtime/cpu/panel_product.h"

#include <initializer_list>

namespace interlinear::mixmoe {

namespace {

template <int Lanes>
struct VectorOf {
    typedef float Type __attribute__((vector_size(Lanes * sizeof(float)), may_alias));
};

// Rows x Panels panels of outputs stay in registers while k runs; the body is inlined into a caller that names the instruction set.
template <int Lanes, int Rows, int Panels>
[[gnu::always_inline]] inline void tile(const PanelProduct &product, std::size_t row, std::size_t panel)
{
    using Vector = typename VectorOf<Lanes>::Type;
    constexpr int parts = static_cast<int>(panelWidth) / Lanes;
    const float *x = product.x + row * product.xStride;
    const float *weights = product.panels + panel * product.panelStride;
    float *out = product.out + row * product.outStride + panel * panelWidth;

    Vector sums[Rows][Panels * parts];
    for (int r = 0; r < Rows; ++r)
        for (int p = 0; p < Panels * parts; ++p)
            sums[r][p] = *reinterpret_cast<const Vector *>(out + static_cast<std::size_t>(r) * product.outStride + static_cast<std::size_t>(p * Lanes));
    for (std::size_t k = 0; k < product.depth; ++k, weights += product.depthStride) {
        Vector columns[Panels * parts];
        for (int p = 0; p < Panels; ++p)
            for (int part = 0; part < parts; ++part)
                columns[p * parts + part] =
                    *reinterpret_cast<const Vector *>(weights + static_cast<std::size_t>(p) * product.panelStride + static_cast<std::size_t>(part * Lanes));
        for (int r = 0; r < Rows; ++r) {
            const float factor = x[static_cast<std::size_t>(r) * product.xStride + k];
            for (int p = 0; p < Panels * parts; ++p)
                sums[r][p] += columns[p] * factor;
        }
    }
    for (int r = 0; r < Rows; ++r)
        for (int p = 0; p < Panels * parts; ++p)
            *reinterpret_cast<Vector *>(out + static_cast<std::size_t>(r) * product.outStride + static_cast<std::size_t>(p * Lanes)) = sums[r][p];
}

// One row alone is bound by the latency of its sums: four panels at once hide it.
template <int Lanes>
[[gnu::always_inline]] inline void singleRow(const PanelProduct &product, std::size_t row)
{
    std::size_t panel = 0;
    for (; panel + 4 <= product.panelCount; panel += 4)
        tile<Lanes, 1, 4>(product, row, panel);
    for (; panel < product.panelCount; ++panel)
        tile<Lanes, 1, 1>(product, row, panel);
}

// Panels outside, rows inside: a panel stays in the cache while the rows pass.
template <int Lanes, int RowsAtOnce>
[[gnu::always_inline]] inline void allTiles(const PanelProduct &product)
{
    const std::size_t blocked = product.rows / RowsAtOnce * RowsAtOnce;
    for (std::size_t panel = 0; panel < product.panelCount && blocked > 0; ++panel)
        for (std::size_t row = 0; row < blocked; row += RowsAtOnce)
            tile<Lanes, RowsAtOnce, 1>(product, row, panel);
    std::size_t row = blocked;
    if (row + 2 <= product.rows && RowsAtOnce > 2) {
        const std::size_t pairs = row + (product.rows - row) / 2 * 2;
        for (std::size_t panel = 0; panel < product.panelCount; ++panel)
            for (std::size_t pair = row; pair < pairs; pair += 2)
                tile<Lanes, 2, 1>(product, pair, panel);
        row = pairs;
    }
    for (; row < product.rows; ++row)
        singleRow<Lanes>(product, row);
}

void portableProduct(const PanelProduct &product)
{
    allTiles<4, 2>(product);
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) void avx2Product(const PanelProduct &product)
{
    allTiles<8, 6>(product);
}

__attribute__((target("avx512f,avx2,fma"))) void avx512Product(const PanelProduct &product)
{
    allTiles<16, 12>(product);
}
#endif

}  // namespace

bool isSupported(InstructionSet instructions)
{
#if defined(__x86_64__)
    if (instructions == InstructionSet::Avx512Vnni)
        return isSupported(InstructionSet::Avx512) && __builtin_cpu_supports("avx512vnni");
    if (instructions == InstructionSet::Avx512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
    if (instructions == InstructionSet::Avx2)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
    return instructions == InstructionSet::Portable;
}

InstructionSet widestSupported()
{
    for (const InstructionSet instructions : {InstructionSet::Avx512Vnni, InstructionSet::Avx512, InstructionSet::Avx2}) {
        if (isSupported(instructions))
            return instructions;
    }
    return InstructionSet::Portable;
}

void (*panelProduct(InstructionSet instructions))(const PanelProduct &)
{
#if defined(__x86_64__)
    if (instructions == InstructionSet::Avx512 || instructions == InstructionSet::Avx512Vnni)
        return avx512Product;
    if (instructions == InstructionSet::Avx2)
        return avx2Product;
#endif
    return portableProduct;
}

}  // namespace interlinear::mixmoe
