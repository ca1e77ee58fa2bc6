// A batch of tokens through all layers.
//
//   ForwardPass pass(model, packed, Kernels(widestSupported()), 4);
//   if (!pass.run(rows, resolved, stop)) return stoppedStep();
//   pass.logits(wanted, logits);              // logits [wanted][V] of these rows, or of the tokens that they are allowed
//
// Few rows are one block on which all threads work; many are several blocks, one for a thread at a time, so that what a thread computes stays in its cache.
// What comes out for a row depends on its own sequence only, bit for bit: every sum runs in one order, whatever the batch and the threads.
#pragma once

#include "engine/mixmoe/runtime/cpu/gathered_columns.h"
#include "engine/mixmoe/runtime/cpu/row_block.h"

#include <memory>
#include <span>
#include <stop_token>

namespace interlinear::mixmoe {

/// A row whose logits are wanted.
struct LogitsRow {
    std::size_t row = 0;                         ///< of the latest run
    std::shared_ptr<const TokenSet> allowed{};   ///< only these tokens' logits, in their order; null: of all
};

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
    /// logits: sized by this function to [wanted][the most tokens of a row].
    void logits(std::span<const LogitsRow> wanted, Table &logits);

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
    std::size_t m_leastRowsApart;                     // of a thread
    GatheredColumns m_gathered;
    ProductInput m_wanted;
    std::vector<RowGroup> m_wantedGroups;             // rows that stand together and want the same tokens
};

}  // namespace interlinear::mixmoe
