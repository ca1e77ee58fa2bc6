#include "engine/mixmoe/runtime/cpu/feed_forward.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

/// Adds W_eff (E_from + E_to) to the MT router's logits, [n].
void addDirection(const PackedRouters &routers, const SequenceDirection &direction, std::span<float> logits)
{
    const auto add = [&](std::span<const float> biases, int language) {
        for (std::size_t expert = 0; language >= 0 && expert < logits.size(); ++expert)
            logits[expert] += biases[static_cast<std::size_t>(language) * logits.size() + expert];
    };
    add(routers.fromBias, direction.from.language);
    add(routers.toBias, direction.to.language);
}

void note(std::span<const float> probabilities, std::span<const GateChoice> choices, TokenRouting &routing)
{
    routing.gateProbabilities.insert(routing.gateProbabilities.end(), probabilities.begin(), probabilities.end());
    for (const GateChoice &choice : choices) {
        routing.choices.push_back(static_cast<std::int16_t>(choice.expert));
        routing.weights.push_back(choice.weight);
    }
}

/// inner = silu(gate) * up for one row; up begins on the panel behind gate.
void activate(const Table &gateUp, std::size_t row, std::size_t width, const RowFunctions &functions, ProductInput &inner)
{
    functions.activate(gateUp.row(row), gateUp.row(row) + paddedToPanel(width), width, inner.row(row));
    inner.finish(row, functions);
}

}  // namespace

FeedForward::FeedForward(const ModelConfig &config)
    : m_config(config), m_width(static_cast<std::size_t>(config.hiddenSize)), m_groups(static_cast<std::size_t>(config.groups())),
      m_experts(static_cast<std::size_t>(config.moe.expertsPerGroup)), m_topK(static_cast<std::size_t>(config.moe.topK))
{
}

void FeedForward::addDense(const PackedFfn &ffn, const ProductInput &normalised, std::size_t rows, MatrixProduct &multiply, Table &x)
{
    m_gateUp.resize(rows, ffn.gateUp.width());
    multiply.set(ffn.gateUp, normalised, rows, m_gateUp);
    m_inner.resize(rows, ffn.inner, ffn.down.type());
    multiply.forEachRow(rows, [&](std::size_t row) { activate(m_gateUp, row, ffn.inner, multiply.kernels().rows, m_inner); });
    multiply.add(ffn.down, m_inner, rows, x);
}

void FeedForward::addMixture(const PackedLayer &layer, const PhaseInterventions &interventions, std::span<const BatchRow> rows, const ProductInput &normalised,
                             MatrixProduct &multiply, Table &x)
{
    route(layer, interventions, rows, normalised, multiply);
    sortByExpert();
    const RowFunctions &functions = multiply.kernels().rows;
    const PackedFfn &any = layer.experts.front();   // all are of one shape
    const auto through = [&](PackedMatrix PackedFfn::*matrix, const ProductInput &input, Table &out) {
        for (std::size_t expert = 0; expert < m_usesByExpert.size(); ++expert)
            m_usesByExpert[expert].weights = &(layer.experts[expert].*matrix);
        multiply.setGroups(m_usesByExpert, input, out);
    };

    m_gathered.resize(m_rowOf.size(), m_width, any.gateUp.type());
    multiply.forEachRow(m_rowOf.size(), [&](std::size_t use) { m_gathered.copyRow(use, normalised, m_rowOf[use]); });
    m_gateUp.resize(m_rowOf.size(), any.gateUp.width());
    through(&PackedFfn::gateUp, m_gathered, m_gateUp);
    m_inner.resize(m_rowOf.size(), any.inner, any.down.type());
    multiply.forEachRow(m_rowOf.size(), [&](std::size_t use) { activate(m_gateUp, use, any.inner, functions, m_inner); });
    m_output.resize(m_rowOf.size(), any.down.width());
    through(&PackedFfn::down, m_inner, m_output);
    multiply.forEachRow(rows.size(), [&](std::size_t row) { addOutputs(row, functions, x.row(row)); });
}

