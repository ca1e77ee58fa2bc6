#include "engine/training/nn/packed.h"

#include <algorithm>
#include <utility>

namespace interlinear::training {

std::int64_t Packed::longest() const
{
    std::int64_t longest = 0;
    for (std::size_t i = 1; i < offsets.size(); ++i)
        longest = std::max(longest, offsets[i] - offsets[i - 1]);
    return longest;
}

Packed packed(const std::vector<std::vector<std::int64_t>> &sequences)
{
    std::vector<std::int64_t> tokens, offsets{0};
    for (const std::vector<std::int64_t> &sequence : sequences) {
        tokens.insert(tokens.end(), sequence.begin(), sequence.end());
        offsets.push_back(static_cast<std::int64_t>(tokens.size()));
    }
    return packed(torch::tensor(tokens), std::move(offsets));
}

Packed packed(torch::Tensor tokens, std::vector<std::int64_t> offsets)
{
    Packed batch{std::move(tokens), std::move(offsets)};
    std::vector<std::int64_t> places;
    for (std::int64_t sequence = 0, longest = batch.longest(); sequence < batch.sequences(); ++sequence) {
        const std::int64_t begin = batch.offsets[static_cast<std::size_t>(sequence)], end = batch.offsets[static_cast<std::size_t>(sequence) + 1];
        for (std::int64_t i = begin; i < end; ++i)
            places.push_back(sequence * longest + i - begin);
    }
    batch.places = torch::tensor(places).to(batch.tokens.device());
    return batch;
}

}  // namespace interlinear::training
