// Captures made again: with the model of their fingerprint, on the kernels and with the settings that they name.
//
//   Result<std::vector<RoutingCapture>> again = repeatCaptures(captures, {.precision = Precision::Int8});
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/probe/routing_capture.h"
#include "engine/mixmoe/serve/device.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::cli {

/// What is not taken as recorded.
struct RepeatOptions {
    std::string model;                                          ///< folder; empty: the model that has the fingerprint, among those of findModel()
    mixmoe::Precision precision = mixmoe::Precision::Auto;      ///< Auto: as recorded
    std::optional<mixmoe::InstructionSet> instructions{};       ///< nothing: as recorded, or the fastest here where this processor lacks those
    int threads = 0;
};

/// In the order of the captures. NotFound names the fingerprint that no model has; what does not fit the model is BadFormat with the place; a capture made with a shortlist, which
/// a file does not hold, is Unsupported.
Result<std::vector<mixmoe::RoutingCapture>> repeatCaptures(const std::vector<mixmoe::RoutingCapture> &captures, const RepeatOptions &options);

}  // namespace interlinear::cli
