// The report of an experiment: one row an arm with means and spread over seeds, and whether it differs from the baseline by more than chance.
//
//   Result<std::vector<ArmSummary>> summaries = summarise(experiment, results);
//   std::puts(toMarkdown(experiment, *summaries, results).c_str());
#pragma once

#include "engine/core/result.h"
#include "engine/training/experiment/arm_result.h"
#include "engine/training/experiment/experiment.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace interlinear::training {

/// Mean over seeds and sample standard deviation; 0 for one seed.
struct Spread {
    double mean = 0, deviation = 0;
};
Spread spreadOf(const std::vector<double> &values);

struct ArmSummary {
    std::string arm;
    std::size_t seeds = 0;
    Spread outOfEnglish, intoEnglish, all;   ///< BLEU, mean over tests and directions of that kind
    Spread chrf;
    Spread lmOnly;                           ///< BLEU with the MT group off
    std::optional<Spread> bitsPerByte, lmOnlyBitsPerByte;   ///< over the retention texts; nothing without any
    double gain = 0;                         ///< all.mean less the baseline's
    double pValue = 1;                       ///< of the gain, paired approximate randomisation over the sentences of all seeds that both have; 1 for the baseline
};

/// One for each arm that has results, in the experiment's order. Reads the references anew.
Result<std::vector<ArmSummary>> summarise(const Experiment &experiment, const std::vector<ArmResult> &results);

std::string toMarkdown(const Experiment &experiment, const std::vector<ArmSummary> &summaries, const std::vector<ArmResult> &results);
nlohmann::ordered_json toJson(const std::vector<ArmSummary> &summaries);

}  // namespace interlinear::training
