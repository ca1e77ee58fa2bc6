// What each router does on the whole: how often it chooses every expert, and how sure it is, over many captures.
//
//   Result<std::vector<RoutingTotals>> totals = totalsOf(captures, std::nullopt);
//   const GateTotals &gate = totals->front().gate(layer, ExpertGroup::Translation);   // of the first direction
//   gate.load[2];      // share of the group's choices that went to expert 2
//   gate.evenness;     // 1: all experts are chosen as often, 0: one has everything
//   gate.certainty;    // 1 - mean entropy of the probabilities: 0 undecided, 1 sure
//
// Entropies are in units of log n (H / log n), so that 0 to 1 means the same for any number of experts.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/probe/routing_capture.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

/// One router: a layer and a group. Tokens for which interventions left the group without an expert count for nothing.
struct GateTotals {
    int layer = 0;                         ///< of the model
    ExpertGroup group = ExpertGroup::LanguageModel;
    std::vector<double> load;              ///< [n], share of the choices (all k ranks); sums to 1, or all 0 where nothing was chosen
    std::vector<double> probability;       ///< [n], mean over the tokens; sums to 1; empty where there is no certainty
    std::optional<double> evenness;        ///< entropy of the load, 0 to 1; none where nothing was chosen
    std::optional<double> certainty;       ///< 1 - mean entropy of a token's probabilities, 0 to 1; none without tokens, and below CaptureLevel::Probabilities
};

/// All segments of one direction.
struct RoutingTotals {
    std::string fromLanguage, toLanguage;
    std::size_t segments = 0, tokens = 0;  ///< tokens: those that were counted
    int groups = 0;                        ///< 1 (LM only) or 2
    std::vector<GateTotals> gates;         ///< [layer][group]

    /// layer: counts the captured ones, as in a capture.
    const GateTotals &gate(int layer, ExpertGroup group) const { return gates[static_cast<std::size_t>(layer) * static_cast<std::size_t>(groups) + static_cast<std::size_t>(group)]; }
};

/// One for each direction, in the order in which they first come. phase: only tokens of the source's prompt, or only generated ones; nothing: both. Probabilities are averaged
/// where all captures of a direction have them. WrongModel where captures have other layers, experts or models than the first. Any thread.
Result<std::vector<RoutingTotals>> totalsOf(std::span<const RoutingCapture> captures, std::optional<Phase> phase);

}  // namespace interlinear::mixmoe
