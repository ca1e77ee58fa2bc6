// Execution::Card gives the values and gradients of operations composed of torch's own in fp32, up to the rounding of bf16: the kernels' bodies in loops on the processor, and, where
// there is a card, the kernels.
#include "tests/unit/training/tiny_training.h"

#include "engine/training/cuda/library.h"
#include "engine/training/nn/card_operations.h"
#include "engine/training/recipe/device.h"

#include <QTest>

using namespace interlinear::training;
using torch::Tensor;

namespace {

struct Outcome {
    std::vector<Tensor> values, gradients;
};

/// The values, and the gradients by every input of their sum weighted by fixed random numbers.
template <typename Operation>
Outcome run(const std::vector<Tensor> &inputs, Operation operation)
{
    std::vector<Tensor> leaves;
    for (const Tensor &input : inputs)
        leaves.push_back(input.detach().clone().requires_grad_());
    Outcome outcome;
    torch::manual_seed(5);
    Tensor loss = torch::zeros({}, inputs.front().options().dtype(torch::kFloat32));
    for (const Tensor &value : std::vector<Tensor>(operation(leaves))) {
        loss = loss + (value.to(torch::kFloat32) * torch::randn(value.sizes()).to(value.device())).sum();
        outcome.values.push_back(value.detach().to(torch::kFloat32));
    }
    loss.backward();
    for (const Tensor &leaf : leaves)
        outcome.gradients.push_back(leaf.grad().to(torch::kFloat32));
    return outcome;
}

double distance(const Tensor &a, const Tensor &b)
{
    return ((a - b).norm() / b.norm().clamp_min(1e-9)).item<double>();
}

/// Inputs that the card takes in bf16 are rounded before, so that both get the same.
template <typename Own, typename Composed>
void compare(const std::vector<Tensor> &inputs, Own own, Composed composed, double tolerance = 0.01)
{
    std::vector<Tensor> exact;
    for (const Tensor &input : inputs)
        exact.push_back(input.to(torch::kFloat32));
    const Outcome expected = run(exact, composed), actual = run(inputs, own);
    for (std::size_t i = 0; i < expected.values.size(); ++i)
        QVERIFY2(distance(actual.values[i], expected.values[i]) <= tolerance, qPrintable(QString("value %1: %2").arg(i).arg(distance(actual.values[i], expected.values[i]))));
    for (std::size_t i = 0; i < inputs.size(); ++i)
        QVERIFY2(distance(actual.gradients[i], expected.gradients[i]) <= tolerance,
                 qPrintable(QString("gradient of input %1: %2").arg(i).arg(distance(actual.gradients[i], expected.gradients[i]))));
}

Tensor ofOneGroup(const Tensor &x, const card::Assignment &assignment, const Tensor &weights, const card::Experts &experts)
{
    return card::mixture(x, assignment, weights, experts, card::noExpertsLike(experts));
}

Packed sequences(const std::vector<std::int64_t> &lengths, const torch::Device &device)
{
    std::vector<std::vector<std::int64_t>> tokens;
    for (const std::int64_t length : lengths)
        tokens.emplace_back(static_cast<std::size_t>(length), 1);
    return packed(tokens, device);
}

}  // namespace

class TestCardOperations : public QObject {
    Q_OBJECT

    torch::Device m_device = torch::kCPU;

    /// The rows of each test: where it runs. False for a card that is not there.
    static void places()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("processor") << "cpu";
        QTest::newRow("card") << "cuda";
    }

    Tensor random(const std::vector<std::int64_t> &shape) const { return torch::randn(shape).to(m_device); }
    Tensor rounded(const std::vector<std::int64_t> &shape) const { return random(shape).to(torch::kBFloat16); }

