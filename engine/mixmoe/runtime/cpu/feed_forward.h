// A feed-forward block of a batch: dense, or a Mix-MoE layer whose rows are sorted by expert.
//
//   FeedForward block(config);
//   block.addDense(layer.ffn, normalised, rows, multiply, x);                       // x += FFN(normalised)
//   block.addMixture(layer, interventions, rows, normalised, multiply, x);          // x += c (sum over the experts chosen of weight * E(normalised))
#pragma once

#include "engine/mixmoe/probe/intervention.h"
#include "engine/mixmoe/runtime/cpu/batch_row.h"
#include "engine/mixmoe/runtime/cpu/packed_model.h"
#include "engine/mixmoe/runtime/gate.h"

#include <span>

namespace interlinear::mixmoe {

/// What the interventions mean for the tokens of each phase in one layer.
struct PhaseInterventions {
    LayerIntervention prompt, generated;
};

class FeedForward {
public:
    /// The config must outlive this.
    explicit FeedForward(const ModelConfig &config) : m_config(config) {}

    void addDense(const PackedFfn &ffn, const Table &normalised, std::size_t rows, const MatrixProduct &multiply, Table &x);
    void addMixture(const PackedLayer &layer, const PhaseInterventions &interventions, std::span<const BatchRow> rows, const Table &normalised,
                    const MatrixProduct &multiply, Table &x);

private:
    struct Use {
        std::size_t row;
        float weight;
    };

    void route(const PackedLayer &layer, const PhaseInterventions &interventions, std::span<const BatchRow> rows, const Table &normalised,
               const MatrixProduct &multiply);
    void addExpert(const PackedFfn &expert, std::size_t group, int number, std::size_t rows, const Table &normalised, const MatrixProduct &multiply);
    const Table &output(const PackedFfn &ffn, const Table &input, std::size_t rows, const MatrixProduct &multiply);

    std::span<GateChoice> choicesOf(std::size_t row, std::size_t group);

    const ModelConfig &m_config;
    Table m_logits;                      // [row][group * n + expert]
    std::vector<GateChoice> m_choices;   // [row][group][rank]
    std::vector<Use> m_uses;             // of the expert at hand
    Table m_gathered;                    // their inputs
    Table m_gateUp, m_inner, m_output;
    Table m_sum;                         // sum over groups of weight * expert output
};

}  // namespace interlinear::mixmoe
