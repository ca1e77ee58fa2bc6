// A batch of tokens through all layers.
//
//   ForwardPass pass(model, WeightType::Fp32, widestSupported(), 4);
//   if (!pass.run(rows, resolved, stop)) return stoppedStep();
//   pass.hidden(row);                         // after the final norm, [d]
//   pass.logits(wanted, wantedRows, logits);  // logits [wanted][V]
//
// What comes out for a row depends on its own sequence only, bit for bit: every sum runs in one order, whatever the batch and the threads.
#pragma once

#include "engine/mixmoe/runtime/cpu/attention.h"
#include "engine/mixmoe/runtime/cpu/feed_forward.h"

#include <memory>
#include <span>
#include <stop_token>

namespace interlinear::mixmoe {

class ForwardPass {
public:
    ForwardPass(std::shared_ptr<const Model> model, WeightType type, InstructionSet instructions, int threads);

    const Model &model() const { return *m_model; }
    int threads() const { return m_pool.threads(); }

    /// Rows of one sequence stand together, in rising position. interventions: one a layer. False when stopped; the caches may then hold surplus positions.
    bool run(std::span<const BatchRow> rows, std::span<const PhaseInterventions> interventions, const std::stop_token &stop);
    /// Of the latest run.
    std::span<const float> hidden(std::size_t row) const;
    /// hidden: [rows][d]; logits: sized by this function to [rows][V].
    void logits(const Table &hidden, std::size_t rows, Table &logits) const;

private:
    void normalise(std::span<const float> weight, std::size_t rows);

    std::shared_ptr<const Model> m_model;
    PackedModel m_packed;
    ThreadPool m_pool;
    MatrixProduct m_multiply;
    Attention m_attention;
    FeedForward m_feedForward;
    Table m_x, m_normalised, m_queryKeyValue, m_mixed, m_projected;
};

}  // namespace interlinear::mixmoe
