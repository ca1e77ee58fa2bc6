// Drift: nothing moved is 0, a part that moved is told by its own size, and experts are compared with what they were made from.
#include "engine/training/transform/drift.h"
#include "engine/training/transform/experts.h"

#include <QTest>

#include <cmath>
#include <map>
#include <random>

using namespace interlinear::training;
using interlinear::mixmoe::ModelConfig;
using interlinear::mixmoe::Stage;
using interlinear::mixmoe::TensorMap;

namespace {

ModelConfig configOf(Stage stage)
{
    ModelConfig config;
    config.hiddenSize = 4;
    config.layerCount = 2;
    config.ffnSize = 8;
    config.stage = stage;
    return config;
}

TensorMap denseTensors()
{
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    TensorMap tensors;
    const auto add = [&](const std::string &name, std::int64_t rows, std::int64_t columns) {
        std::vector<float> values(static_cast<std::size_t>(rows * columns));
        for (float &value : values)
            value = normal(random);
        tensors[name] = {{rows, columns}, std::move(values)};
    };
    add("embed.weight", 10, 4);
    for (const char *layer : {"layers.0.", "layers.1."}) {
        add(std::string(layer) + "attention.q.weight", 4, 4);
        add(std::string(layer) + "ffn.gate.weight", 8, 4);
        add(std::string(layer) + "ffn.up.weight", 8, 4);
        add(std::string(layer) + "ffn.down.weight", 4, 8);
    }
    return tensors;
}

std::map<Module, double> asMap(const std::vector<ModuleDrift> &drift)
{
    std::map<Module, double> map;
    for (const ModuleDrift &module : drift)
        map[module.module] = module.relative;
    return map;
}

}  // namespace

class TestDrift : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatMovedIsTold()
    {
        const ModelConfig config = configOf(Stage::Dense);
        const TensorMap before = denseTensors();
        TensorMap after = before;
        for (float &value : after.at("layers.1.attention.q.weight").values)
            value *= 1.5F;
        for (float &value : after.at("layers.0.attention.q.weight").values)
            value *= 1.5F;
        const auto drift = asMap(driftBetween({config, before}, {config, after}));
        QCOMPARE(drift.size(), std::size_t(3));
        QCOMPARE(drift.at(Module::Embedding), 0.0);
        QCOMPARE(drift.at(Module::DenseFfn), 0.0);
        QVERIFY(std::abs(drift.at(Module::Attention) - 0.5) < 1e-6);
    }

    void expertsAreComparedWithTheirOrigin()
    {
        const ModelConfig dense = configOf(Stage::Dense), sliced = configOf(Stage::Sliced), mixed = configOf(Stage::MixMoe);
        const TensorMap base = denseTensors(), lm = sliceIntoExperts(dense, base, 3);
        TensorMap both = copyGroups(sliced, lm, 4);
        for (float &value : both.at("layers.1.moe.mt.up.weight").values)
            value = 0;
        const auto fromBase = asMap(driftBetween({dense, base}, {mixed, both})), fromStageOne = asMap(driftBetween({sliced, lm}, {mixed, both}));
        QCOMPARE(fromBase.at(Module::LmExperts), 0.0);
        QVERIFY(fromBase.at(Module::MtExperts) > 0.3 && fromBase.at(Module::MtExperts) < 0.9);
        QVERIFY(!fromBase.contains(Module::LmRouters) && !fromBase.contains(Module::MtRouters));
        QCOMPARE(fromStageOne.at(Module::MtRouters), 0.0);
        QCOMPARE(fromStageOne.at(Module::MtExperts), fromBase.at(Module::MtExperts));
    }

    void aDeeperModelSharesWhatLiesOutsideItsLayers()
    {
        const ModelConfig config = configOf(Stage::Dense);
        ModelConfig deeper = config;
        deeper.layerCount = 3;
        const auto drift = asMap(driftBetween({config, denseTensors()}, {deeper, denseTensors()}));
        QCOMPARE(drift.size(), std::size_t(1));
        QCOMPARE(drift.at(Module::Embedding), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestDrift)
#include "tst_drift.moc"
