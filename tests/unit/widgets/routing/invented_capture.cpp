#include "invented_capture.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace interlinear::widgets {

namespace {

using mixmoe::CapturedToken;
using mixmoe::Phase;

CapturedToken generated(const std::string &piece, Utf16Span span, bool byteFallback = false)
{
    CapturedToken token;
    token.piece = piece;
    token.phase = Phase::Generated;
    token.byteFallback = byteFallback;
    token.spanUtf16 = span;
    return token;
}

CapturedToken control(const std::string &piece)
{
    CapturedToken token;
    token.piece = piece;
    token.control = true;
    return token;
}

}  // namespace

mixmoe::RoutingCapture inventedCapture(const CaptureShape &shape)
{
    mixmoe::RoutingCapture capture;
    capture.level = mixmoe::CaptureLevel::Probabilities;
    capture.targetText = "Die Leitung 👍 gut";
    capture.expertsPerGroup = shape.expertsPerGroup;
    capture.groups = 2;
    for (int layer = 0; layer < shape.layers; ++layer)
        capture.layerIndex.push_back(2 * layer + 1);
    capture.tokens = {control("<en>"),
                      control("<to:de>"),
                      generated("\u2581Die", {0, 3}),
                      generated("\u2581Leit", {3, 8}),
                      generated("ung", {8, 11}),
                      generated("\u2581", {11, 12}),
                      generated("<0xF0>", {12, 12}, true),
                      generated("<0x9F>", {12, 12}, true),
                      generated("<0x91>", {12, 12}, true),
                      generated("<0x8D>", {12, 14}, true),
                      generated("\u2581gut", {14, 18})};
    std::mt19937 random(shape.seed);
    std::uniform_real_distribution<float> logits(-2, 2);
    for (std::size_t slot = 0; slot < capture.layerIndex.size() * capture.tokens.size() * 2; ++slot) {
        std::vector<float> values(static_cast<std::size_t>(shape.expertsPerGroup));
        float sum = 0;
        for (float &value : values)
            sum += value = std::exp(logits(random));
        for (const float value : values)
            capture.gateProbabilities.push_back(value / sum);
        const auto best = std::max_element(values.begin(), values.end());
        capture.choices.push_back(static_cast<std::int16_t>(best - values.begin()));
        capture.weights.push_back(*best / sum * static_cast<float>(shape.expertsPerGroup));
    }
    return capture;
}

mixmoe::TokenRouting routingOf(const mixmoe::RoutingCapture &capture, std::size_t token)
{
    mixmoe::TokenRouting routing;
    for (int layer = 0; layer < capture.layers(); ++layer) {
        for (int expert = 0; expert < capture.experts(); ++expert)
            routing.gateProbabilities.push_back(capture.gateProbability(layer, token, expert));
        for (const auto group : {mixmoe::ExpertGroup::LanguageModel, mixmoe::ExpertGroup::Translation}) {
            routing.choices.push_back(static_cast<std::int16_t>(capture.chosen(layer, token, group)));
            routing.weights.push_back(capture.weight(layer, token, group));
        }
    }
    return routing;
}

}  // namespace interlinear::widgets
