// How sure the model may be of a finished translation.
//
//   translation.confidence = confidenceOf(model.config, "en", "de", translation);   // 0.83, or nothing where the direction was never measured
//
// The same for greedy search, beams and drawn tokens: the log-probabilities are those of the tokens that came out. Pure functions, any thread.
#pragma once

#include "engine/mixmoe/decode/translation.h"
#include "engine/mixmoe/model/config.h"

#include <optional>
#include <string_view>

namespace interlinear::mixmoe {

/// Of tokens, logProbabilities, typedTokens and numbersDiffer. Pieces that spell what was typed do not count: their probability is that of the translator's
/// choice. The end token always counts, and so do the words of a required term, with the probability that the model gave them: a term against its will lowers the confidence.
ConfidenceFeatures confidenceFeatures(const Translation &translation);

/// By the model's calibration for the direction. 0 where an end is missing, of the source or of the target, whatever the words that are there; nothing without a
/// calibration, and for a source that no model read.
std::optional<float> confidenceOf(const ModelConfig &config, std::string_view from, std::string_view to, const Translation &translation);

}  // namespace interlinear::mixmoe
