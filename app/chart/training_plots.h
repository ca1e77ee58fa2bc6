// What a run folder's metrics.jsonl tells, as charts: loss, and of both groups of experts balance, entropy and the busiest expert's share.
//
//   Result<RunMetrics> metrics = readMetrics("runs/mix-moe");
//   drawChart(panelsOf({*metrics}), "mix-moe.svg");
#pragma once

#include "app/chart/chart.h"

#include <map>

namespace interlinear {

struct RoutingCurves {
    std::vector<std::pair<double, double>> balance, entropy, largestShare;
};

/// x is the steps of all stages, one after the other.
struct RunMetrics {
    std::string name;                              ///< of the folder
    std::vector<std::pair<double, double>> loss;   ///< per counted token, with label smoothing where the stage has it
    std::vector<std::pair<double, double>> devLoss;
    std::map<std::string, RoutingCurves> groups;   ///< by "LM" and "MT"
    std::vector<Mark> stages;                      ///< where each begins
};

/// The folder, or its metrics.jsonl. Where a run went back to a checkpoint, the later steps count. A line that is none of ours is an Error that names it.
Result<RunMetrics> readMetrics(const std::filesystem::path &run);

/// One run with the marks of its stages; several runs together, each in its colour.
std::vector<Panel> panelsOf(const std::vector<RunMetrics> &runs);

}  // namespace interlinear
