#include "engine/training/nn/packed.h"

#include <algorithm>
#include <utility>

namespace interlinear::training {

Packed::Packed(torch::Tensor tokensOfAll, std::vector<std::int64_t> offsetsOfAll) : tokens(std::move(tokensOfAll)), offsets(std::move(offsetsOfAll))
{
    std::vector<std::int64_t> positionsOnHost, placesOnHost;
    const std::int64_t width = longest();
    for (std::int64_t sequence = 0; sequence < sequences(); ++sequence) {
        const std::int64_t begin = offsets[static_cast<std::size_t>(sequence)], end = offsets[static_cast<std::size_t>(sequence) + 1];
        for (std::int64_t position = 0; position < end - begin; ++position) {
            positionsOnHost.push_back(position);
            placesOnHost.push_back(sequence * width + position);
        }
    }
    positions = torch::tensor(positionsOnHost).to(tokens.device());
    starts = torch::tensor(offsets).to(tokens.device(), torch::kInt32);
    places = torch::tensor(placesOnHost).to(tokens.device());
}

std::int64_t Packed::longest() const
{
    return longestOf(offsets);
}

std::int64_t longestOf(const std::vector<std::int64_t> &offsets)
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
    return {torch::tensor(tokens), std::move(offsets)};
}

}  // namespace interlinear::training
