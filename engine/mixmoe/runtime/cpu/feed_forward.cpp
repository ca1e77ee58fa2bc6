#include "engine/mixmoe/runtime/cpu/feed_forward.h"

#include <algorithm>
#include <cmath>

namespace interlinear::mixmoe {

namespace {

// silu(gate) * up; up begins on the panel behind gate.
void activate(const float *gateUp, std::size_t inner, float *activated)
{
    const float *up = gateUp + paddedToPanel(inner);
    for (std::size_t i = 0; i < inner; ++i)
        activated[i] = gateUp[i] / (1.0F + std::exp(-gateUp[i])) * up[i];
}

/// Adds W_eff (E_from + E_to) to the MT router's logits, [n].
void addDirection(const PackedLayer &layer, const SequenceDirection &direction, std::span<float> logits)
{
    const auto add = [&](const std::vector<float> &biases, int language) {
        for (std::size_t expert = 0; language >= 0 && expert < logits.size(); ++expert)
            logits[expert] += biases[static_cast<std::size_t>(language) * logits.size() + expert];
    };
    add(layer.fromBias, direction.from.language);
    add(layer.toBias, direction.to.language);
}

void note(std::span<const float> probabilities, std::span<const GateChoice> choices, TokenRouting &routing)
{
    routing.gateProbabilities.insert(routing.gateProbabilities.end(), probabilities.begin(), probabilities.end());
    for (const GateChoice &choice : choices) {
        routing.choices.push_back(static_cast<std::int16_t>(choice.expert));
        routing.weights.push_back(choice.weight);
    }
}

}  // namespace

void FeedForward::addDense(const PackedFfn &ffn, const Table &normalised, std::size_t rows, const MatrixProduct &multiply, Table &x)
{
    const Table &y = output(ffn, normalised, rows, multiply);
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t i = 0; i < static_cast<std::size_t>(m_config.hiddenSize); ++i)
            x.row(row)[i] += y.row(row)[i];
}

void FeedForward::addMixture(const PackedLayer &layer, const PhaseInterventions &interventions, std::span<const BatchRow> rows, const Table &normalised,
                             const MatrixProduct &multiply, Table &x)
{
    const auto d = static_cast<std::size_t>(m_config.hiddenSize);
    const auto n = static_cast<std::size_t>(m_config.moe.expertsPerGroup);
    const auto groups = static_cast<std::size_t>(m_config.groups());
    route(layer, interventions, rows, normalised, multiply);

    m_sum.resize(rows.size(), d);
    for (std::size_t group = 0; group < groups; ++group)
        for (std::size_t expert = 0; expert < n; ++expert)
            addExpert(layer.experts[group * n + expert], group, static_cast<int>(expert), rows.size(), normalised, multiply);

    for (std::size_t row = 0; row < rows.size(); ++row) {
        int counting = 0;
        for (std::size_t group = 0; group < groups; ++group)
            counting += choicesOf(row, group).front().expert >= 0 ? 1 : 0;
        const float c = combineFactor(counting, m_config.moe);
        for (std::size_t i = 0; i < d; ++i)
            x.row(row)[i] += c * m_sum.row(row)[i];
    }
}

std::span<GateChoice> FeedForward::choicesOf(std::size_t row, std::size_t group)
{
    const auto k = static_cast<std::size_t>(m_config.moe.topK);
    return std::span(m_choices).subspan((row * static_cast<std::size_t>(m_config.groups()) + group) * k, k);
}

// Both groups' logits in one product, then the choices of each row and group.
void FeedForward::route(const PackedLayer &layer, const PhaseInterventions &interventions, std::span<const BatchRow> rows, const Table &normalised,
                        const MatrixProduct &multiply)
{
    const auto n = static_cast<std::size_t>(m_config.moe.expertsPerGroup);
    const auto groups = static_cast<std::size_t>(m_config.groups());
    m_logits.resize(rows.size(), groups * n);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::copy(layer.routerBias.begin(), layer.routerBias.end(), m_logits.row(row));
        addDirection(layer, rows[row].direction, std::span(m_logits.row(row), groups * n).last(n));
    }
    multiply.add(layer.routers, normalised, rows.size(), m_logits);

    std::vector<float> probabilities(n);
    m_choices.resize(rows.size() * groups * static_cast<std::size_t>(m_config.moe.topK));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const LayerIntervention &intervention = rows[row].prompt ? interventions.prompt : interventions.generated;
        for (std::size_t group = 0; group < groups; ++group) {
            const std::span<GateChoice> choices = choicesOf(row, group);
            chooseExperts({m_logits.row(row) + group * n, n}, intervention, static_cast<ExpertGroup>(group), m_config.moe, probabilities, choices);
            if (rows[row].routing)
                note(probabilities, choices, *rows[row].routing);
        }
    }
}

void FeedForward::addExpert(const PackedFfn &expert, std::size_t group, int number, std::size_t rows, const Table &normalised, const MatrixProduct &multiply)
{
    const auto d = static_cast<std::size_t>(m_config.hiddenSize);
    m_uses.clear();
    for (std::size_t row = 0; row < rows; ++row) {
        for (const GateChoice &choice : choicesOf(row, group)) {
            if (choice.expert == number)
                m_uses.push_back({row, choice.weight});
        }
    }
    if (m_uses.empty())
        return;

    m_gathered.resize(m_uses.size(), d);
    for (std::size_t i = 0; i < m_uses.size(); ++i)
        std::copy_n(normalised.row(m_uses[i].row), d, m_gathered.row(i));
    const Table &y = output(expert, m_gathered, m_uses.size(), multiply);
    for (std::size_t i = 0; i < m_uses.size(); ++i) {
        float *sum = m_sum.row(m_uses[i].row);
        for (std::size_t k = 0; k < d; ++k)
            sum[k] += m_uses[i].weight * y.row(i)[k];
    }
}

const Table &FeedForward::output(const PackedFfn &ffn, const Table &input, std::size_t rows, const MatrixProduct &multiply)
{
    m_gateUp.resize(rows, ffn.gateUp.width());
    multiply.add(ffn.gateUp, input, rows, m_gateUp);
    m_inner.resize(rows, ffn.inner);
    multiply.pool().run(rows, [&](std::size_t row) { activate(m_gateUp.row(row), ffn.inner, m_inner.row(row)); });
    m_output.resize(rows, ffn.down.width());
    multiply.add(ffn.down, m_inner, rows, m_output);
    return m_output;
}

}  // namespace interlinear::mixmoe
