#include "engine/mixmoe/runtime/cpu/packed_matrix.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

// Below this many multiply-adds, waking the other threads costs more than they save.
constexpr std::size_t sharedWork = 1 << 17;
constexpr std::size_t chunksPerThread = 4;

}  // namespace

PackedMatrix::PackedMatrix(std::initializer_list<std::span<const float>> parts, std::size_t depth) : m_depth(depth)
{
    std::size_t columns = 0;
    for (const auto &part : parts)
        columns += paddedToPanel(part.size() / depth);
    m_panels.assign(columns * depth, 0.0F);

    float *panels = m_panels.data();
    for (const auto &part : parts) {
        const std::size_t outputs = part.size() / depth;
        for (std::size_t output = 0; output < outputs; ++output) {
            float *column = panels + output / panelWidth * panelWidth * depth + output % panelWidth;
            for (std::size_t k = 0; k < depth; ++k)
                column[k * panelWidth] = part[output * depth + k];
        }
        panels += paddedToPanel(outputs) * depth;
    }
}

void MatrixProduct::add(const PackedMatrix &weights, const Table &x, std::size_t rows, Table &out) const
{
    const std::size_t panels = weights.panelCount();
    const bool shared = rows * weights.depth() * weights.width() >= sharedWork;
    const std::size_t chunks = shared ? std::min(panels, chunksPerThread * static_cast<std::size_t>(m_pool.threads())) : 1;
    m_pool.run(chunks, [&](std::size_t chunk) {
        const std::size_t first = panels * chunk / chunks;
        const std::size_t last = panels * (chunk + 1) / chunks;
        m_kernel({.x = x.row(0),
                  .xStride = x.stride(),
                  .rows = rows,
                  .depth = weights.depth(),
                  .panels = weights.panel(first),
                  .panelStride = weights.depth() * panelWidth,
                  .depthStride = panelWidth,
                  .panelCount = last - first,
                  .out = out.row(0) + first * panelWidth,
                  .outStride = out.stride()});
    });
}

}  // namespace interlinear::mixmoe
