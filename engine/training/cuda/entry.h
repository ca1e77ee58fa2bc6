// The one function that libinterlinear_training_cuda.so exports: a table of kernels by their arguments, whose arrays lie on the card.
//
//   interlinear_training_cuda_table table;
//   if (open(interlinear_training_cuda_version, &table) == 0) table.addedNorm(&args);
//
// Each puts its work on the default stream of the current card and returns at once: 0, or CUDA's number of what went wrong.
#pragma once

#include "engine/training/cuda/attention_args.h"
#include "engine/training/cuda/routing.h"

extern "C" {

struct interlinear_training_cuda_table {
    int (*addedNorm)(const interlinear::training::cuda::AddedNorm *args);
    int (*addedNormGradient)(const interlinear::training::cuda::AddedNormGradient *args);
    int (*rotary)(const interlinear::training::cuda::Rotary *args);
    int (*rotaryGradient)(const interlinear::training::cuda::RotaryGradient *args);
    int (*gatedActivation)(const interlinear::training::cuda::GatedActivation *args);
    int (*gatedActivationGradient)(const interlinear::training::cuda::GatedActivationGradient *args);
    int (*crossEntropy)(const interlinear::training::cuda::CrossEntropy *args);
    int (*gather)(const interlinear::training::cuda::Gather *args);
    int (*combine)(const interlinear::training::cuda::Combine *args);
    int (*combineGradient)(const interlinear::training::cuda::CombineGradient *args);
    int (*router)(const interlinear::training::cuda::Router *args);
    int (*routerGradient)(const interlinear::training::cuda::RouterGradient *args);
    int (*choice)(const interlinear::training::cuda::Choice *args);
    int (*choiceGradient)(const interlinear::training::cuda::ChoiceGradient *args);
    int (*attention)(const interlinear::training::cuda::Attention *args);
    int (*attentionGradient)(const interlinear::training::cuda::AttentionGradient *args);
};

/// 0, or 1 for another version.
using interlinear_training_cuda_open_t = int (*)(int version, interlinear_training_cuda_table *table);

inline constexpr int interlinear_training_cuda_version = 1;
}
