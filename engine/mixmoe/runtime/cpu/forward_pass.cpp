#include "engine/mixmoe/runtime/cpu/forward_pass.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t mostRowsApart = 128;

constexpr std::size_t fewBytes = std::size_t(128) << 20;   // that all threads together read: of two, twice what the last cache of a workstation's processor holds, so half is still there

/// So many rows of a thread make it worth while to read the weights once for each block, so that threads need not wait for each other after every product.
std::size_t leastRowsApart(const PackedModel &packed, int threads)
{
    const std::size_t weights = packed.arena.contents().size() - packed.floatRows.size_bytes() - packed.halfRows.size_bytes();
    return weights * static_cast<std::size_t>(threads) <= fewBytes ? 8 : 64;
}

}  // namespace

ForwardPass::ForwardPass(std::shared_ptr<const Model> model, std::shared_ptr<const PackedModel> packed, const Kernels &kernels, int threads)
    : m_model(std::move(model)), m_packed(std::move(packed)), m_kernels(kernels), m_pool(threads), m_together(*m_model, *m_packed, m_kernels, m_pool),
      m_leastRowsApart(leastRowsApart(*m_packed, threads)), m_gathered(m_packed->embedding)
{
}

bool ForwardPass::run(std::span<const BatchRow> rows, std::span<const PhaseInterventions> interventions, const std::stop_token &stop)
{
    shareOut(rows);
    for (std::size_t layer = 0; layer < m_packed->layers.size(); ++layer) {
        if (stop.stop_requested())
            return false;
        m_pool.run(m_blocks.size(), [&](std::size_t block) { m_blocks[block]->placeKeys(layer); });
        // The last first: its rows see the most, and what is left to wait for at the end is short.
        m_pool.run(m_blocks.size(), [&](std::size_t block) { m_blocks[m_blocks.size() - 1 - block]->finishLayer(layer, interventions[layer]); });
    }
    return true;
}

void ForwardPass::logits(std::span<const LogitsRow> wanted, Table &logits)
{
    const std::span<const float> weight = m_packed->finalNorm;
    m_wanted.resize(wanted.size(), weight.size(), m_packed->embedding.type());
    m_together.multiply().forEachRow(wanted.size(), [&](std::size_t row) {
        m_kernels.rows.normalise(hidden(wanted[row].row), weight.data(), weight.size(), m_model->config.normEpsilon, m_wanted.row(row));
        m_wanted.finish(row, m_kernels.rows);
    });
    std::size_t width = 0;
    m_wantedGroups.clear();
    for (std::size_t row = 0; row < wanted.size(); ++row) {
        const PackedMatrix &columns = wanted[row].allowed ? m_gathered.of(wanted[row].allowed) : m_packed->embedding;
        if (m_wantedGroups.empty() || m_wantedGroups.back().weights != &columns)
            m_wantedGroups.push_back({&columns, row, 0});
        ++m_wantedGroups.back().rows;
        width = std::max(width, columns.width());
    }
    logits.resize(wanted.size(), width);
    m_together.multiply().setGroups(m_wantedGroups, m_wanted, logits);
}

void ForwardPass::shareOut(std::span<const BatchRow> rows)
{
    const auto threads = static_cast<std::size_t>(m_pool.threads());
    m_blocks.clear();
    if (threads == 1 || rows.size() < m_leastRowsApart * threads) {
        m_blockSize = rows.size();
        m_blocks.push_back(&m_together);
    } else {
        m_blockSize = std::min(mostRowsApart, (rows.size() + threads - 1) / threads);
        const std::size_t count = (rows.size() + m_blockSize - 1) / m_blockSize;
        while (m_apart.size() < count)
            m_apart.push_back(std::make_unique<RowBlock>(*m_model, *m_packed, m_kernels, m_alone));
        for (std::size_t block = 0; block < count; ++block)
            m_blocks.push_back(m_apart[block].get());
    }
    for (std::size_t block = 0; block < m_blocks.size(); ++block)
        m_blocks[block]->begin(rows.subspan(block * m_blockSize, std::min(m_blockSize, rows.size() - block * m_blockSize)));
}

const float *ForwardPass::hidden(std::size_t row) const
{
    return m_blocks[row / m_blockSize]->hidden(row % m_blockSize);
}

}  // namespace interlinear::mixmoe
