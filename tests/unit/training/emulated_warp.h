// The 32 lanes of a warp on the processor, one after the other up to where they meet: what engine/training/cuda/tiles.cuh takes from the card.
//
//   runWarp([&] { attendHead<64>(args, sequence, head, tiles); });
#pragma once

#include <functional>

namespace interlinear::training {

/// All lanes do the work, which may be no other warp's.
void runWarp(const std::function<void()> &work);

}  // namespace interlinear::training
