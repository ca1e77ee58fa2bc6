// Where two captures part, and by how much: a capture and its repetition, or one text with and without interventions.
//
//   Result<CaptureDifference> difference = compare(before, after);
//   difference->first;                                   // nothing: equal, bit for bit
//   difference->first->token;  difference->first->layer; // the first in the order in which the model computes: token by token, layer by layer
//   difference->changedTokens;                           // of difference->commonTokens
//
// How the captures were made (device, origin, interventions) is not compared.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/probe/routing_capture.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace interlinear::mixmoe {

/// One value that is not the same.
struct CaptureChange {
    enum class What {
        Token,             ///< another one, or one capture has ended: see tokens[token] of both
        LogProbability,    ///< of the token when it was picked
        Span,              ///< where it stands in the text
        Choice,            ///< which expert; -1: none
        Probability,       ///< of `expert`, the one of its group that differs most
        Weight,            ///< of the chosen expert
        Text               ///< sourceText or targetText, or a language
    };
    What what = What::Text;
    ExpertGroup group = ExpertGroup::LanguageModel;   ///< of Choice, Probability, Weight
    int rank = 0;                                     ///< of Choice and Weight: 0..k-1
    int expert = -1;                                  ///< of Probability: inside the group
    float before = 0, after = 0;                      ///< not of Token, Span, Text

    bool operator==(const CaptureChange &) const = default;
};

/// A token in one layer, and all that differs there.
struct CapturePlace {
    std::size_t token = 0;                 ///< counts those of both captures
    std::optional<int> layer;              ///< of the model; nothing where the token itself differs
    std::vector<CaptureChange> changes;    ///< at least one
};

struct CaptureDifference {
    std::optional<CapturePlace> first;
    std::size_t commonTokens = 0;          ///< tokens from the first on that are the same in both
    std::size_t changedTokens = 0;         ///< of these: with another choice in some layer
    float largestProbability = 0;          ///< over the common tokens: differences, not below 0
    float largestWeight = 0;               ///< of the k chosen, by rank
    bool sameTarget = true;
};

/// Probabilities are compared where both captures have them. WrongModel when they have other layers or experts. Any thread.
Result<CaptureDifference> compare(const RoutingCapture &before, const RoutingCapture &after);

}  // namespace interlinear::mixmoe
