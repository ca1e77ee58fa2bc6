#include "engine/training/recipe/spike_guard.h"

#include <algorithm>

namespace interlinear::training {

namespace {

constexpr int stepsBeforeJudging = 50, stepsOfMean = 50;
constexpr double spike = 2;

}  // namespace

bool SpikeGuard::accepts(const StepReport &report)
{
    if (!report.isFinite() || (m_seen >= stepsBeforeJudging && report.loss > spike * m_mean))
        return false;
    ++m_seen;
    m_mean += (report.loss - m_mean) / std::min(m_seen, stepsOfMean);
    return true;
}

}  // namespace interlinear::training
