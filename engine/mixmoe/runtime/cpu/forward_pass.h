// A batch of tokens through all layers.
//
//   ForwardPass pass(model, packed, Kernels(widestSupported()), 4);
//   if (!pass.run(rows, resolved, stop)) return stoppedStep();
//   pass.logits(wanted, logits);              // logits [wanted][V] of these rows
//
// Few rows are one block on which all threads work; many are several blocks, one for a thread at a time, so that what a thread computes stays in its cache.
// What comes out for a row depends on its own sequence only, bit for bit: every sum runs in one order, whatever the batch and the threads.
#pragma once

#include "engine/mixmoe/runtime/cpu/row_block.h"

#include <memory>
#include <span>
#include <stop_token>

namespace interlinear::mixmoe {

class ForwardPass {
public:
    /// packed: the weights of the model, which may itself have none in memory.
    ForwardPass(std::shared_ptr<const Model> model, std::shared_ptr<const PackedModel> packed, const Kernels &kernels, int threads);

    const Model &model() const { return *m_model; }
    const PackedModel &packed() const { return *m_packed; }
    WeightType weights() const { return m_packed->layout.type; }
    int threads() const { return m_pool.threads(); }

    /// Rows of one sequence stand together, in rising position. interventions: one a layer. False when stopped; the caches may then hold surplus positions.
    bool run(std::span<const BatchRow> rows, std::span<const PhaseInterventions> interventions, const std::stop_token &stop);
    /// Of these rows of the latest run; logits: sized by this function to [wanted][V].
    void logits(std::span<const std::size_t> wanted, Table &logits);

    const Kernels &kernels() const { return m_kernels; }
    ThreadPool &pool() { return m_pool; }

private:
    void shareOut(std::span<const BatchRow> rows);
    const float *hidden(std::size_t row) const;

    std::shared_ptr<const Model> m_model;
    std::shared_ptr<const PackedModel> m_packed;
    Kernels m_kernels;
    ThreadPool m_pool, m_alone{1};
    RowBlock m_together;                              // of all threads
    std::vector<std::unique_ptr<RowBlock>> m_apart;   // of one thread each
    std::vector<RowBlock *> m_blocks;                 // of the latest run
    std::size_t m_blockSize = 0;                      // rows of each but the last
    ProductInput m_wanted;
};

}  // namespace interlinear::mixmoe
