#include "engine/training/data/example_source.h"

namespace interlinear::training {

void ExampleBuilder::add(std::span<const mixmoe::TokenId> tokens, std::size_t targetBegin)
{
    m_data.examples.push_back({m_data.tokens.size(), static_cast<std::uint32_t>(tokens.size()), static_cast<std::uint32_t>(targetBegin)});
    m_data.tokens.insert(m_data.tokens.end(), tokens.begin(), tokens.end());
}

ExampleSource ExampleBuilder::build(float promptWeight) &&
{
    const auto data = std::make_shared<const Data>(std::move(m_data));
    return {.tokens = TokenSpan(std::span<const mixmoe::TokenId>(data->tokens)), .examples = data->examples, .promptWeight = promptWeight, .owner = data};
}

}  // namespace interlinear::training
