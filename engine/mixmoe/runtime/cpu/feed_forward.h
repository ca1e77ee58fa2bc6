// A feed-forward block of a batch: dense, or a Mix-MoE layer whose rows are sorted by expert.
//
//   FeedForward block(config);
//   block.addDense(layer.ffn, normalised, rows, multiply, x);                       // x += FFN(normalised)
//   block.addMixture(layer, interventions, rows, normalised, multiply, x);          // x += c (sum over the experts chosen of weight * E(normalised))
#pragma once

#include "engine/mixmoe/probe/intervention.h"
#include "engine/mixmoe/runtime/cpu/banded_routers.h"
#include "engine/mixmoe/runtime/cpu/batch_row.h"
#include "engine/mixmoe/runtime/cpu/matrix_product.h"
#include "engine/mixmoe/runtime/cpu/packed_model.h"
#include "engine/mixmoe/runtime/gate.h"

#include <memory>
#include <span>

namespace interlinear::mixmoe {

/// What the interventions mean for the tokens of each phase in one layer.
struct PhaseInterventions {
    LayerIntervention prompt, generated;
    std::shared_ptr<const BandedRouters> promptRouters{}, generatedRouters{};   ///< null: those of the layer
};

class FeedForward {
public:
    /// The config must outlive this.
    explicit FeedForward(const ModelConfig &config);

    void addDense(const PackedFfn &ffn, const ProductInput &normalised, std::size_t rows, MatrixProduct &multiply, Table &x);
    void addMixture(const PackedLayer &layer, const PhaseInterventions &interventions, std::span<const BatchRow> rows, const ProductInput &normalised,
                    MatrixProduct &multiply, Table &x);

private:
    void route(const PackedLayer &layer, const PhaseInterventions &interventions, std::span<const BatchRow> rows, const ProductInput &normalised, MatrixProduct &multiply);
    void addLogits(const PackedRouters &routers, std::span<const BatchRow> rows, const ProductInput &normalised, MatrixProduct &multiply, Table &logits) const;
    void choose(const LayerIntervention &intervention, std::size_t row, TokenRouting *routing);
    void sortByExpert();
    void addOutputs(std::size_t row, const RowFunctions &functions, float *x) const;

    std::size_t slotsOfRow() const { return m_groups * m_topK; }

    const ModelConfig &m_config;
    std::size_t m_width, m_groups, m_experts, m_topK;   // d; groups; experts and choices of one group

    Table m_logits, m_promptLogits, m_probabilities;   // [row][group * n + expert]; of the prompt's own only where its routers differ
    std::vector<GateChoice> m_choices;   // [row][group][rank]
    // A use is one row that one expert works on; the uses of an expert stand together.
    std::vector<std::size_t> m_useOf;    // of a choice that has an expert
    std::vector<std::size_t> m_rowOf;    // of a use
    std::vector<RowGroup> m_usesByExpert;   // [group * n + expert]
    ProductInput m_gathered, m_inner;    // [use]
    Table m_gateUp, m_output;            // [use]
};

}  // namespace interlinear::mixmoe
