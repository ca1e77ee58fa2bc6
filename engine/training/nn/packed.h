// Sequences laid end to end without padding: what the model reads in one step. No token sees another sequence.
//
//   Packed two = packed({{4, 7, 9}, {5, 8}});
//   two.tokens;        // [5] int64
//   two.offsets;       // {0, 3, 5}
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace interlinear::training {

struct Packed {
    /// tokens [N] on any device, where positions, starts and places will be too.
    Packed(torch::Tensor tokens, std::vector<std::int64_t> offsets);

    torch::Tensor tokens;                  ///< [N] int64
    std::vector<std::int64_t> offsets;     ///< where each sequence begins, and N; none is empty
    torch::Tensor positions{};             ///< [N] int64: of each token within its sequence
    torch::Tensor starts{};                ///< the offsets as int32
    torch::Tensor places{};                ///< [N] int64: where each token lies when every sequence is padded to the longest one
    torch::Tensor crossed{}, kept{};       ///< [N] int64 and float: with them a token's embedding is kept * its own + (1 - kept) * the crossed one's

    std::int64_t sequences() const { return static_cast<std::int64_t>(offsets.size()) - 1; }
    std::int64_t longest() const;
};

Packed packed(const std::vector<std::vector<std::int64_t>> &sequences);
/// The longest of sequences that begin there.
std::int64_t longestOf(const std::vector<std::int64_t> &offsets);

}  // namespace interlinear::training
