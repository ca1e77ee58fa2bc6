// One stage of training: steps of AdamW on batches from a sampler, with a checkpoint from which an interrupted run goes on bit for bit.
//
//   StageRun run(model, recipe, sampler, 1);
//   run.restore("checkpoint.safetensors");         // only when resuming
//   while (!run.finished()) StepReport report = run.step();
//   run.save("checkpoint.safetensors");
//
// Loss: cross-entropy with label smoothing over weighted positions, plus lambda times the load balance averaged over Mix-MoE layers
// (Mix-MoE, arXiv 2605.24681 v1, training objectives; in stage 2 both groups' balance counts).
#pragma once

#include "engine/core/result.h"
#include "engine/training/data/examples.h"
#include "engine/training/nn/mix_moe_model.h"
#include "engine/training/recipe/recipe.h"

#include <filesystem>

namespace interlinear::training {

struct StepReport {
    int step = 0;             ///< steps done
    double loss = 0;          ///< cross-entropy per counted token
    double balance = 0;       ///< load balance, 1 when uniform
    std::int64_t tokens = 0;  ///< real tokens read
};

/// Mean cross-entropy per target token over the batches, without smoothing. Changes nothing.
double evaluateLoss(MixMoeModel &model, const std::vector<Batch> &batches);

/// Learning rate of a step: linear warm-up, then a cosine from learningRate to finalRateShare of it.
double learningRateAt(const StageRecipe &recipe, int step);

/// Whether a stage may change the parameter of this name.
bool isTrainable(Trains trains, const std::string &parameterName);

class StageRun {
public:
    /// Freezes every parameter that the stage may not change. The sampler must be fresh.
    StageRun(MixMoeModel model, StageRecipe recipe, BatchSampler sampler);

    bool finished() const { return m_step >= m_recipe.steps; }
    int stepsDone() const { return m_step; }
    StepReport step();

    /// Parameters, moments and counters in one file, written atomically.
    Result<void> save(const std::filesystem::path &file) const;
    /// A checkpoint of another model or stage is an Error; nothing changes then.
    Result<void> restore(const std::filesystem::path &file);

private:
    struct Trained {
        std::string name;
        torch::Tensor value, firstMoment, secondMoment;
    };

    MixMoeModel m_model;
    StageRecipe m_recipe;
    BatchSampler m_sampler;
    std::vector<Trained> m_trained;
    int m_step = 0;
};

}  // namespace interlinear::training
