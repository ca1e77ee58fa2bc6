// How fast a card translates, as shares of its memory and its tensor cores, and whether it does what the CPU does.
//
//   Result<void> measured = measureCard(card, {.repetitions = 7}, [](const Measurement &one) { std::puts(toText(one).c_str()); });
//   for (const std::string &line : skippedCard(error, json)) std::puts(line.c_str());    // where there is none
//
// The ids begin with the targets' numbers: G1 one sequence of a large model, G2 of a small one, G3 the router, G4 the product by expert, G6 what a step asks of the host,
// G7 tokens that are those of the CPU in fp32; G8, segments of the model that ships, is card_segments.h's, and G5, a document through a model of 10,000 million weights, is card_document.h's.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/cuda/card.h"
#include "tests/bench/measurement.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace interlinear::bench {

struct CardWorkload {
    std::string large = "10b", small = "70m", document = "10b";   ///< sizes of randomModel(); no document: none is measured
    std::shared_ptr<const mixmoe::Model> segments{};              ///< translates them; null: they are not measured
    int repetitions = 7;
    std::string only{};                                           ///< of the figures, those whose ids begin so, and what is measured with them
};

/// Reports each figure when it is there. What cannot be measured leaves out its own figures; the first error is returned at the end.
Result<void> measureCard(const std::shared_ptr<mixmoe::cuda::Card> &card, const CardWorkload &workload, const std::function<void(const Measurement &)> &report);

/// The line of a figure that there is none of.
std::string skippedFigure(const std::string &id, const Error &why, bool json);
/// One for each figure.
std::vector<std::string> skippedCard(const Error &why, bool json);

}  // namespace interlinear::bench
