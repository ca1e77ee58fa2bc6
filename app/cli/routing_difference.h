// Two captures compared, in words and as JSON: what `routing reproduce`, `compare` and `intervene` print.
//
//   std::vector<std::string> notes = notesOn(before, after);     // "the build is another: …"
//   std::string place = inWords(difference, before, after);      // "layer 3, token 7 "▁Haus" (generated): probability of MT 2 0.81 became 0.8"
//   CaptureJson json = toJson(difference, before, after);        // "equal", "first", "common_tokens", "changed_tokens", …
//
// Segments, layers, tokens and experts have the numbers that they have in routing files: the first one is 0.
#pragma once

#include "app/cli/command.h"
#include "engine/mixmoe/analysis/capture_difference.h"
#include "engine/mixmoe/store/capture_json.h"

#include <string>
#include <vector>

namespace interlinear::cli {

/// What is not the same about how they were made, a sentence each: model, vocabulary, settings, interventions, precision, instructions, build. And what a file of
/// version 1 does not say.
std::vector<std::string> notesOn(const mixmoe::RoutingCapture &before, const mixmoe::RoutingCapture &after);

/// Where they part first, and by how much. Empty for equal ones.
std::string inWords(const mixmoe::CaptureDifference &difference, const mixmoe::RoutingCapture &before, const mixmoe::RoutingCapture &after);

mixmoe::CaptureJson toJson(const mixmoe::CaptureDifference &difference, const mixmoe::RoutingCapture &before, const mixmoe::RoutingCapture &after);

/// Compares pair by pair and prints the answer: "equal", or the first difference of every segment that is not. Done or Failed; the Error of a pair that cannot be compared.
int printComparison(const std::vector<mixmoe::RoutingCapture> &before, const std::vector<mixmoe::RoutingCapture> &after, const Invocation &invocation);

}  // namespace interlinear::cli
