#include "engine/training/nn/packed.h"

#include <algorithm>

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
    return {torch::tensor(tokens), offsets};
}

}  // namespace interlinear::training
