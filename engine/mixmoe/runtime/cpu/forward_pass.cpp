#include "engine/mixmoe/runtime/cpu/forward_pass.h"

#include <algorithm>
#include <cmath>

namespace interlinear::mixmoe {

ForwardPass::ForwardPass(std::shared_ptr<const Model> model, WeightType type, InstructionSet instructions, int threads)
    : m_model(std::move(model)), m_packed(*m_model, type), m_pool(threads), m_multiply(instructions, m_pool), m_attention(m_model->config, m_packed),
      m_feedForward(m_model->config)
{
}

bool ForwardPass::run(std::span<const BatchRow> rows, std::span<const PhaseInterventions> interventions, const std::stop_token &stop)
{
    const auto d = static_cast<std::size_t>(m_model->config.hiddenSize);
    m_x.resize(rows.size(), d);
    for (std::size_t row = 0; row < rows.size(); ++row)
        std::copy_n(m_model->weights.embedding.data() + static_cast<std::size_t>(rows[row].token) * d, d, m_x.row(row));

    for (std::size_t index = 0; index < m_packed.layers.size(); ++index) {
        if (stop.stop_requested())
            return false;
        const PackedLayer &layer = m_packed.layers[index];
        normalise(layer.attentionNorm, rows.size());
        m_queryKeyValue.resize(rows.size(), layer.queryKeyValue.width());
        m_multiply.add(layer.queryKeyValue, m_normalised, rows.size(), m_queryKeyValue);
        m_attention.run(index, rows, m_queryKeyValue, m_multiply, m_mixed);
        m_projected.resize(rows.size(), layer.output.width());
        m_multiply.add(layer.output, m_mixed, rows.size(), m_projected);
        for (std::size_t row = 0; row < rows.size(); ++row)
            for (std::size_t i = 0; i < d; ++i)
                m_x.row(row)[i] += m_projected.row(row)[i];

        normalise(layer.ffnNorm, rows.size());
        if (layer.experts.empty())
            m_feedForward.addDense(layer.ffn, m_normalised, rows.size(), m_multiply, m_x);
        else
            m_feedForward.addMixture(layer, interventions[index], rows, m_normalised, m_multiply, m_x);
    }
    normalise(m_model->weights.finalNorm, rows.size());
    return true;
}

std::span<const float> ForwardPass::hidden(std::size_t row) const
{
    return {m_normalised.row(row), static_cast<std::size_t>(m_model->config.hiddenSize)};
}

void ForwardPass::logits(const Table &hidden, std::size_t rows, Table &logits) const
{
    logits.resize(rows, m_packed.embedding.width());
    m_multiply.add(m_packed.embedding, hidden, rows, logits);
}

// x * rsqrt(mean(x^2) + eps) * w
void ForwardPass::normalise(std::span<const float> weight, std::size_t rows)
{
    const std::size_t d = weight.size();
    m_normalised.resize(rows, d);
    for (std::size_t row = 0; row < rows; ++row) {
        const float *x = m_x.row(row);
        float sum = 0;
        for (std::size_t i = 0; i < d; ++i)
            sum += x[i] * x[i];
        const float scale = 1.0F / std::sqrt(sum / static_cast<float>(d) + m_model->config.normEpsilon);
        float *normalised = m_normalised.row(row);
        for (std::size_t i = 0; i < d; ++i)
            normalised[i] = x[i] * scale * weight[i];
    }
}

}  // namespace interlinear::mixmoe
