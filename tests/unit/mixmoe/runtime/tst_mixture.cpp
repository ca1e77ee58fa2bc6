// Oracles by hand on both runtimes: a layer with constant gates is a dense FFN, and a direction embedding is another bias of the MT router.
#include "engine/mixmoe/eval/open_sequence.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "tests/support/loop_card.h"
#include "tests/support/tiny_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

using Floats = std::vector<float>;

std::vector<std::unique_ptr<Runtime>> bothRuntimes(const std::shared_ptr<const Model> &model)
{
    std::vector<std::unique_ptr<Runtime>> runtimes;
    runtimes.push_back(makeReferenceRuntime(model).value());
    runtimes.push_back(makeCpuRuntime(model, {.threads = 2}).value());
    runtimes.push_back(makeCudaRuntime(model, loopCard()).value());
    return runtimes;
}

SequenceOutput read(Runtime &runtime, const std::vector<TokenId> &tokens)
{
    const OpenSequence sequence(runtime, runtime.openSequence().value());
    return runtime.step({{.sequence = sequence.id(), .tokens = tokens, .selection = {.wantLogits = true}}}, {.capture = CaptureLevel::Probabilities}).value().front();
}

bool close(std::span<const float> a, std::span<const float> b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](float x, float y) { return std::abs(x - y) < 1e-4F; });
}

/// LM experts whose gates are the same for every token: routers without weights.
std::shared_ptr<Model> withConstantGates(const MoeConfig &moe)
{
    ModelConfig config = sliced(tinyConfig());
    config.moe = moe;
    auto model = std::make_shared<Model>(*tinyModel({.seed = 5, .config = config}));
    for (LayerWeights &layer : model->weights.layers) {
        for (ExpertGroupWeights &group : layer.groups)
            std::ranges::fill(group.folded.weight, 0.0F);
    }
    return model;
}

/// What each expert counts for, by hand from the biases.
Floats gatesByHand(const Floats &biases, const MoeConfig &moe)
{
    Floats gates;
    for (const float bias : biases)
        gates.push_back(std::exp(bias));
    const float all = std::accumulate(gates.begin(), gates.end(), 0.0F);
    Floats falling = gates;
    std::ranges::sort(falling, std::greater());
    const float least = falling[static_cast<std::size_t>(moe.topK - 1)];
    const float best = std::accumulate(falling.begin(), falling.begin() + moe.topK, 0.0F);
    for (float &gate : gates) {
        const float p = gate / all;
        const float weight = moe.gateWeight == GateWeight::Probability ? p : moe.gateWeight == GateWeight::Renormalised ? gate / best : p * static_cast<float>(gates.size());
        gate = gate >= least ? weight : 0;
    }
    return gates;
}

/// The experts side by side as one FFN of width n * m, the outputs of each times its gate.
FfnWeights sideBySide(const ExpertGroupWeights &group, const Floats &gates, std::size_t d)
{
    FfnWeights ffn{.gate = group.gate, .up = group.up, .down = Floats(group.down.size())};
    const std::size_t n = gates.size(), m = group.down.size() / (n * d);
    for (std::size_t expert = 0; expert < n; ++expert) {
        for (std::size_t out = 0; out < d; ++out) {
            for (std::size_t i = 0; i < m; ++i)
                ffn.down[out * n * m + expert * m + i] = gates[expert] * group.down[(expert * d + out) * m + i];
        }
    }
    return ffn;
}

std::shared_ptr<const Model> asDenseModel(const Model &model)
{
    auto dense = std::make_shared<Model>(model);
    const ModelConfig &config = model.config;
    dense->config.stage = Stage::Dense;
    for (LayerWeights &layer : dense->weights.layers) {
        if (!layer.groups.empty())
            layer.ffn = sideBySide(layer.groups[0], gatesByHand(layer.groups[0].folded.bias, config.moe), static_cast<std::size_t>(config.hiddenSize));
        layer.groups.clear();
    }
    return dense;
}

const TokenId de = 1, en = 2, toDe = 3, toEn = 4;   // of TinyTokenizer::standard()

ModelConfig withDirection()
{
    ModelConfig config = tinyConfig();
    config.moe.directionEmbedding = true;
    return config;
}

/// The same model without the embedding, whose MT routers have W_eff (E_from + E_to) in their biases. A language of -1 adds nothing.
std::shared_ptr<const Model> withBiasFor(const Model &model, int from, int to)
{
    auto plain = std::make_shared<Model>(model);
    plain->config.moe.directionEmbedding = false;
    const auto d = static_cast<std::size_t>(model.config.hiddenSize);
    for (LayerWeights &layer : plain->weights.layers) {
        if (layer.groups.empty())
            continue;
        RouterWeights &router = layer.groups[1].folded;
        for (std::size_t i = 0; i < router.weight.size(); ++i) {
            router.bias[i / d] += from < 0 ? 0 : router.weight[i] * model.weights.directionFrom[static_cast<std::size_t>(from) * d + i % d];
            router.bias[i / d] += to < 0 ? 0 : router.weight[i] * model.weights.directionTo[static_cast<std::size_t>(to) * d + i % d];
        }
    }
    return plain;
}

}  // namespace

class MixtureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void constantGatesMakeADenseModel_data()
    {
        QTest::addColumn<int>("experts");
        QTest::addColumn<int>("topK");
        QTest::addColumn<int>("expertSize");
        QTest::addColumn<int>("gateWeight");
        for (const auto &[experts, topK] : {std::pair(4, 1), {4, 2}, {4, 4}, {8, 3}, {8, 8}}) {
            for (const ExpertSize size : {ExpertSize::Slice, ExpertSize::Whole}) {
                for (const GateWeight weight : {GateWeight::Probability, GateWeight::ScaledProbability, GateWeight::Renormalised})
                    QTest::addRow("%d of %d, size %d, weight %d", topK, experts, static_cast<int>(size), static_cast<int>(weight))
                        << experts << topK << static_cast<int>(size) << static_cast<int>(weight);
            }
        }
    }

    void constantGatesMakeADenseModel()
    {
        QFETCH(int, experts);
        QFETCH(int, topK);
        QFETCH(int, expertSize);
        QFETCH(int, gateWeight);
        const auto model = withConstantGates(
            {.expertsPerGroup = experts, .topK = topK, .expertSize = static_cast<ExpertSize>(expertSize), .gateWeight = static_cast<GateWeight>(gateWeight)});
        const std::vector<TokenId> tokens{1, 30, 44, 61, 75, 33};
        const SequenceOutput expected = read(*makeReferenceRuntime(asDenseModel(*model)).value(), tokens);
        for (const auto &runtime : bothRuntimes(model))
            QVERIFY(close(read(*runtime, tokens).logits, expected.logits));
    }

    // What the first Mix-MoE layer reads does not depend on any router, so its gates are those of the model with the biases that hold at each token.
    void directionIsABiasOfTheMtRouterFromItsTagOn_data()
    {
        QTest::addColumn<std::vector<int>>("tokens");
        QTest::addColumn<std::vector<int>>("from");
        QTest::addColumn<std::vector<int>>("to");
        QTest::newRow("a prompt and its target") << std::vector<int>{en, toDe, 40, 50, de, 60, 0} << std::vector<int>{1, 1, 1, 1, 1, 1, 1} << std::vector<int>{-1, 0, 0, 0, 0, 0, 0};
        QTest::newRow("running text") << std::vector<int>{de, 40, 50} << std::vector<int>{0, 0, 0} << std::vector<int>{-1, -1, -1};
        QTest::newRow("no tag") << std::vector<int>{40, 50, 60} << std::vector<int>{-1, -1, -1} << std::vector<int>{-1, -1, -1};
        QTest::newRow("late tags") << std::vector<int>{40, toEn, 50, en, 60} << std::vector<int>{-1, -1, -1, 1, 1} << std::vector<int>{-1, 1, 1, 1, 1};
        QTest::newRow("only the first of each counts") << std::vector<int>{de, toEn, en, toDe, 40} << std::vector<int>{0, 0, 0, 0, 0} << std::vector<int>{-1, 1, 1, 1, 1};
    }

    void directionIsABiasOfTheMtRouterFromItsTagOn()
    {
        QFETCH(std::vector<int>, tokens);
        QFETCH(std::vector<int>, from);
        QFETCH(std::vector<int>, to);
        const auto model = tinyModel({.seed = 9, .config = withDirection()});
        for (const auto &runtime : bothRuntimes(model)) {
            const SequenceOutput output = read(*runtime, tokens);
            for (std::size_t token = 0; token < tokens.size(); ++token) {
                const SequenceOutput expected = read(*makeReferenceRuntime(withBiasFor(*model, from[token], to[token])).value(), tokens);
                const auto gates = [&](const SequenceOutput &of) { return std::span(of.routing[token].gateProbabilities).first(8); };
                QVERIFY(close(gates(output), gates(expected)));
            }
        }
    }

    void directionChangesWhatIsTranslated()
    {
        const auto model = tinyModel({.seed = 9, .config = withDirection()});
        for (const auto &runtime : bothRuntimes(model)) {
            const SequenceOutput output = read(*runtime, {en, toDe, 40, 50});
            const SequenceOutput plain = read(*makeReferenceRuntime(withBiasFor(*model, -1, -1)).value(), {en, toDe, 40, 50});
            QVERIFY(!close(output.logits, plain.logits));
        }
    }
};

QTEST_APPLESS_MAIN(MixtureTest)
#include "tst_mixture.moc"
