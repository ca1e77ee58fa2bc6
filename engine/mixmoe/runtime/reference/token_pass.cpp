#include "engine/mixmoe/runtime/reference/token_pass.h"

#include "engine/mixmoe/runtime/gate.h"
#include "engine/mixmoe/runtime/reference/linear.h"

#include <algorithm>
#include <cmath>

namespace interlinear::mixmoe {

namespace {

using Floats = std::vector<float>;

// x * rsqrt(mean(x^2) + eps) * w
Floats rmsNorm(std::span<const float> x, std::span<const float> weight, float epsilon)
{
    float sum = 0;
    for (const float value : x)
        sum += value * value;
    const float scale = 1.0F / std::sqrt(sum / static_cast<float>(x.size()) + epsilon);
    Floats normalised(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
        normalised[i] = x[i] * scale * weight[i];
    return normalised;
}

// down(silu(gate x) * up x), silu(v) = v / (1 + exp(-v))
Floats gatedFfn(std::span<const float> gate, std::span<const float> up, std::span<const float> down, std::span<const float> x)
{
    Floats inner = linear(gate, x);
    const Floats linearPart = linear(up, x);
    for (std::size_t i = 0; i < inner.size(); ++i)
        inner[i] = inner[i] / (1.0F + std::exp(-inner[i])) * linearPart[i];
    return linear(down, inner);
}

void softmax(std::span<float> values)
{
    const float highest = *std::max_element(values.begin(), values.end());
    float sum = 0;
    for (float &value : values) {
        value = std::exp(value - highest);
        sum += value;
    }
    for (float &value : values)
        value /= sum;
}

void addTo(Floats &x, std::span<const float> y, float factor)
{
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] += factor * y[i];
}

std::span<const float> expertPart(const Floats &weights, int expert, std::size_t size)
{
    return std::span(weights).subspan(static_cast<std::size_t>(expert) * size, size);
}

}  // namespace

SequenceState::SequenceState(const ModelConfig &config)
    : keys(static_cast<std::size_t>(config.layerCount)), values(static_cast<std::size_t>(config.layerCount))
{
}

void SequenceState::truncate(int newLength)
{
    if (length == 0)
        return;
    const std::size_t width = keys.front().size() / static_cast<std::size_t>(length);
    for (std::size_t layer = 0; layer < keys.size(); ++layer) {
        keys[layer].resize(width * static_cast<std::size_t>(newLength));
        values[layer].resize(width * static_cast<std::size_t>(newLength));
    }
    length = newLength;
    direction.truncate(newLength);
}

TokenPass::TokenPass(const Model &model, RouterLogits routerLogits, DirectionTags tags)
    : m_model(model), m_config(model.config), m_routerLogits(std::move(routerLogits)), m_tags(std::move(tags))
{
}

Floats TokenPass::read(TokenId token, SequenceState &state, std::span<const LayerIntervention> layerInterventions, Observed &observed) const
{
    const auto d = static_cast<std::size_t>(m_config.hiddenSize);
    const float epsilon = m_config.normEpsilon;
    const auto embedding = std::span(m_model.weights.embedding).subspan(static_cast<std::size_t>(token) * d, d);
    Floats x(embedding.begin(), embedding.end());
    m_tags.read(token, state.length, state.direction);
    for (int layer = 0; layer < m_config.layerCount; ++layer) {
        const auto index = static_cast<std::size_t>(layer);
        const LayerWeights &weights = m_model.weights.layers[index];
        addTo(x, attention(layer, rmsNorm(x, weights.attentionNorm, epsilon), state, observed), 1.0F);
        const Floats normalised = rmsNorm(x, weights.ffnNorm, epsilon);
        if (weights.groups.empty())
            addTo(x, gatedFfn(weights.ffn.gate, weights.ffn.up, weights.ffn.down, normalised), 1.0F);
        else
            addTo(x, mixture(weights, normalised, state.direction, layerInterventions[index], observed.routing), 1.0F);
    }
    ++state.length;
    return rmsNorm(x, m_model.weights.finalNorm, epsilon);
}

Floats TokenPass::logits(std::span<const float> hidden) const
{
    return linear(m_model.weights.embedding, hidden);
}

Floats TokenPass::attention(int layer, std::span<const float> x, SequenceState &state, Observed &observed) const
{
    const auto index = static_cast<std::size_t>(layer);
    const LayerWeights &weights = m_model.weights.layers[index];
    Floats queries = linear(weights.q, x);
    Floats newKeys = linear(weights.k, x);
    const Floats newValues = linear(weights.v, x);
    rotate(queries, state.length);
    rotate(newKeys, state.length);
    Floats &keys = state.keys[index];
    Floats &values = state.values[index];
    keys.insert(keys.end(), newKeys.begin(), newKeys.end());
    values.insert(values.end(), newValues.begin(), newValues.end());

    const auto headSize = static_cast<std::size_t>(m_config.headSize);
    const auto heads = static_cast<std::size_t>(m_config.headCount);
    const std::size_t headsPerKvHead = heads / static_cast<std::size_t>(m_config.kvHeadCount);
    const std::size_t kvWidth = newKeys.size();
    const std::size_t positions = keys.size() / kvWidth;
    const bool observe = layer == m_config.attentionLayerForAlignment();
    if (observe)
        observed.attention.assign(positions, 0.0F);

    Floats mixed(queries.size(), 0.0F);
    Floats probabilities(positions);
    for (std::size_t head = 0; head < heads; ++head) {
        const std::size_t kvOffset = head / headsPerKvHead * headSize;
        for (std::size_t position = 0; position < positions; ++position) {
            float dot = 0;
            for (std::size_t i = 0; i < headSize; ++i)
                dot += queries[head * headSize + i] * keys[position * kvWidth + kvOffset + i];
            probabilities[position] = dot / std::sqrt(static_cast<float>(headSize));
        }
        softmax(probabilities);
        for (std::size_t position = 0; position < positions; ++position) {
            for (std::size_t i = 0; i < headSize; ++i)
                mixed[head * headSize + i] += probabilities[position] * values[position * kvWidth + kvOffset + i];
        }
        if (observe && m_config.isAlignmentHead(static_cast<int>(head)))
            addTo(observed.attention, probabilities, 1.0F / static_cast<float>(m_config.alignmentHeadCount()));
    }
    return linear(weights.o, mixed);
}

// y = c * (y_LM + y_MT), y_G = sum over the chosen i of w_i E_i(x)
Floats TokenPass::mixture(const LayerWeights &weights, std::span<const float> x, const SequenceDirection &direction, const LayerIntervention &intervention,
                          TokenRouting &routing) const
{
    const auto n = static_cast<std::size_t>(m_config.moe.expertsPerGroup);
    const std::size_t expertWeights = static_cast<std::size_t>(m_config.expertSize()) * x.size();
    Floats y(x.size(), 0.0F);
    int groupsThatCount = 0;
    for (std::size_t g = 0; g < weights.groups.size(); ++g) {
        const ExpertGroupWeights &group = weights.groups[g];
        const auto kind = static_cast<ExpertGroup>(g);
        Floats probabilities(n);
        std::vector<GateChoice> choices(static_cast<std::size_t>(m_config.moe.topK));
        chooseExperts(m_routerLogits(group, routerInput(kind, x, direction), intervention.binFactors[g]), intervention, kind, m_config.moe, probabilities, choices);
        routing.gateProbabilities.insert(routing.gateProbabilities.end(), probabilities.begin(), probabilities.end());
        groupsThatCount += choices.front().expert >= 0 ? 1 : 0;
        for (const auto &[expert, weight] : choices) {
            routing.choices.push_back(static_cast<std::int16_t>(expert));
            routing.weights.push_back(weight);
            if (expert >= 0)
                addTo(y, gatedFfn(expertPart(group.gate, expert, expertWeights), expertPart(group.up, expert, expertWeights), expertPart(group.down, expert, expertWeights), x),
                      weight);
        }
    }
    const float c = combineFactor(groupsThatCount, m_config.moe);
    for (float &value : y)
        value *= c;
    return y;
}

// h + E_from + E_to for the MT group
Floats TokenPass::routerInput(ExpertGroup group, std::span<const float> x, const SequenceDirection &direction) const
{
    Floats input(x.begin(), x.end());
    const auto add = [&](const Floats &embedding, int language) {
        if (group == ExpertGroup::Translation && language >= 0)
            addTo(input, std::span(embedding).subspan(static_cast<std::size_t>(language) * x.size(), x.size()), 1.0F);
    };
    add(m_model.weights.directionFrom, direction.from.language);
    add(m_model.weights.directionTo, direction.to.language);
    return input;
}

// Pairs (i, i + headSize / 2) of every head turn by position * theta^(-2 i / headSize).
void TokenPass::rotate(std::span<float> heads, int position) const
{
    const auto headSize = static_cast<std::size_t>(m_config.headSize);
    const std::size_t half = headSize / 2;
    for (std::size_t i = 0; i < half; ++i) {
        const double frequency = std::pow(static_cast<double>(m_config.ropeTheta), -2.0 * static_cast<double>(i) / static_cast<double>(headSize));
        const double angle = position * frequency;
        const auto cosine = static_cast<float>(std::cos(angle));
        const auto sine = static_cast<float>(std::sin(angle));
        for (std::size_t head = 0; head < heads.size(); head += headSize) {
            const float first = heads[head + i];
            const float second = heads[head + half + i];
            heads[head + i] = first * cosine - second * sine;
            heads[head + half + i] = second * cosine + first * sine;
        }
    }
}

}  // namespace interlinear::mixmoe
