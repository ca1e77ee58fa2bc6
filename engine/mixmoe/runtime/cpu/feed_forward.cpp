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
        const auto choices = std::span(m_choices).subspan(row * groups, groups);
        const auto counting = std::count_if(choices.begin(), choices.end(), [](const GateChoice &choice) { return choice.expert >= 0; });
        const float c = combineFactor(static_cast<int>(counting), m_config.moe);
        for (std::size_t i = 0; i < d; ++i)
            x.row(row)[i] += c * m_sum.row(row)[i];
    }
}

// Both groups' logits in one product, then a choice a row and group.
void FeedForward::route(const PackedLayer &layer, const PhaseInterventions &interventions, std::span<const BatchRow> rows, const Table &normalised,
                        const MatrixProduct &multiply)
{
    const auto n = static_cast<std::size_t>(m_config.moe.expertsPerGroup);
    const auto groups = static_cast<std::size_t>(m_config.groups());
    m_logits.resize(rows.size(), groups * n);
    for (std::size_t row = 0; row < rows.size(); ++row)
        std::copy(layer.routerBias.begin(), layer.routerBias.end(), m_logits.row(row));
    multiply.add(layer.routers, normalised, rows.size(), m_logits);

    std::vector<float> probabilities(groups * n);
    m_choices.assign(rows.size() * groups, {});
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const LayerIntervention &intervention = rows[row].prompt ? interventions.prompt : interventions.generated;
        for (std::size_t group = 0; group < groups; ++group)
            m_choices[row * groups + group] = chooseExpert({m_logits.row(row) + group * n, n}, intervention, static_cast<ExpertGroup>(group), m_config.moe,
                                                           std::span(probabilities).subspan(group * n, n));
        if (rows[row].routing)
            note(probabilities, std::span(m_choices).subspan(row * groups, groups), *rows[row].routing);
    }
}

void FeedForward::addExpert(const PackedFfn &expert, std::size_t group, int number, std::size_t rows, const Table &normalised, const MatrixProduct &multiply)
{
    const auto d = static_cast<std::size_t>(m_config.hiddenSize);
    const auto groups = static_cast<std::size_t>(m_config.groups());
    m_chosenBy.clear();
    for (std::size_t row = 0; row < rows; ++row) {
        if (m_choices[row * groups + group].expert == number)
            m_chosenBy.push_back(row);
    }
    if (m_chosenBy.empty())
        return;

    m_gathered.resize(m_chosenBy.size(), d);
    for (std::size_t i = 0; i < m_chosenBy.size(); ++i)
        std::copy_n(normalised.row(m_chosenBy[i]), d, m_gathered.row(i));
    const Table &y = output(expert, m_gathered, m_chosenBy.size(), multiply);
    for (std::size_t i = 0; i < m_chosenBy.size(); ++i) {
        const std::size_t row = m_chosenBy[i];
        const float weight = m_choices[row * groups + group].weight;
        for (std::size_t k = 0; k < d; ++k)
            m_sum.row(row)[k] += weight * y.row(i)[k];
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
