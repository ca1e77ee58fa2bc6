#include "tests/bench/random_card_model.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace interlinear::bench {

using namespace mixmoe;
using namespace mixmoe::cuda;

namespace {

WeightKind kindOf(CardPrecision precision)
{
    return precision == CardPrecision::Int8 ? WeightKind::Byte : precision == CardPrecision::Fp8 ? WeightKind::Fp8 : WeightKind::Half;
}

}  // namespace

void fillSmall(Card &card, const CardMemory &memory)
{
    constexpr std::size_t firstBytes = std::size_t(64) << 20;
    std::vector<std::uint16_t> halves(std::min(firstBytes, memory.size()) / sizeof(std::uint16_t));
    std::uint32_t state = 1;
    for (std::uint16_t &half : halves) {
        state = state * 1664525U + 1013904223U;
        half = static_cast<std::uint16_t>((state >> 16 & 0x807FU) | (0x3C80U + (state >> 24 & 1U) * 0x80U));
    }
    std::size_t filled = halves.size() * sizeof(std::uint16_t);
    card.copyInNow(memory.data(), halves.data(), filled);
    for (; filled < memory.size(); filled *= 2)
        card.copyWithin(memory.as<std::byte>() + filled, memory.data(), std::min(filled, memory.size() - filled));
}

Result<std::unique_ptr<Runtime>> randomCardModel(const std::shared_ptr<Card> &card, const ModelConfig &config, CardPrecision precision, int rowsAtOnce)
{
    auto model = std::make_shared<Model>();
    model->config = config;
    CardModel weights = placeModel(card, config, {kindOf(precision), true});
    fillSmall(*card, weights.memory);
    return makeCudaRuntime(model, card, std::move(weights), {.precision = precision, .rowsAtOnce = rowsAtOnce});
}

}  // namespace interlinear::bench
