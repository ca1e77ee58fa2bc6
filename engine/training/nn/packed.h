// Sequences laid end to end without padding: what the model reads in one step. No token sees another sequence.
//
//   Packed two = packed({{4, 7, 9}, {5, 8}});
//   two.tokens;        // [5] int64
//   two.offsets;       // {0, 3, 5}
//
// What a card reads is copied from pinned memory: nothing here waits for it.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <cstring>
#include <vector>

namespace interlinear::training {

/// The values on a device. To a card they are under way when this returns, before whatever it is given to do next.
template <typename T>
torch::Tensor placed(const std::vector<T> &values, const torch::Device &device)
{
    const auto size = static_cast<std::int64_t>(values.size());
    const torch::Tensor host = torch::empty({size}, torch::TensorOptions(c10::CppTypeToScalarType<T>::value).pinned_memory(!device.is_cpu()));
    if (size > 0)
        std::memcpy(host.mutable_data_ptr(), values.data(), values.size() * sizeof(T));
    return host.to(device, /*non_blocking=*/true);
}

struct Packed {
    /// tokens [N]; the tensors are on the device.
    Packed(std::vector<std::int64_t> tokens, std::vector<std::int64_t> offsets, const torch::Device &device = torch::kCPU);

    std::vector<std::int64_t> tokensOnHost;
    std::vector<std::int64_t> offsets;     ///< where each sequence begins, and N; none is empty
    torch::Tensor tokens{};                ///< [N] int64
    torch::Tensor positions{};             ///< [N] int64: of each token within its sequence
    torch::Tensor starts{};                ///< the offsets as int32
    torch::Tensor places{};                ///< [N] int64: where each token lies when every sequence is padded to the longest one
    torch::Tensor crossed{}, kept{};       ///< [N] int64 and float: with them a token's embedding is kept * its own + (1 - kept) * the crossed one's

    std::int64_t sequences() const { return static_cast<std::int64_t>(offsets.size()) - 1; }
    std::int64_t longest() const;
};

Packed packed(const std::vector<std::vector<std::int64_t>> &sequences, const torch::Device &device = torch::kCPU);
/// The longest of sequences that begin there.
std::int64_t longestOf(const std::vector<std::int64_t> &offsets);

}  // namespace interlinear::training