// Both groups' logits in one product, then the choices of each row and group.
void FeedForward::route(const PackedLayer &layer, const PhaseInterventions &interventions, std::span<const BatchRow> rows, const ProductInput &normalised,
                        MatrixProduct &multiply)
{
    const PackedRouters &prompt = interventions.promptRouters ? interventions.promptRouters->routers() : layer.routers;
    const PackedRouters &generated = interventions.generatedRouters ? interventions.generatedRouters->routers() : layer.routers;
    m_probabilities.resize(rows.size(), m_groups * m_experts);
    m_choices.resize(rows.size() * slotsOfRow());
    addLogits(generated, rows, normalised, multiply, m_logits);
    if (&prompt != &generated) {
        addLogits(prompt, rows, normalised, multiply, m_promptLogits);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (rows[row].prompt)
                std::copy_n(m_promptLogits.row(row), m_groups * m_experts, m_logits.row(row));
        }
    }
    multiply.forEachRow(rows.size(), [&](std::size_t row) { choose(rows[row].prompt ? interventions.prompt : interventions.generated, row, rows[row].routing); });
}

void FeedForward::addLogits(const PackedRouters &routers, std::span<const BatchRow> rows, const ProductInput &normalised, MatrixProduct &multiply, Table &logits) const
{
    logits.resize(rows.size(), m_groups * m_experts);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::copy(routers.bias.begin(), routers.bias.end(), logits.row(row));
        addDirection(routers, rows[row].direction, std::span(logits.row(row), m_groups * m_experts).last(m_experts));
    }
    multiply.add(routers.weights, normalised, rows.size(), logits);
}

void FeedForward::choose(const LayerIntervention &intervention, std::size_t row, TokenRouting *routing)
{
    for (std::size_t group = 0; group < m_groups; ++group) {
        const std::span<GateChoice> choices = std::span(m_choices).subspan(row * slotsOfRow() + group * m_topK, m_topK);
        const std::span<float> probabilities(m_probabilities.row(row) + group * m_experts, m_experts);
        chooseExperts({m_logits.row(row) + group * m_experts, m_experts}, intervention, static_cast<ExpertGroup>(group), m_config.moe, probabilities, choices);
        if (routing)
            note(probabilities, choices, *routing);
    }
}

// Counts the uses of each expert, then gives each its place.
void FeedForward::sortByExpert()
{
    m_usesByExpert.assign(m_groups * m_experts, {});
    const auto expertOf = [&](std::size_t slot) { return slot % slotsOfRow() / m_topK * m_experts + static_cast<std::size_t>(m_choices[slot].expert); };
    for (std::size_t slot = 0; slot < m_choices.size(); ++slot) {
        if (m_choices[slot].expert >= 0)
            ++m_usesByExpert[expertOf(slot)].rows;
    }
    std::size_t uses = 0;
    for (RowGroup &expert : m_usesByExpert) {
        expert.firstRow = uses;
        uses += expert.rows;
        expert.rows = 0;
    }
    m_useOf.resize(m_choices.size());
    m_rowOf.resize(uses);
    for (std::size_t slot = 0; slot < m_choices.size(); ++slot) {
        if (m_choices[slot].expert < 0)
            continue;
        RowGroup &expert = m_usesByExpert[expertOf(slot)];
        m_useOf[slot] = expert.firstRow + expert.rows++;
        m_rowOf[m_useOf[slot]] = slot / slotsOfRow();
    }
}

// In the order of groups and ranks, whatever the neighbours.
void FeedForward::addOutputs(std::size_t row, const RowFunctions &functions, float *x) const
{
    const std::size_t begin = row * slotsOfRow();
    int counting = 0;
    for (std::size_t group = 0; group < m_groups; ++group)
        counting += m_choices[begin + group * m_topK].expert >= 0 ? 1 : 0;
    const float c = combineFactor(counting, m_config.moe);
    for (std::size_t slot = begin; slot < begin + slotsOfRow(); ++slot) {
        if (m_choices[slot].expert >= 0)
            functions.addScaled(m_output.row(m_useOf[slot]), c * m_choices[slot].weight, m_width, x);
    }
}

}  // namespace interlinear::mixmoe
