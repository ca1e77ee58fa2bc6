// One stage of training: steps of an optimiser on batches from a sampler, with a checkpoint from which an interrupted run goes on bit for bit.
//
//   StageRun run(model, recipe, trainable, sampler);
//   run.restore("checkpoint.safetensors");         // only when resuming
//   while (!run.finished()) Result<StepReport> report = run.step();
//   run.save("checkpoint.safetensors");
#pragma once

#include "engine/core/result.h"
#include "engine/training/data/examples.h"
#include "engine/training/nn/mix_moe_model.h"
#include "engine/training/parallel/workers.h"
#include "engine/training/recipe/optimiser.h"
#include "engine/training/recipe/prepared_batch.h"
#include "engine/training/recipe/recipe.h"
#include "engine/training/recipe/router_loss.h"

#include <filesystem>
#include <functional>
#include <optional>

namespace interlinear::training {

/// Seconds of the host. A GPU computes on meanwhile; what it has left to do, up to its gradients, is in the update.
struct StepTimes {
    double batches = 0, forward = 0, backward = 0, update = 0;
};

struct StepReport {
    int step = 0;             ///< steps done
    double loss = 0;          ///< cross-entropy per counted token
    double balance = 0;       ///< load balance, 1 a group when uniform; 0 for a dense model
    double gradientNorm = 0;  ///< before clipping
    std::int64_t tokens = 0;  ///< tokens read
    int microBatches = 1;     ///< so many, one after another, make a batch: more than one where memory did not suffice
    StepTimes times{};
    std::vector<RoutingFigures> routing{};   ///< [group]; empty for a dense model

    /// Nothing in it is infinite or no number.
    bool isFinite() const;
};

/// Share of the recipe's rates at a step: linear warm-up, then what the schedule says.
double rateShareAt(const StageRecipe &recipe, int step);

/// Whether a stage may change the parameter of this name. Blocks that InsertBlocks made are named by newLayers.
using Trainable = std::function<bool(const std::string &parameterName)>;
Trainable trainableBy(Trains trains, const std::vector<int> &newLayers);

class StageRun {
public:
    /// Freezes every parameter that the stage may not change. The sampler must be fresh, and the same for all workers, who take turns in its batches.
    StageRun(MixMoeModel model, StageRecipe recipe, const Trainable &trainable, BatchSampler sampler, Workers workers = {});

    bool finished() const { return m_step >= m_recipe.steps; }
    int stepsDone() const { return m_step; }
    /// Reads accumulate batches a worker. A step whose report is not finite changes no parameter. Where the device's memory does not suffice, batches are halved from
    /// there on. An Error when a worker is lost or not even one example fits; parameters, optimiser and counters are then as before the step. Waits for the device once, at
    /// the end, when the next batches are drawn and copied, and only for the gradients: it updates the parameters while the host begins the next step.
    Result<StepReport> step();

    /// The same for the same bits in all parameters: what workers compare.
    std::string digest() const;
    /// Parameters, optimiser and counters in one file, written atomically.
    Result<void> save(const std::filesystem::path &file) const;
    /// Goes on where the file was saved, at the batches that follow. A checkpoint of another model or stage is an Error; nothing changes then.
    Result<void> restore(const std::filesystem::path &file);
    /// Goes back to the parameters of the file, but on to batches that were not read yet.
    Result<void> rollBack(const std::filesystem::path &file);

private:
    /// Returns the batches that had been read.
    Result<std::int64_t> load(const std::filesystem::path &file);
    /// This worker's batches of a step.
    struct MicroBatch {
        double share = 0;              // of the tokens of all workers' batches
        std::vector<PreparedBatch> parts;
    };
    struct Share {
        std::vector<Batch> batches;
        std::vector<MicroBatch> microBatches;   // the same, on the device; empty before they are prepared
        double weight = 0;             // of all workers' batches
        std::int64_t tokens = 0;       // of all workers
    };
    Share nextShare();
    void prepare(Share &share) const;
    void prepareAhead(Share &share) const;
    /// Gradients of the share, and on the device its loss and routing figures, end to end. Halves batches until they fit.
    Result<torch::Tensor> addGradients(Share &share, StepTimes &times);
    torch::Tensor addGradientsOf(const MicroBatch &batch, double weight, StepTimes &times);
    /// Adds up gradients and figures over all workers, in one message.
    Result<void> addUp(torch::Tensor &figures);

    MixMoeModel m_model;
    StageRecipe m_recipe;
    BatchSampler m_sampler;
    Workers m_workers;
    std::vector<NamedParameter> m_trained;
    Optimiser m_optimiser;
    std::optional<Share> m_next;
    int m_step = 0, m_microBatches = 1;
    std::int64_t m_batches = 0;
};

}  // namespace interlinear::training
