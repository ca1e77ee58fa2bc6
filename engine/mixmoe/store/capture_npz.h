// Routing captures as one npz file for numpy: the tokens of all captures one after the other.
//
//   gate_probability[layer, token, expert] float32    softmax inside the expert's group; only at level "probabilities"
//   chosen[layer, token, group] int16                 0..n-1 inside the group, -1 when the group is off
//   weight[layer, token, group] float32               what the chosen expert's output was multiplied by
//                                                     where a group chooses more than one, both have a further axis: [layer, token, group, rank],
//                                                     a forced expert first, then by falling probability; -1 and 0 where interventions left fewer
//   group[expert] int8                                0 LM, 1 MT
//   layer_index[layer] int32                          the model's layer
//   segment[token] int32                              number of the capture in the file, from 0
//   token_id[token] int32, phase[token] int8 (0 prompt, 1 generated), control[token] int8, log_probability[token] float32
//   span_bytes[token, 2], span_utf16[token, 2] int32  half-open, in the source for prompt tokens, in the target for generated ones
//   header uint8                                      UTF-8 JSON: format, version, and per capture model, device, languages, texts, interventions, origin, pieces
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/probe/routing_capture.h"

#include <span>
#include <string>

namespace interlinear::mixmoe {

/// All captures must come from models of one shape and have the same level; else InvalidArgument. More than 4 GiB is OutOfRange.
Result<std::string> capturesToNpz(std::span<const RoutingCapture> captures);

}  // namespace interlinear::mixmoe
