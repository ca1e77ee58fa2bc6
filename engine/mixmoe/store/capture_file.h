// Routing captures as files: JSON to keep and read again, npz for numerical work, CSV for spreadsheets.
//
//   if (auto written = writeCaptures("routing.npz", captures); !written) return std::unexpected(written.error());
//   Result<std::vector<RoutingCapture>> again = readCaptures("routing.json");
//
// A file holds any number of captures, one a segment, in their order.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/probe/routing_capture.h"

#include <filesystem>
#include <span>
#include <vector>

namespace interlinear::mixmoe {

/// InvalidArgument unless the extension names a format that can be written: .json, .npz or .csv. To ask before the work is done.
Result<void> checkCaptureFormat(const std::filesystem::path &file);

/// Writes atomically, in the format that the extension names. Any thread.
Result<void> writeCaptures(const std::filesystem::path &file, std::span<const RoutingCapture> captures);

/// Reads what writeCaptures() wrote as .json, equal in every value. Keys, types, sizes and expert numbers are checked; the Error says which is wrong.
Result<std::vector<RoutingCapture>> readCaptures(const std::filesystem::path &file);

}  // namespace interlinear::mixmoe