private Q_SLOTS:
    void initTestCase() { static_cast<void>(trainingDevice("auto")); }   // before anything else: torch looks for its part for cards once

    void init()
    {
        torch::manual_seed(11);
        QFETCH(QString, place);
        const auto device = trainingDevice(place.toStdString());
        if (!device)
            QSKIP(device.error().sentence().c_str());
        m_device = *device;
        if (!card::takes(torch::empty({1, 8}, m_device)))
            QSKIP("there are no kernels for the card beside this program");
    }

    void addedNormAgrees_data() { places(); }
    void addedNormAgrees()
    {
        for (const auto &[rows, width] : std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 8}, {130, 24}, {6000, 384}, {20, 1000}, {9, 2048}}) {
            const auto stream = [](Execution execution) {
                return [execution](const auto &in) {
                    Residual residual{in[0]};
                    std::vector<Tensor> all{normed(execution, residual, in[3], 1e-5)};
                    for (const int delta : {1, 2}) {
                        addTo(execution, residual, in[delta]);
                        all.push_back(normed(execution, residual, in[3], 1e-5));
                    }
                    return all;
                };
            };
            compare({random({rows, width}) * 3, rounded({rows, width}), rounded({rows, width}), random({width})}, stream(Execution::Card), stream(Execution::Composed));
        }
    }

    void linearAgrees_data() { places(); }
    void linearAgrees()
    {
        compare({rounded({130, 48}), random({72, 48})}, [](const auto &in) { return std::vector<Tensor>{card::linear(in[0], in[1])}; },
                [](const auto &in) { return std::vector<Tensor>{torch::linear(in[0], in[1])}; });
    }

    void attentionAgrees_data() { places(); }
    void attentionAgrees()
    {
        const Packed batch = sequences({1, 19, 64, 2, 1, 33}, m_device);
        for (const AttentionShape &shape : std::vector<AttentionShape>{{4, 4, 32, 10000}, {6, 2, 16, 10000}, {6, 6, 64, 500}, {3, 1, 8, 10000}}) {
            const std::int64_t q = shape.heads * shape.headSize, k = shape.kvHeads * shape.headSize;
            compare({rounded({120, q + 2 * k})}, [&](const auto &in) { return std::vector<Tensor>{card::attention(in[0] * 1, shape, batch)}; },
                    [&](const auto &in) {
                        return std::vector<Tensor>{attention(Execution::Composed, in[0].narrow(1, 0, q), in[0].narrow(1, q, k).contiguous(), in[0].narrow(1, q + k, k), shape, batch)};
                    }, 0.02);
        }
    }

    void gatedActivationAgreesAlsoFarFromZero_data() { places(); }
    void gatedActivationAgreesAlsoFarFromZero()
    {
        for (const std::int64_t width : {59, 288})
            compare({torch::linspace(-90, 90, 34 * width).view({17, 2 * width}).to(m_device, torch::kBFloat16)},
                    [](const auto &in) { return std::vector<Tensor>{card::gatedActivation(in[0])}; },
                    [&](const auto &in) { return std::vector<Tensor>{gatedActivation(Execution::Composed, in[0].narrow(1, 0, width), in[0].narrow(1, width, width))}; });
    }

    void routerLogitsAgree_data() { places(); }
    void routerLogitsAgree()
    {
        for (const auto &[width, experts] : std::vector<std::pair<std::int64_t, std::int64_t>>{{24, 4}, {384, 8}, {40, 12}, {512, 32}})
            compare({rounded({1500, width}), random({experts, width}), random({experts})}, [](const auto &in) { return std::vector<Tensor>{card::routerLogits(in[0], in[1], in[2])}; },
                    [](const auto &in) { return std::vector<Tensor>{torch::linear(in[0], in[1], in[2])}; }, 0.003);
    }

    void likeliestChoiceAgrees_data() { places(); }
    void likeliestChoiceAgrees()
    {
        const Tensor logits = random({700, 2, 5});
        compare({logits},
                [](const auto &in) {
                    const card::Choice choice = card::likeliest(in[0], 2.5);
                    return std::vector<Tensor>{choice.probability, choice.weights};
                },
                [](const auto &in) {
                    const Tensor probability = torch::softmax(in[0], -1);
                    return std::vector<Tensor>{probability, probability.gather(-1, in[0].argmax(-1, true)) * 2.5};
                }, 1e-4);
        QVERIFY(torch::equal(card::likeliest(logits, 1).chosen, logits.argmax(-1, true)));
    }

    void mixtureAgrees_data() { places(); }
    void mixtureAgrees()
    {
        for (const std::int64_t slots : {1, 2, 4}) {
            const std::int64_t tokens = 90, width = 32, inner = 24, experts = 8;
            const Tensor chosen = torch::randint(experts - 1, {tokens, slots}).to(m_device);   // one of them rests
            compare({rounded({tokens, width}), random({tokens, slots}), random({experts, inner, width}), random({experts, inner, width}), random({experts, width, inner})},
                    [&](const auto &in) { return std::vector<Tensor>{ofOneGroup(in[0], card::assignment(chosen, experts), in[1], {in[2], in[3], in[4]})}; },
                    [&](const auto &in) {
                        const Tensor gate = torch::einsum("nd,emd->nem", {in[0], in[2]}), up = torch::einsum("nd,emd->nem", {in[0], in[3]});
                        const Tensor all = torch::einsum("nem,edm->ned", {torch::silu(gate) * up, in[4]});
                        return std::vector<Tensor>{(all.gather(1, chosen.unsqueeze(-1).expand({tokens, slots, width})) * in[1].unsqueeze(-1)).sum(1)};
                    }, 0.02);
        }
    }

    // With both groups trained, and with either of them frozen, whose gradients are not there then.
    void aMixtureOfTwoGroupsAgrees_data() { places(); }
    void aMixtureOfTwoGroupsAgrees()
    {
        for (const std::int64_t slots : {1, 2}) {
            const std::int64_t tokens = 90, width = 32, inner = 24, experts = 4;
            const Tensor ofFirst = torch::randint(experts - 1, {tokens, slots}), ofSecond = torch::randint(experts, {tokens, slots}) + experts;   // one of the first rests
            const Tensor chosen = torch::cat({ofFirst, ofSecond}, 1).to(m_device), input = rounded({tokens, width}), shares = random({tokens, 2 * slots});
            std::vector<Tensor> matrices;
            for (int group = 0; group < 2; ++group) {
                matrices.push_back(random({experts, inner, width}));
                matrices.push_back(random({experts, inner, width}));
                matrices.push_back(random({experts, width, inner}));
            }
            const auto gradients = [&](bool atOnce, bool firstLearns, bool secondLearns) {
                const Tensor x = input.detach().clone().requires_grad_(), weights = shares.detach().clone().requires_grad_();
                std::vector<Tensor> leaves;
                for (std::size_t i = 0; i < matrices.size(); ++i)
                    leaves.push_back(matrices[i].detach().clone().requires_grad_(i < 3 ? firstLearns : secondLearns));
                const card::Assignment assignment = card::assignment(chosen, 2 * experts);
                const auto both = [&](std::size_t i) { return torch::cat({leaves[i], leaves[i + 3]}); };
                const Tensor out = atOnce ? ofOneGroup(x, assignment, weights, {both(0), both(1), both(2)})
                                          : card::mixture(x, assignment, weights, {leaves[0], leaves[1], leaves[2]}, {leaves[3], leaves[4], leaves[5]});
                out.to(torch::kFloat32).square().sum().backward();
                std::vector<Tensor> result;
                for (const Tensor &leaf : leaves)
                    result.push_back(leaf.grad());
                result.push_back(x.grad());
                result.push_back(weights.grad());
                return result;
            };
            const std::vector<Tensor> expected = gradients(true, true, true);
            for (const auto &[firstLearns, secondLearns] : {std::pair{true, true}, {false, true}, {true, false}, {false, false}}) {
                const std::vector<Tensor> actual = gradients(false, firstLearns, secondLearns);
                for (std::size_t i = 0; i < expected.size(); ++i) {
                    QCOMPARE(actual[i].defined(), i < 3 ? firstLearns : i < 6 ? secondLearns : true);
                    QVERIFY(!actual[i].defined() || distance(actual[i], expected[i]) <= 0.01);
                }
            }
        }
    }

    void selectedRowsAgreeAlsoTwice_data() { places(); }
    void selectedRowsAgreeAlsoTwice()
    {
        const Tensor positions = torch::tensor({0, 2, 3, 2}, torch::kInt64).to(m_device), places = torch::tensor({0, -1, -1, -1, 1, 3, 2, -1, -1, -1}, torch::kInt32).view({5, 2}).to(m_device);
        compare({rounded({5, 16})}, [&](const auto &in) { return std::vector<Tensor>{card::selectRows(in[0], positions, places)}; },
                [&](const auto &in) { return std::vector<Tensor>{in[0].index_select(0, positions)}; });
    }

    void crossEntropyAgrees_data() { places(); }
    void crossEntropyAgrees()
    {
        for (const std::int64_t vocabulary : {90, 4096}) {
            for (const double smoothing : {0.0, 0.1}) {
                const Tensor targets = torch::randint(vocabulary, {300}, torch::kInt64).to(m_device), weights = torch::rand({300}).to(m_device);
                compare({rounded({300, 24}), random({vocabulary, 24})},
                        [&](const auto &in) { return std::vector<Tensor>{card::linearCrossEntropy(in[0], in[1], targets, weights, smoothing)}; },
                        [&](const auto &in) { return std::vector<Tensor>{linearCrossEntropy(Execution::Composed, in[0], in[1], targets, weights, smoothing)}; }, 0.02);
            }
        }
    }

    void aKernelThatFailsIsTheCardsFault_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("processor") << "cpu";
    }

    void aKernelThatFailsIsTheCardsFault()
    {
        interlinear_training_cuda_table table = cuda::processorKernels();
        table.gatedActivation = [](const cuda::GatedActivation *) { return 700; };
        const cuda::KernelsOnProcessor replaced(table);
        QVERIFY_EXCEPTION_THROWN(card::gatedActivation(torch::ones({2, 32}, torch::kBFloat16)), c10::AcceleratorError);
    }

    void wholeModelAgrees_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("stage");
        QTest::addColumn<int>("topK");
        QTest::addColumn<int>("feature");
        QTest::addColumn<int>("headSize");
        for (const char *place : {"cpu", "cuda"}) {
            const auto row = [&](const char *name) -> QTestData & { return QTest::newRow(qPrintable(QString("%1, %2").arg(name, place))) << QString(place); };
            row("dense") << 0 << 1 << 0 << 8;
            row("LM experts") << 1 << 1 << static_cast<int>(interlinear::mixmoe::FourierMode::RealFft) << 8;
            row("both groups") << 2 << 1 << static_cast<int>(interlinear::mixmoe::FourierMode::RealFft) << 8;
            row("two experts a token") << 2 << 2 << static_cast<int>(interlinear::mixmoe::FourierMode::Dct2) << 8;
            row("magnitude") << 2 << 1 << static_cast<int>(interlinear::mixmoe::FourierMode::Magnitude) << 8;
            row("no feature") << 2 << 1 << static_cast<int>(interlinear::mixmoe::FourierMode::None) << 8;
            row("short sequences with heads of 32") << 2 << 1 << static_cast<int>(interlinear::mixmoe::FourierMode::RealFft) << 32;
        }
    }

    void wholeModelAgrees()
    {
        QFETCH(int, stage);
        QFETCH(int, topK);
        QFETCH(int, feature);
        QFETCH(int, headSize);
        interlinear::mixmoe::ModelConfig config = tinyConfig(static_cast<interlinear::mixmoe::Stage>(stage));
        config.headSize = headSize;   // 8: whatever is not 32 or 64 goes another way
        config.moe.topK = topK;
        config.moe.fourierMode = static_cast<interlinear::mixmoe::FourierMode>(feature);
        MixMoeModel model = randomModel(config, 9);
        model->to(m_device);
        const Packed onHost = randomInputs(config, {4, 20, 1, 13, 7}, 3);
        const Packed batch(onHost.tokensOnHost, onHost.offsets, m_device);
        model->setExecution(Execution::Composed);
        const PinnedRoutes routes = routesOf(model->forward(batch).routers);   // a choice that rounding tips over would hide everything else
        const auto gradients = [&](Execution execution) {
            model->setExecution(execution);
            model->zero_grad();
            const Forward forward = model->forward(batch, routes);
            Tensor loss = linearCrossEntropy(execution, forward.hidden, model->embedding(), batch.tokens, torch::ones({batch.tokens.size(0)}).to(m_device), 0.1);
            for (const auto &layer : forward.routers) {
                for (const RouterOutput &router : layer)
                    loss = loss + loadBalance(router);
            }
            loss.backward();
            std::map<std::string, Tensor> result;
            for (const auto &item : model->named_parameters())
                result[item.key()] = item.value().grad().defined() ? item.value().grad().clone() : torch::zeros_like(item.value());
            return result;
        };
        const auto composed = gradients(Execution::Composed), own = gradients(Execution::Card);
        for (const auto &[name, gradient] : composed)
            QVERIFY2((own.at(name) - gradient).norm().item<double>() <= 0.05 * gradient.norm().item<double>() + 1e-6, name.c_str());
    }

    void aStageLearnsAsWell_data() { places(); }
    void aStageLearnsAsWell()
    {
        interlinear::mixmoe::ModelConfig config = tinyConfig(interlinear::mixmoe::Stage::MixMoe);
        config.headSize = 8;
        StageRecipe recipe = tinyStage(Trains::Everything, 120);
        recipe.optimiser = OptimiserKind::Muon;
        const auto lossAfter = [&](Execution execution, const torch::Device &device) {
            torch::manual_seed(2);
            MixMoeModel model(config);
            model->to(device);
            model->setExecution(execution);
            StageRun run = tinyRun(model, recipe);
            double loss = 0;
            while (!run.finished())
                loss = run.step()->loss;
            return loss;
        };
        const double exact = lossAfter(Execution::Fused, torch::kCPU), own = lossAfter(Execution::Card, m_device);
        QVERIFY2(exact < 3.2 && std::abs(own - exact) < 0.05 * exact, qPrintable(QString("%1 in fp32, %2 in bf16").arg(exact).arg(own)));
    }
};

QTEST_GUILESS_MAIN(TestCardOperations)
#include "tst_card_operations.moc"
