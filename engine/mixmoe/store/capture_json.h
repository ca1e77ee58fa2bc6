// Routing captures as JSON: complete, versioned, one token a line, and read again without loss.
//
//   {"format": "interlinear routing capture", "version": 2, "captures": [{"model": …, "source": …, "tokens": […],
//    "gate_probability": [layer][token][expert], "chosen": [layer][token][group], "weight": [layer][token][group]}]}
//
// Where a group chooses k > 1 experts, the capture says "top_k": k, and chosen and weight are [layer][token][group][rank]: a forced expert first, then by falling
// probability; -1 and 0 where interventions left fewer.
// "origin" says how the capture was made: see origin_json.h. Version 1 had none; its files are read as well.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/probe/routing_capture.h"

#include <nlohmann/json.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

/// Keys in the order in which they are written; fp32 numbers, so that the shortest digits that give the same number are written.
using CaptureJson = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t, std::uint64_t, float>;

inline constexpr std::string_view captureFormatName = "interlinear routing capture";
inline constexpr int captureFormatVersion = 2;

/// What a capture says about itself, without its tokens and arrays.
CaptureJson captureHead(const RoutingCapture &capture);

/// A number that is not finite is OutOfRange: JSON cannot hold it.
Result<std::string> capturesToJson(std::span<const RoutingCapture> captures);

/// `where` names the source of the text in errors.
Result<std::vector<RoutingCapture>> capturesFromJson(std::string_view json, const std::string &where);

}  // namespace interlinear::mixmoe
