// AdamW and Muon over named parameters, with a state that goes into checkpoints.
//
//   Optimiser optimiser(parameters, stageRecipe);
//   const Tensor norm = optimiser.gradientNorm();
//   optimiser.step(0.5, norm);                    // at half of the recipe's rates
//   optimiser.dropGradients();
//   optimiser.saveTo(tensors);
//
// AdamW: Loshchilov and Hutter 2019, algorithm 2, beta 0.9 and 0.98. Muon: Jordan et al. 2024, momentum 0.95 with Nesterov, five Newton-Schulz steps with the
// coefficients (3.4445, -4.7750, 2.0315), rates scaled by sqrt(max(1, rows / columns)); for the matrices of blocks, one matrix an expert. fp32. Nothing but saving and
// restoring waits for the parameters' device.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/safetensors.h"
#include "engine/training/recipe/recipe.h"

#include <torch/torch.h>

#include <map>

namespace interlinear::training {

struct NamedParameter {
    std::string name;
    torch::Tensor value;
};

class Optimiser {
public:
    Optimiser(const std::vector<NamedParameter> &parameters, const StageRecipe &recipe);

    const std::vector<torch::Tensor> &parameters() const { return m_parameters; }
    /// Euclidean norm of all gradients, one number on the parameters' device.
    torch::Tensor gradientNorm() const;
    /// One update by the gradients that are there, scaled down to the recipe's clip_norm when their norm exceeds it; none when the norm is not finite. rateShare:
    /// what the schedule leaves of the recipe's rates.
    void step(double rateShare, const torch::Tensor &gradientNorm);
    void dropGradients();

    void saveTo(mixmoe::TensorMap &tensors) const;
    /// Damaged for a missing tensor; nothing changes then.
    Result<void> restore(const mixmoe::TensorFile &checkpoint, int stepsDone, const std::string &where);

private:
    struct Trained {
        std::string name;
        torch::Tensor value, first, second;   ///< second is undefined for Muon
        double rate = 0;
    };
    /// One number each, on the device.
    struct Clipping {
        torch::Tensor divisor;    ///< of the gradients
        torch::Tensor isSkipped;  ///< 1 when there is no update, else 0
    };
    void stepAdamW(const std::vector<Trained> &group, double rateShare, const Clipping &clipping);
    void stepMuon(double rateShare, const Clipping &clipping);

    StageRecipe m_recipe;
    std::vector<torch::Tensor> m_parameters;
    std::map<double, std::vector<Trained>> m_adamW;   ///< by rate
    std::vector<Trained> m_muon;
    int m_steps = 0;
};

/// The nearest matrix with singular values near 1, by five Newton-Schulz steps; x is [..., rows, columns].
torch::Tensor orthogonalised(const torch::Tensor &x);

}  // namespace interlinear::training
