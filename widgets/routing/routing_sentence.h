// One cell of the heatmap in words: the line at the bottom right, the tooltip, and what a screen reader hears.
//
//   cellSentence(table, {12, 2, ExpertGroup::Translation, 1});   // "leitungen · layer 3 · MT 1 · p 0.71 · runner-up MT 2, 0.18 · entropy 0.52"
//   tokenLabel(table.token(12));                                 // "·Kälte": a middle dot begins a word
//
// Layers and experts have the numbers that they have in the model and in its files: the first one is 0.
#pragma once

#include "widgets/routing/routing_table.h"

#include <QString>

namespace interlinear::widgets {

/// A place in a RoutingTable; `layer` counts captured layers.
struct RoutingPlace {
    int token = 0;
    int layer = 0;
    mixmoe::ExpertGroup group = mixmoe::ExpertGroup::LanguageModel;
    int expert = 0;
    bool operator==(const RoutingPlace &) const = default;
};

QString tokenLabel(const mixmoe::CapturedToken &token);
/// "LM 0", "MT 3".
QString expertName(mixmoe::ExpertGroup group, int expert);
/// Token, layer, expert, probability, runner-up and entropy, two digits.
QString cellSentence(const RoutingTable &table, const RoutingPlace &place);
/// The same with four digits, and rank, weight, characters and phase: one fact a line.
QString cellDetails(const RoutingTable &table, const RoutingPlace &place);

}  // namespace interlinear::widgets
