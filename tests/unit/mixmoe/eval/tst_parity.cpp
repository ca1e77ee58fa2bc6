// Two runtimes of one model agree; another model, another router and a wrong logit are found and named.
#include "engine/mixmoe/eval/parity.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "tests/support/tiny_model.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace interlinear;
using namespace interlinear::mixmoe;
using interlinear::tests::tinyConfig;
using interlinear::tests::tinyModel;

namespace {

std::vector<TokenId> someTokens()
{
    std::vector<TokenId> tokens(20);
    std::iota(tokens.begin(), tokens.end(), 0);
    return tokens;
}

Parity compared(std::shared_ptr<const Model> judge, std::shared_ptr<const Model> judged)
{
    return compareRuntimes(**makeReferenceRuntime(std::move(judge)), **makeReferenceRuntime(std::move(judged)), someTokens()).value();
}

std::shared_ptr<const Model> changed(const std::shared_ptr<const Model> &model, const std::function<void(ModelWeights &)> &change)
{
    auto copy = std::make_shared<Model>(*model);
    change(copy->weights);
    return copy;
}

}  // namespace

class TestParity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runtimesAgree()
    {
        ModelConfig rival = tinyConfig();
        rival.moe = {.topK = 3, .expertSize = ExpertSize::Whole, .gateWeight = GateWeight::Renormalised, .directionEmbedding = true};
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const auto model = tinyModel({.seed = seed, .config = seed % 2 ? tinyConfig() : rival});
            const Parity parity = compareRuntimes(**makeReferenceRuntime(model), **makeCpuRuntime(model), someTokens()).value();
            QVERIFY2(parity.difference.empty(), parity.difference.c_str());
            QVERIFY(parity.tokensCompared > 0);
        }
    }

    void denseModelsAreCompared()
    {
        ModelConfig config = tinyConfig();
        config.stage = Stage::Dense;
        const auto model = tinyModel({.config = config});
        const Parity parity = compared(model, model);
        QCOMPARE(parity.tokensCompared, someTokens().size());
        QCOMPARE(parity.largestDeviation, 0.0F);
    }

    void otherRouterIsNamed()
    {
        const auto model = tinyModel();
        const auto layer = static_cast<std::size_t>(model->config.mixMoeLayers().front());
        const int experts = model->config.moe.expertsPerGroup;
        const std::string expected = "token 1, layer " + std::to_string(layer) + ", MT experts: another expert was chosen";
        int named = 0;
        for (int expert = 0; expert < experts; ++expert) {
            const auto turned = changed(model, [&](ModelWeights &weights) { weights.layers[layer].groups[1].folded.bias[static_cast<std::size_t>(expert)] = 100; });
            const std::string difference = compared(model, turned).difference;
            QVERIFY(!difference.empty());
            named += difference.starts_with(expected);
        }
        QCOMPARE(named, experts - 1);   // one of them is what the first token chooses anyway
    }

    void wrongLogitIsNamed()
    {
        const auto model = tinyModel();
        const auto scaled = changed(model, [](ModelWeights &weights) { std::ranges::for_each(weights.finalNorm, [](float &weight) { weight *= 1.1F; }); });
        const Parity parity = compared(model, scaled);
        QVERIFY2(parity.difference.starts_with("token 1: a logit deviates by"), parity.difference.c_str());
        QCOMPARE(parity.tokensCompared, std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestParity)
#include "tst_parity.moc"
