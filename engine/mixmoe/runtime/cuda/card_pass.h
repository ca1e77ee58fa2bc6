// A batch of rows through all layers on the card, with what is picked from their logits: one copy in, one graph, one copy out.
//
//   CardPass pass(card, config, weights, gates);
//   pass.run(plan, {.attention = false});                     // queued
//   auto answered = pass.answers();                           // waits; words as the plan laid them out
//
// A graph is recorded for each size of batch (powers of two) when it comes for the second time, and replayed from then on: kernels read what changes from step to step
// from the StepBlock. Blocks that a smaller batch does not need do nothing, and end when the kernels ahead have.
#pragma once

#include "engine/mixmoe/runtime/cuda/card_gates.h"
#include "engine/mixmoe/runtime/cuda/card_model.h"
#include "engine/mixmoe/runtime/cuda/page_pool.h"
#include "engine/mixmoe/runtime/cuda/step_plan.h"

#include <map>
#include <memory>
#include <span>
#include <vector>

namespace interlinear::mixmoe::cuda {

/// Rows of a pass: as many as the tables have room for.
struct PassSize {
    int rows = 512;
    int wanted = 128;                 ///< rows whose logits fit the table
};

/// Of the tables for passes of this size.
std::size_t passBytes(const ModelConfig &config, const PassSize &size, const ProductNumbers &numbers);

/// Of a block, the most that any kernel asks for in a pass of so many rows.
std::size_t sharedBytesOfPass(const ModelConfig &config, int rows);

struct PassOptions {
    bool attention = false;           ///< some row's attentionAt is somewhere
    float *logits = nullptr;          ///< host memory for [wanted][vocabulary], before biases and bans; null: not wanted
};

class CardPass {
public:
    /// weights, gates and pool must outlive this. Throws std::bad_alloc.
    CardPass(std::shared_ptr<Card> card, const ModelConfig &config, const CardModel &weights, const CardGates &gates, const PagePool &pool, const PassSize &size);
    ~CardPass();
    CardPass(const CardPass &) = delete;
    CardPass &operator=(const CardPass &) = delete;

    const PassSize &size() const { return m_size; }
    /// Before all that is queued later. Takes no memory.
    void copyPages(std::span<const PageCopy> copies);
    /// The plan may change when this returns, and a pass may be run when answers() has returned. Throws std::bad_alloc.
    void run(const StepPlan &plan, const PassOptions &options);
    /// Valid until the next run().
    Result<std::span<const float>> answers();

private:
    struct Shape {
        int rows, wanted;             // at least as many as there are
        bool attention;
        bool alone;                   // each row of its own sequence
        auto operator<=>(const Shape &) const = default;
    };
    struct Recorded {
        int uses = 0;
        void *graph = nullptr;
    };

    void makeRoom(const StepPlan &plan);
    void forgetGraphs();
    Shape shapeOf(const StepPlan &plan, bool attention) const;
    void launchAll(const Shape &shape);
    void launchLayers(const Shape &shape);
    void launchAttention(std::size_t layer, const Shape &shape);
    void launchFeedForward(std::size_t layer, const Shape &shape);
    void transform(const float *norm, const Shape &shape);
    void launchLogits(const Shape &shape);
    void launchSelection(const Shape &shape);
    void normalise(const float *weight, const CardLayer *before, bool ofWanted, const Shape &shape);
    void multiply(const CardMatrix &matrix, Epilogue epilogue, const Activations &in, const Activations &out, bool ofWanted, const Shape &shape);
    void multiplyByExpert(const CardMatrix &matrix, Epilogue epilogue, const std::int32_t *rowOfUse, const Activations &in, const Activations &out, const Shape &shape);
    template <class Tiles>
    void launchProduct(WeightKind kind, int rows, const Tiles &tiles, const ProductArgs &args);
    template <class In, class Tiles>
    void launchHalves(WeightKind kind, int rows, const Tiles &tiles, const ProductArgs &args);
    template <class In, HalfShape shape>
    void launchShape(WeightKind kind, int tiles, const ProductArgs &args);
    void launchTiles(WeightKind kind, int tiles, const ProductArgs &args);
    int rowsOfTile(int rows) const;
    const StepBlock *step() const { return m_block.as<const StepBlock>(); }

    std::shared_ptr<Card> m_card;
    ModelConfig m_config;
    const CardModel &m_weights;
    const CardGates &m_gates;
    const PagePool &m_pool;
    PassSize m_size;

    std::vector<CardMemory> m_tables;   // each of its own, so that whatever runs over one shows
    CardMemory m_block, m_answers, m_scores, m_transformed, m_spectrum;
    Staging m_blockStaging, m_answerStaging;
    float *m_x = nullptr, *m_queryKeyValue = nullptr, *m_expertOutput = nullptr, *m_logits = nullptr;
    Activations m_normalised{}, m_mixed{}, m_inner{};   // what products read
    ExpertLists m_lists{};
    PieceFound *m_found = nullptr;
    std::int32_t *m_tickets = nullptr;
    std::map<Shape, Recorded> m_graphs;
    int m_answerWords = 0;
};

}  // namespace interlinear::mixmoe::cuda
