// Tells a step that went wrong from one that is merely hard.
//
//   SpikeGuard guard;
//   if (!guard.accepts(run.step())) run.rollBack(checkpoint);
#pragma once

#include "engine/training/recipe/stage.h"

namespace interlinear::training {

class SpikeGuard {
public:
    /// False for a report that is not finite, and for a loss above twice the running mean of the losses accepted so far, once fifty were.
    bool accepts(const StepReport &report);

private:
    double m_mean = 0;
    int m_seen = 0;
};

}  // namespace interlinear::training
