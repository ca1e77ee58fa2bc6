#include "engine/training/nn/packed.h"

#include <algorithm>
#include <utility>

namespace interlinear::training {

Packed::Packed(std::vector<std::int64_t> tokensOfAll, std::vector<std::int64_t> offsetsOfAll, const torch::Device &device)
    : tokensOnHost(std::move(tokensOfAll)), offsets(std::move(offsetsOfAll)), tokens(placed(tokensOnHost, device))
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
    positions = placed(positionsOnHost, device);
    starts = placed(std::vector<std::int32_t>(offsets.begin(), offsets.end()), device);
    places = placed(placesOnHost, device);
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

Packed packed(const std::vector<std::vector<std::int64_t>> &sequences, const torch::Device &device)
{
    std::vector<std::int64_t> tokens, offsets{0};
    for (const std::vector<std::int64_t> &sequence : sequences) {
        tokens.insert(tokens.end(), sequence.begin(), sequence.end());
        offsets.push_back(static_cast<std::int64_t>(tokens.size()));
    }
    return {std::move(tokens), std::move(offsets), device};
}

}  // namespace interlinear::training
