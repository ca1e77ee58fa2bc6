// The invariants that the specification of Mix-MoE promises, each on a random or freshly trained tiny model.
#include "tests/unit/training/tiny_training.h"

#include "engine/mixmoe/model/router_feature.h"
#include "engine/training/transform/blocks.h"
#include "engine/training/transform/experts.h"
#include "tests/support/tiny_tokenizer.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::training;
using mixmoe::Stage;
using mixmoe::TensorMap;
using torch::Tensor;

namespace {

Tensor asTorch(const mixmoe::Tensor &tensor)
{
    return torch::from_blob(const_cast<float *>(tensor.values.data()), tensor.shape).clone();
}

Tensor ffn(const Tensor &x, const Tensor &gate, const Tensor &up, const Tensor &down)
{
    return torch::linear(torch::silu(torch::linear(x, gate)) * torch::linear(x, up), down);
}

MixMoeModel withTensors(Stage stage, const TensorMap &tensors)
{
    MixMoeModel model(tinyConfig(stage));
    loadParameters(*model, tensors);
    return model;
}

mixmoe::ModelConfig upcycledConfig()
{
    auto config = tinyConfig(Stage::Sliced);
    config.moe.expertSize = mixmoe::ExpertSize::Whole;
    config.moe.topK = 2;
    config.moe.gateWeight = mixmoe::GateWeight::Renormalised;
    return config;
}

void trainFor(MixMoeModel &model, Trains trains, int steps)
{
    StageRun run = tinyRun(model, tinyStage(trains, steps));
    while (!run.finished())
        run.step();
}

bool sameBits(const Tensor &a, const Tensor &b)
{
    return torch::equal(a, b);
}

}  // namespace

