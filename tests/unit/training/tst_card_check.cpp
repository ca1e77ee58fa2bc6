// Kernels that compute what LibTorch does are taken, on the processor as loops; whichever of them is wrong, a loss, choice or parameter is named, and torch's random numbers go on as before.
#include "tests/unit/training/tiny_training.h"

#include "engine/training/cuda/library.h"
#include "engine/training/recipe/card_check.h"

#include <QTest>

#include <cmath>

using namespace interlinear::training;
using interlinear::mixmoe::FourierMode;
using interlinear::mixmoe::ModelConfig;
using interlinear::mixmoe::Stage;

namespace {

using Table = interlinear_training_cuda_table;
using Change = void (*)(Table &);

/// Heads of the size that the own attention takes.
ModelConfig configOf(Stage stage)
{
    ModelConfig config = tinyConfig(stage);
    config.vocabSize = 300;
    config.hiddenSize = 64;
    config.headCount = 2;
    config.kvHeadCount = 1;
    config.headSize = 32;
    config.ffnSize = 96;
    return config;
}

std::string problemOf(const ModelConfig &config)
{
    return disagreement(Execution::Card, Execution::Autocast, config, torch::kCPU);
}

/// The kernel, and then something done to what it gave.
template <auto kernel, auto spoil, class Args>
int spoiled(const Args *args)
{
    const int problem = (cuda::processorKernels().*kernel)(args);
    spoil(*args);
    return problem;
}

template <auto kernel, auto spoil>
void replace(Table &table)
{
    table.*kernel = spoiled<kernel, spoil>;
}

void scale(cuda::Bf16 *values, std::int64_t count, float by)
{
    for (std::int64_t i = 0; i < count; ++i)
        values[i] = cuda::toBf16(by * cuda::toFloat(values[i]));
}

void scale(float *values, std::int64_t count, float by)
{
    for (std::int64_t i = 0; i < count; ++i)
        values[i] *= by;
}

/// One wrong kernel a row.
struct Wrong {
    const char *name;
    Change change;
    const char *named;   // part of the sentence
};

const Wrong wrongKernels[] = {
    {"norms too large", replace<&Table::addedNorm, [](const cuda::AddedNorm &a) { scale(a.normed, a.rows * a.width, 1.3F); }>, "differ from LibTorch's by"},
    {"a norm is no number", replace<&Table::addedNorm, [](const cuda::AddedNorm &a) { scale(a.normed, 1, NAN); }>, "no numbers"},
    {"norm weights' gradient scaled", replace<&Table::addedNormGradient, [](const cuda::AddedNormGradient &a) { scale(a.weightParts, std::int64_t{a.parts} * a.width, 1.25F); }>, "norm.weight that differ from LibTorch's by 0.25"},
    {"norm weights' gradient no number", replace<&Table::addedNormGradient, [](const cuda::AddedNormGradient &a) { scale(a.weightParts, 1, NAN); }>, "norm.weight that are no numbers"},
    {"long sequences not turned", [](Table &table) { table.rotary = [](const cuda::Rotary *) { return 0; }; }, "differ"},
    {"long sequences' gradients scaled", replace<&Table::rotaryGradient, [](const cuda::RotaryGradient &a) { scale(a.rows, a.count * (a.heads + 2 * a.kvHeads) * 2 * a.half, 0.5F); }>, "attention."},
    {"activation scaled", replace<&Table::gatedActivation, [](const cuda::GatedActivation &a) { scale(a.out, a.rows * a.width, 1.5F); }>, "differ"},
    {"activation's gradient scaled", replace<&Table::gatedActivationGradient, [](const cuda::GatedActivationGradient &a) { scale(a.gradGateUp, a.rows * 2 * a.width, 1.5F); }>, "differ"},
    {"losses scaled", replace<&Table::crossEntropy, [](const cuda::CrossEntropy &a) { scale(a.losses, a.rows, 1.05F); }>, "losses that differ from LibTorch's by"},
    {"losses' gradients scaled", replace<&Table::crossEntropy, [](const cuda::CrossEntropy &a) { scale(a.logits, a.rows * a.width, 1.2F); }>, "gradients of"},
    {"a gathered row lost", replace<&Table::gather, [](const cuda::Gather &a) { scale(a.out, a.tokens * a.width / 2, 0); }>, "differ"},
    {"mixture scaled", replace<&Table::combine, [](const cuda::Combine &a) { scale(a.out, a.tokens * a.width, a.weights ? 1.5F : 1.0F); }>, "differ"},
    {"mixture's weights without gradient", replace<&Table::combineGradient, [](const cuda::CombineGradient &a) { scale(a.gradWeights, a.tokens * a.slots, 0); }>, ".router."},
    {"expert rows' gradient scaled", replace<&Table::combineGradient, [](const cuda::CombineGradient &a) { scale(a.gradRows, a.tokens * a.slots * a.width, 1.3F); }>, ".moe."},
    {"logits of routers negative", replace<&Table::router, [](const cuda::Router &a) { scale(a.logits, a.rows * a.experts, -1); }>, "differ"},
    {"routers' gradient scaled", replace<&Table::routerGradient, [](const cuda::RouterGradient &a) { scale(a.weightParts, std::int64_t{a.parts} * a.experts * a.width, 1.3F); }>, "router.weight that differ from LibTorch's by 0.3"},
    {"always the first expert", replace<&Table::choice, [](const cuda::Choice &a) { std::fill_n(a.chosen, a.rows * a.groups, 0); }>, "differ"},
    {"an expert that there is not", replace<&Table::choice, [](const cuda::Choice &a) { a.chosen[0] = -1; }>, "choose experts that there are not"},
    {"choices' gradient scaled", replace<&Table::choiceGradient, [](const cuda::ChoiceGradient &a) { scale(a.gradLogits, a.rows * a.groups * a.experts, 0.7F); }>, ".router."},
    {"a mixed value is no number", replace<&Table::attention, [](const cuda::Attention &a) { scale(a.out + 40, 1, NAN); }>, "no numbers"},
    {"attention's last row lost", replace<&Table::attention, [](const cuda::Attention &a) { scale(a.out + (a.starts[a.sequences] - 64) * a.heads * a.size, std::int64_t{64} * a.heads * a.size, 0); }>, "differ"},
    {"queries' gradients scaled", replace<&Table::attentionGradient,
        [](const cuda::AttentionGradient &a) {
            for (std::int32_t row = 0; row < a.starts[a.sequences]; ++row)
                scale(a.gradQkv + std::int64_t{row} * (a.heads + 2 * a.kvHeads) * a.size, std::int64_t{a.heads} * a.size, 1.3F);
        }>, "attention.q.weight that differ from LibTorch's by 0."},
    {"a kernel fails", [](Table &table) { table.gatedActivation = [](const cuda::GatedActivation *) { return 700; }; }, "fail: a kernel of training cannot be launched: CUDA error 700"},
};

}  // namespace

class TestCardCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kernelsThatAgreeAreTaken_data()
    {
        QTest::addColumn<int>("stage");
        QTest::addColumn<int>("topK");
        QTest::addColumn<int>("feature");
        QTest::newRow("dense") << static_cast<int>(Stage::Dense) << 1 << static_cast<int>(FourierMode::None);
        QTest::newRow("LM experts") << static_cast<int>(Stage::Sliced) << 1 << static_cast<int>(FourierMode::RealFft);
        QTest::newRow("both groups") << static_cast<int>(Stage::MixMoe) << 1 << static_cast<int>(FourierMode::RealFft);
        QTest::newRow("two experts a token") << static_cast<int>(Stage::MixMoe) << 2 << static_cast<int>(FourierMode::Dct2);
        QTest::newRow("magnitude") << static_cast<int>(Stage::MixMoe) << 1 << static_cast<int>(FourierMode::Magnitude);
        QTest::newRow("no feature") << static_cast<int>(Stage::MixMoe) << 1 << static_cast<int>(FourierMode::None);
    }

    void kernelsThatAgreeAreTaken()
    {
        QFETCH(int, stage);
        QFETCH(int, topK);
        QFETCH(int, feature);
        ModelConfig config = configOf(static_cast<Stage>(stage));
        config.moe.topK = topK;
        config.moe.fourierMode = static_cast<FourierMode>(feature);
        QCOMPARE(problemOf(config), std::string());
    }

    void aWrongKernelIsFound_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(std::size(wrongKernels)); ++i)
            QTest::newRow(wrongKernels[i].name) << i;
    }

    void aWrongKernelIsFound()
    {
        QFETCH(int, index);
        const Wrong &wrong = wrongKernels[index];
        Table table = cuda::processorKernels();
        wrong.change(table);
        const cuda::KernelsOnProcessor replaced(table);
        const std::string problem = problemOf(configOf(Stage::MixMoe));
        QVERIFY2(problem.find(wrong.named) != std::string::npos, problem.empty() ? "taken" : problem.c_str());
    }

    void randomNumbersGoOnAsBefore()
    {
        torch::manual_seed(4);
        const torch::Tensor expected = torch::randn({8});
        torch::manual_seed(4);
        problemOf(configOf(Stage::Dense));
        QVERIFY(torch::equal(torch::randn({8}), expected));
    }

    void nothingIsComparedOnTheProcessor()
    {
        Table table = cuda::processorKernels();
        table.addedNorm = [](const cuda::AddedNorm *) { return 700; };
        const cuda::KernelsOnProcessor replaced(table);
        const CheckedExecution checked = checkedExecution(configOf(Stage::MixMoe), torch::kCPU);
        QCOMPARE(checked.execution, Execution::Fused);
        QCOMPARE(checked.problem, std::string());
    }
};

QTEST_GUILESS_MAIN(TestCardCheck)
#include "tst_card_check.moc"
