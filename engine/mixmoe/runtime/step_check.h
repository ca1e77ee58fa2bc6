// What every runtime asks of a step before it touches a sequence.
//
//   if (auto valid = checkStep(config(), inputs, options, [this](SequenceId id) { return lengthOf(id); }); !valid)
//       return std::unexpected(valid.error());
#pragma once

#include "engine/mixmoe/runtime/runtime.h"

#include <functional>
#include <optional>
#include <span>

namespace interlinear::mixmoe {

/// Tokens read so far, or nothing for a sequence that is not open.
using OpenLength = std::function<std::optional<int>(SequenceId)>;

/// Open sequences, none twice, at least one token each, of the prompt no more than these, one at least that is not tried, tokens of the vocabulary, room for them, interventions that fit the model.
Result<void> checkStep(const ModelConfig &config, std::span<const SequenceInput> inputs, const StepOptions &options, const OpenLength &openLength);

/// The Error of a step that was stopped on request.
std::unexpected<Error> stoppedStep();
/// The Error of a step whose memory could not be had.
std::unexpected<Error> stepWithoutMemory();
/// The Error of a step whose logits hold a NaN or an infinity.
std::unexpected<Error> stepWithoutNumbers();

}  // namespace interlinear::mixmoe
