// Attention of attention_args.h in plain loops.
#pragma once

#include "engine/training/cuda/attention_args.h"

namespace interlinear::training::cuda {

int attendOnProcessor(const Attention *args);
int attendGradientOnProcessor(const AttentionGradient *args);

}  // namespace interlinear::training::cuda