class TestInvariants : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void expertsOfASlicedFfnAddUpToIt()
    {
        const auto config = tinyConfig(Stage::Dense);
        const TensorMap dense = modelTensors(*randomModel(config, 1));
        const TensorMap sliced = sliceIntoExperts(config, dense, 3);
        const Tensor x = torch::randn({50, config.hiddenSize});
        for (const int layer : {1, 3}) {
            const std::string prefix = "layers." + std::to_string(layer) + ".";
            const auto part = [&](const TensorMap &map, const std::string &name) { return asTorch(map.at(prefix + name)); };
            const Tensor whole = ffn(x, part(dense, "ffn.gate.weight"), part(dense, "ffn.up.weight"), part(dense, "ffn.down.weight"));
            const Tensor gate = part(sliced, "moe.lm.gate.weight"), up = part(sliced, "moe.lm.up.weight"), down = part(sliced, "moe.lm.down.weight");
            Tensor sum = torch::zeros_like(whole);
            for (std::int64_t expert = 0; expert < gate.size(0); ++expert)
                sum = sum + ffn(x, gate[expert], up[expert], down[expert]);
            QVERIFY(largestDifference(whole, sum) < 1e-4);
        }
    }

    void mergingUndoesSlicing()
    {
        const auto config = tinyConfig(Stage::Dense);
        const TensorMap dense = modelTensors(*randomModel(config, 1)), sliced = sliceIntoExperts(config, dense, 3);
        QVERIFY(mergeExperts(config, sliced) == dense);
        QVERIFY(mergeExperts(config, copyGroups(tinyConfig(Stage::Sliced), sliced, 4)) == dense);
    }

    void upcycledExpertsAreTheFfn()
    {
        MixMoeModel dense = randomModel(tinyConfig(Stage::Dense), 1);
        const auto config = upcycledConfig();
        MixMoeModel upcycled(config);
        loadParameters(*upcycled, upcycle(config, modelTensors(*dense), 3));
        const Packed inputs = randomInputs(config, {17, 3, 9}, 8);
        const torch::NoGradGuard noGrad;
        QVERIFY(largestDifference(dense->forward(inputs).hidden, upcycled->forward(inputs).hidden) < 1e-4);
    }

    void theFirstExpertStaysWhenNewOnesLearn()
    {
        MixMoeModel model = randomModel(upcycledConfig(), 6);
        const TensorMap before = modelTensors(*model);
        trainFor(model, Trains::NewExperts, 10);
        for (const auto &[name, tensor] : modelTensors(*model)) {
            const bool expert = name.find(".moe.lm.") != std::string::npos;
            QCOMPARE(tensor != before.at(name), expert);
            if (expert && tensor.shape.size() == 3) {
                QVERIFY2(sameBits(asTorch(tensor)[0], asTorch(before.at(name))[0]), name.c_str());
                QVERIFY2(!sameBits(asTorch(tensor)[1], asTorch(before.at(name))[1]), name.c_str());
            }
        }
    }

    void theLanguagePriorSendsTextToTheFirstExpert()
    {
        const RouterOutput router{torch::tensor({0.5F, 0.5F, 0.25F, 0.75F, 0.9F, 0.1F}).view({3, 2}), torch::tensor({0L, 1L, 0L}).view({3, 1})};
        const double prior = languagePrior({{router}, {router}}, torch::tensor({0, 2}, torch::kInt64)).item<double>();
        QVERIFY(std::abs(prior + (std::log(0.5) + std::log(0.9)) / 2) < 1e-6);
        QCOMPARE(languagePrior({{router}}, torch::empty({0}, torch::kInt64)).item<double>(), 0.0);

        MixMoeModel model = randomModel(upcycledConfig(), 7);
        ExampleSource text = shiftTask();
        text.isText = true;
        StageRecipe stage = tinyStage(Trains::LmRouters, 60);
        stage.priorWeight = 1;
        const auto firstShare = [&] {
            const torch::NoGradGuard noGrad;
            const Forward forward = model->forward(randomInputs(model->config(), {40}, 8));
            return forward.routers[0][0].probability.select(1, 0).mean().item<double>();
        };
        const double before = firstShare();
        const TensorMap tensors = modelTensors(*model);
        StageRun run(model, stage, trainableBy(stage.trains, {}), BatchSampler({&text}, {1}, 128, 5));
        while (!run.finished())
            run.step();
        QVERIFY2(firstShare() > before + 0.1, qPrintable(QString("%1 and %2").arg(before).arg(firstShare())));
        for (const auto &[name, tensor] : modelTensors(*model))
            QCOMPARE(tensor != tensors.at(name), name.find(".router.") != std::string::npos);
    }

    void figuresTellEvenFromCollapsedRouting()
    {
        const Tensor even = torch::full({4, 4}, 0.25F), sure = torch::tensor({1.0F, 0.0F, 0.0F, 0.0F}).expand({4, 4});
        const RouterOutput spread{even, torch::arange(4).view({4, 1})}, collapsed{sure, torch::zeros({4, 1}, torch::kLong)};
        const std::vector<RoutingFigures> figures = readFigures(figuresOf({{spread, collapsed}}));
        QCOMPARE(figures.size(), std::size_t(2));
        QVERIFY(std::abs(figures[0].balance - 1) < 1e-6 && std::abs(figures[0].entropy - 1) < 1e-6 && std::abs(figures[0].largestShare - 0.25) < 1e-6);
        QVERIFY(std::abs(figures[1].balance - 4) < 1e-6 && std::abs(figures[1].entropy) < 1e-6 && std::abs(figures[1].largestShare - 1) < 1e-6);
    }

    void aDirectionEmbeddingStartsAsNothing()
    {
        MixMoeModel stage1 = randomModel(tinyConfig(Stage::Sliced), 2);
        auto config = tinyConfig(Stage::MixMoe);
        config.languages = {"de", "en"};
        auto directed = stage1->config();
        directed.languages = config.languages;
        directed.moe.directionEmbedding = config.moe.directionEmbedding = true;
        const TensorMap both = copyGroups(directed, modelTensors(*stage1), 4);
        MixMoeModel model(config);
        loadParameters(*model, both);
        model->setDirectionTags(*mixmoe::DirectionTags::of(config, tests::TinyTokenizer::standard().get()));
        const Packed inputs = randomInputs(config, {17, 3, 1, 30, 9}, 8);
        const torch::NoGradGuard noGrad;
        QVERIFY(largestDifference(stage1->forward(inputs).hidden, model->forward(inputs).hidden) < 1e-4);
    }

    void newBlocksPassTheirInputThrough()
    {
        for (const int count : {1, 2, 3, 4}) {
            MixMoeModel model = randomModel(tinyConfig(Stage::Dense), 1);
            auto deeper = tinyConfig(Stage::Dense);
            deeper.layerCount += count;
            MixMoeModel grown(deeper);
            loadParameters(*grown, insertBlocks(4, modelTensors(*model), count));
            const Packed inputs = randomInputs(model->config(), {17, 3, 9}, 8);
            const torch::NoGradGuard noGrad;
            QVERIFY(largestDifference(model->forward(inputs).hidden, grown->forward(inputs).hidden) < 1e-5);
        }
        QCOMPARE(insertedLayers(6, 2), (std::vector<int>{3, 7}));
        QCOMPARE(insertedLayers(4, 1), (std::vector<int>{4}));
    }

    void stageTwoStartsAsTheStageOneModel()
    {
        MixMoeModel stage1 = randomModel(tinyConfig(Stage::Sliced), 2);
        MixMoeModel stage2 = withTensors(Stage::MixMoe, copyGroups(stage1->config(), modelTensors(*stage1), 4));
        const Packed inputs = randomInputs(stage1->config(), {17, 3, 1, 30, 9}, 8);
        const torch::NoGradGuard noGrad;
        QVERIFY(largestDifference(stage1->logits(stage1->forward(inputs).hidden), stage2->logits(stage2->forward(inputs).hidden)) < 1e-4);
    }

    void withTheTranslationGroupOffNothingOfStageOneIsLost()
    {
        MixMoeModel stage1 = randomModel(tinyConfig(Stage::Sliced), 3);
        const TensorMap before = modelTensors(*stage1);
        MixMoeModel stage2 = withTensors(Stage::MixMoe, copyGroups(stage1->config(), before, 4));
        trainFor(stage2, Trains::MtExperts, 20);
        const TensorMap after = modelTensors(*stage2);
        for (const auto &[name, tensor] : before)
            QVERIFY2(after.at(name) == tensor, name.c_str());
        QVERIFY(after.at("layers.1.moe.mt.up.weight") != before.at("layers.1.moe.lm.up.weight"));

        const Packed inputs = randomInputs(stage1->config(), {17, 3, 1, 30, 9}, 8);
        const torch::NoGradGuard noGrad;
        QVERIFY(sameBits(stage1->forward(inputs).hidden, stage2->forward(inputs, {}, ActiveGroups::LanguageModelOnly).hidden));
        QVERIFY(!sameBits(stage1->forward(inputs).hidden, stage2->forward(inputs).hidden));
    }

    void stagesChangeOnlyWhatTheyTrain_data()
    {
        QTest::addColumn<int>("stage");
        QTest::addColumn<int>("trains");
        QTest::addColumn<QString>("moved");
        QTest::newRow("stage 1") << static_cast<int>(Stage::Sliced) << static_cast<int>(Trains::LmExperts) << ".moe.lm.";
        QTest::newRow("stage 2") << static_cast<int>(Stage::MixMoe) << static_cast<int>(Trains::MtExperts) << ".moe.mt.";
    }

    void stagesChangeOnlyWhatTheyTrain()
    {
        QFETCH(int, stage);
        QFETCH(int, trains);
        QFETCH(QString, moved);
        MixMoeModel model = randomModel(tinyConfig(static_cast<Stage>(stage)), 6);
        const TensorMap before = modelTensors(*model);
        trainFor(model, static_cast<Trains>(trains), 10);
        for (const auto &[name, tensor] : modelTensors(*model))
            QCOMPARE(tensor != before.at(name), name.find(moved.toStdString()) != std::string::npos);
        for (const auto &item : model->named_parameters())
            QCOMPARE(item.value().requires_grad(), item.key().find(moved.toStdString()) != std::string::npos);
    }

    void liveFeatureOfTorchAndFftwAgree()
    {
        const Tensor x = torch::randn({20, 24});
        const Tensor byTorch = torch::real(torch::fft::fft(x));
        for (std::int64_t row = 0; row < x.size(0); ++row) {
            const float *in = x[row].const_data_ptr<float>();
            std::vector<float> feature(24);
            mixmoe::realFourier({in, 24}, feature);
            QVERIFY(largestDifference(byTorch[row], torch::tensor(feature)) < 1e-4);
        }
    }

    void featureGradientEqualsFiniteDifferences()
    {
        const auto options = torch::TensorOptions().dtype(torch::kFloat64);
        const Tensor x = torch::randn({10}, options).requires_grad_();
        const Tensor weight = torch::randn({10}, options);
        const auto value = [&](const Tensor &at) { return (torch::real(torch::fft::fft(at)) * weight).sum(); };
        value(x).backward();
        const torch::NoGradGuard noGrad;
        for (std::int64_t i = 0; i < 10; ++i) {
            Tensor up = x.clone(), down = x.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            const double slope = (value(up) - value(down)).item<double>() / 2e-5;
            QVERIFY(std::abs(slope - x.grad()[i].item<double>()) < 1e-6);
        }
        // The transform is self-adjoint: its gradient is the transform of the weight.
        QVERIFY(largestDifference(x.grad(), torch::real(torch::fft::fft(weight))) < 1e-9);
    }

    void loadBalanceIsOneWhenUniformAndNWhenCollapsed()
    {
        const std::int64_t n = 4, tokens = 40;
        const RouterOutput uniform{torch::full({tokens, n}, 1.0 / n), torch::arange(tokens) % n};
        QVERIFY(std::abs(loadBalance(uniform).item<double>() - 1.0) < 1e-6);
        const Tensor first = torch::zeros({tokens}, torch::kInt64);
        const RouterOutput collapsed{torch::one_hot(first, n).to(torch::kFloat32), first};
        QVERIFY(std::abs(loadBalance(collapsed).item<double>() - n) < 1e-6);
    }

    void packedNeighboursDoNotReachASequence_data()
    {
        QTest::addColumn<int>("execution");
        QTest::newRow("composed") << static_cast<int>(Execution::Composed);
        QTest::newRow("fused") << static_cast<int>(Execution::Fused);
    }

    void packedNeighboursDoNotReachASequence()
    {
        QFETCH(int, execution);
        MixMoeModel model = randomModel(tinyConfig(Stage::MixMoe), 9);
        model->setExecution(static_cast<Execution>(execution));
        const torch::NoGradGuard noGrad;
        const Packed together = randomInputs(model->config(), {4, 20, 1, 13, 7}, 3);
        const Tensor all = model->forward(together).hidden;
        for (std::size_t i = 0; i + 1 < together.offsets.size(); ++i) {
            const std::int64_t begin = together.offsets[i], end = together.offsets[i + 1];
            const Packed alone{{together.tokensOnHost.begin() + begin, together.tokensOnHost.begin() + end}, {0, end - begin}};
            QVERIFY(largestDifference(all.slice(0, begin, end), model->forward(alone).hidden) < 1e-4);
        }
    }
};

QTEST_GUILESS_MAIN(TestInvariants)
#include "tst_invariants.moc"
