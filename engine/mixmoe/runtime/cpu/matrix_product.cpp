#include "engine/mixmoe/runtime/cpu/matrix_product.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

// Counted in bytes of weights, once for each row that meets them. To share out fewer is not worth the wait for another thread; each thread is given several chunks, since it
// may be held up, but none for the sake of a chunk that is done in no time: to take one costs a word with the others. Panels come in fours, as the kernels read them.
constexpr std::size_t leastWork = 1 << 16, workOfChunk = 1 << 18;
constexpr std::size_t mostChunksOfThread = 5;
constexpr std::size_t panelsTogether = 4;

std::size_t workOf(const RowGroup &group)
{
    return group.rows * group.weights->depth() * group.weights->width() * bytesOfWeight(group.weights->type());
}

std::size_t panelsOfChunk(const RowGroup &group, std::size_t chunkWork)
{
    const std::size_t chunks = std::max<std::size_t>(1, workOf(group) / chunkWork), panels = (group.weights->panelCount() + chunks - 1) / chunks;
    return (panels + panelsTogether - 1) / panelsTogether * panelsTogether;
}

}  // namespace

void MatrixProduct::set(const PackedMatrix &weights, const ProductInput &x, std::size_t rows, Table &out)
{
    const RowGroup group{&weights, 0, rows};
    run({&group, 1}, x, nullptr, out);
}

void MatrixProduct::add(const PackedMatrix &weights, const ProductInput &x, std::size_t rows, Table &out)
{
    const RowGroup group{&weights, 0, rows};
    run({&group, 1}, x, &out, out);
}

void MatrixProduct::setGroups(std::span<const RowGroup> groups, const ProductInput &x, Table &out)
{
    run(groups, x, nullptr, out);
}

void MatrixProduct::run(std::span<const RowGroup> groups, const ProductInput &x, const Table *addend, Table &out)
{
    std::size_t work = 0;
    for (const RowGroup &group : groups)
        work += workOf(group);
    const std::size_t chunksOfThread = std::clamp<std::size_t>(work / (workOfChunk * threads()), 1, mostChunksOfThread);
    const std::size_t chunkWork = std::max(leastWork, work / (chunksOfThread * threads()));
    m_chunks.clear();
    for (std::size_t group = 0; group < groups.size(); ++group) {
        const std::size_t panels = groups[group].weights->panelCount(), together = panelsOfChunk(groups[group], chunkWork);
        for (std::size_t first = 0; first < panels && groups[group].rows > 0; first += together)
            m_chunks.push_back({group, first, std::min(together, panels - first)});
    }
    m_pool.run(m_chunks.size(), [&](std::size_t chunk) { runChunk(groups[m_chunks[chunk].group], m_chunks[chunk], x, addend, out); });
}

void MatrixProduct::runChunk(const RowGroup &group, const Chunk &chunk, const ProductInput &x, const Table *addend, Table &out) const
{
    const PackedMatrix &weights = *group.weights;
    const std::size_t column = chunk.firstPanel * panelWidth;
    float *into = out.row(group.firstRow) + column;
    const float *start = addend ? addend->row(group.firstRow) + column : nullptr;
    const auto floatProduct = [&](auto panels) {
        return PanelProduct{.x = x.row(group.firstRow), .xStride = x.stride(), .rows = group.rows, .depth = weights.depth(), .panels = panels, .panelCount = chunk.panels,
                            .addend = start, .out = into, .outStride = out.stride()};
    };
    if (weights.type() == WeightType::Fp32)
        return m_kernels.fp32(floatProduct(weights.floats(chunk.firstPanel)));
    if (weights.type() == WeightType::Bf16)
        return m_kernels.bf16(floatProduct(weights.halves(chunk.firstPanel)));
    m_kernels.int8({.x = &x.rounded(), .firstRow = group.firstRow, .rows = group.rows, .panels = weights.bytes(chunk.firstPanel), .scales = weights.scales(chunk.firstPanel),
                    .panelCount = chunk.panels, .addend = start, .out = into, .outStride = out.stride()});
}

}  // namespace interlinear::mixmoe
