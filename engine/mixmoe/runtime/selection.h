// From logits to the next token: bans and biases, log-softmax, the best few.
//
//   std::optional<Picked> picked = select(logits, {.topK = 2, .banned = {0}});
//   picked->candidates[0].token;   // the most probable token that is not banned
//
// log p(t) = l(t) - log sum over the tokens that are allowed and not banned of exp(l), with l the logits after the biases. Any thread.
#pragma once

#include "engine/mixmoe/runtime/kernels/row_functions.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <optional>
#include <span>

namespace interlinear::mixmoe {

/// What is picked from one row of logits.
struct Picked {
    std::vector<Candidate> candidates;   ///< min(topK, tokens allowed and not banned), by falling log-probability, ties by rising id
    std::vector<float> scored;           ///< -infinity for a token that is banned or not allowed
};

/// Logits of the whole vocabulary; only those that are allowed are looked at. Nothing when these hold a NaN or an infinity, or when every token is banned. Ids outside the vocabulary are ignored in bans and biases.
std::optional<Picked> select(std::span<const float> logits, const Selection &selection);

/// Moves the logits of these tokens together: of the vocabulary only they are left, in their order.
std::span<float> keepOnly(const TokenSet &tokens, std::span<float> logits);

/// As select(), with vector instructions, into memory that is used again; bans and biases are written into the logits, which are those of the allowed tokens alone.
/// False where select() gives nothing.
bool selectInto(std::span<float> logits, const Selection &selection, const RowFunctions &functions, Picked &picked);

/// log p(t) of one token, among the whole vocabulary without bans and biases. Nothing when a logit is no finite number.
std::optional<float> logProbability(std::span<const float> logits, TokenId token, const RowFunctions &functions);

}  // namespace interlinear::mixmoe
