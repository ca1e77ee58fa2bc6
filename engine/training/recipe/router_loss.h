// What training asks of the routers, and what they did.
//
//   Tensor balance = balanceOf(parts.routers);             // undefined for a dense model
//   Tensor prior = languagePrior(parts.routers, batch.text);   // MoE-LPR, second stage
//   std::vector<RoutingFigures> figures = readFigures(figuresOf(parts.routers));
//   figures[0].entropy;                                    // of the LM routers: 0 certain, 1 undecided
#pragma once

#include "engine/training/nn/mix_moe_model.h"

namespace interlinear::training {

/// Load balance averaged over Mix-MoE layers, both groups' added (Mix-MoE, arXiv 2605.24681 v1, training objectives). Undefined without routers.
torch::Tensor balanceOf(const RoutersOfLayers &routers);

/// -mean log p[0] of the LM routers over all layers and the tokens of running text, which the first expert shall keep (MoE-LPR, arXiv 2408.11396, eq. 7, on
/// log-probabilities). text [T] int64: where these are. 0 without any; undefined without routers.
torch::Tensor languagePrior(const RoutersOfLayers &routers, const torch::Tensor &text);

/// One group of experts, means over its layers.
struct RoutingFigures {
    double balance = 0;        ///< 1 when uniform, n when one expert takes all
    double entropy = 0;        ///< of the gate, mean over tokens, in units of log n
    double largestShare = 0;   ///< of the tokens, that the busiest expert of a layer takes
};

/// [groups, 3] fp32, the fields of RoutingFigures in their order, on the routers' device; [0, 3] for a dense model.
torch::Tensor figuresOf(const RoutersOfLayers &routers);
/// [group]; waits for the device.
std::vector<RoutingFigures> readFigures(const torch::Tensor &figures);

}  // namespace interlinear::training
