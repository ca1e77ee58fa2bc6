#include "engine/mixmoe/runtime/cpu/row_block.h"

#include <algorithm>

namespace interlinear::mixmoe {

RowBlock::RowBlock(const Model &model, const PackedModel &packed, const Kernels &kernels, ThreadPool &pool)
    : m_model(model), m_packed(packed), m_multiply(kernels, pool), m_attention(model.config, packed), m_feedForward(model.config)
{
}

void RowBlock::begin(std::span<const BatchRow> rows)
{
    const auto d = static_cast<std::size_t>(m_model.config.hiddenSize);
    m_rows = rows;
    m_x.resize(rows.size(), d);
    for (std::size_t row = 0; row < rows.size(); ++row)
        m_packed.readRow(static_cast<std::size_t>(rows[row].token), {m_x.row(row), d});
}

void RowBlock::placeKeys(std::size_t layer)
{
    const PackedLayer &weights = m_packed.layers[layer];
    normalise(weights.attentionNorm, weights.queryKeyValue.type());
    m_queryKeyValue.resize(m_rows.size(), weights.queryKeyValue.width());
    m_multiply.set(weights.queryKeyValue, m_normalised, m_rows.size(), m_queryKeyValue);
    m_attention.place(layer, m_rows, m_queryKeyValue, m_multiply);
}

void RowBlock::finishLayer(std::size_t layer, const PhaseInterventions &interventions)
{
    const PackedLayer &weights = m_packed.layers[layer];
    m_attention.run(layer, m_rows, m_queryKeyValue, m_multiply, m_mixed);
    m_multiply.add(weights.output, m_mixed, m_rows.size(), m_x);
    normalise(weights.ffnNorm, weights.queryKeyValue.type());
    if (weights.experts.empty())
        m_feedForward.addDense(weights.ffn, m_normalised, m_rows.size(), m_multiply, m_x);
    else
        m_feedForward.addMixture(weights, interventions, m_rows, m_normalised, m_multiply, m_x);
}

void RowBlock::normalise(std::span<const float> weight, WeightType type)
{
    const RowFunctions &functions = m_multiply.kernels().rows;
    m_normalised.resize(m_rows.size(), weight.size(), type);
    m_multiply.forEachRow(m_rows.size(), [&](std::size_t row) {
        functions.normalise(m_x.row(row), weight.data(), weight.size(), m_model.config.normEpsilon, m_normalised.row(row));
        m_normalised.finish(row, functions);
    });
}

}  // namespace interlinear::mixmoe
