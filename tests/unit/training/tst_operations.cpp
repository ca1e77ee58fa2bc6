// The fused operations give the values and gradients of those composed of torch's own, over shapes, one-token sequences and grouped heads.
#include "tests/unit/training/tiny_training.h"

#include "engine/training/nn/mixed_precision.h"

#include <QTest>

using namespace interlinear::training;
using torch::Tensor;

namespace {

constexpr double tolerance = 2e-5;

struct Outcome {
    Tensor value;
    std::vector<Tensor> gradients;
};

/// The value, and the gradients by every input of its sum weighted by fixed random numbers.
template <typename Operation>
Outcome run(const std::vector<Tensor> &inputs, Operation operation)
{
    std::vector<Tensor> leaves;
    for (const Tensor &input : inputs)
        leaves.push_back(input.detach().clone().requires_grad_());
    const Tensor value = operation(leaves);
    torch::manual_seed(5);
    (value * torch::randn_like(value)).sum().backward();
    Outcome outcome{value.detach(), {}};
    for (const Tensor &leaf : leaves)
        outcome.gradients.push_back(leaf.grad());
    return outcome;
}

template <typename Operation>
void compare(const std::vector<Tensor> &inputs, Operation operation)
{
    const Outcome composed = run(inputs, [&](const auto &leaves) { return operation(Execution::Composed, leaves); });
    const Outcome fused = run(inputs, [&](const auto &leaves) { return operation(Execution::Fused, leaves); });
    const auto near = [](const Tensor &a, const Tensor &b) { return largestDifference(a, b) <= tolerance * (1 + a.abs().max().item<double>()); };
    QVERIFY(near(composed.value, fused.value));
    for (std::size_t i = 0; i < inputs.size(); ++i)
        QVERIFY2(near(composed.gradients[i], fused.gradients[i]), qPrintable(QString("gradient of input %1").arg(i)));
}

/// Both as a whole: single elements may be all rounding.
bool isNearInBf16(const Tensor &mixed, const Tensor &exact)
{
    return (mixed - exact).norm().item<double>() <= 0.02 * exact.norm().item<double>();
}

Packed sequences(const std::vector<std::int64_t> &lengths)
{
    std::vector<std::vector<std::int64_t>> tokens;
    for (const std::int64_t length : lengths)
        tokens.emplace_back(static_cast<std::size_t>(length), 1);
    return packed(tokens);
}

}  // namespace

class TestOperations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(11); }

    void rmsNormAgrees()
    {
        for (const auto &[rows, width] : std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 7}, {130, 24}, {200, 256}}) {
            compare({torch::randn({rows, width}) * 3, torch::randn({width})},
                    [](Execution execution, const auto &in) { return rmsNorm(execution, in[0], in[1], 1e-5); });
        }
    }

    void embeddingRowsAgreeAlsoWhereTheyRepeat()
    {
        const Tensor tokens = torch::randint(7, {60}, torch::kInt64), projected = torch::randn({4, 9});
        compare({torch::randn({11, 9})}, [&](Execution execution, const auto &in) {
            return torch::cat({embeddingRows(execution, in[0], tokens).flatten(), torch::linear(projected, in[0]).flatten()});   // as input and output of a model
        });
    }

    void gatedActivationAgreesAlsoFarFromZero()
    {
        compare({torch::linspace(-90, 90, 1003).view({17, 59}), torch::randn({17, 59})},
                [](Execution execution, const auto &in) { return gatedActivation(execution, in[0], in[1]); });
    }

    void attentionAgrees_data()
    {
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("kvHeads");
        QTest::addColumn<int>("headSize");
        QTest::newRow("every head its own") << 4 << 4 << 32;
        QTest::newRow("grouped") << 6 << 2 << 16;
        QTest::newRow("one kv head, odd size") << 3 << 1 << 10;
        QTest::newRow("wide") << 2 << 2 << 80;
    }

    void attentionAgrees()
    {
        QFETCH(int, heads);
        QFETCH(int, kvHeads);
        QFETCH(int, headSize);
        const Packed batch = sequences({1, 19, 64, 2, 1, 33});
        const AttentionShape shape{heads, kvHeads, headSize, 10000};
        compare({torch::randn({120, heads * headSize}), torch::randn({120, kvHeads * headSize}), torch::randn({120, kvHeads * headSize})},
                [&](Execution execution, const auto &in) { return attention(execution, in[0], in[1], in[2], shape, batch); });
    }

    void crossEntropyAgrees_data()
    {
        QTest::addColumn<double>("smoothing");
        QTest::newRow("plain") << 0.0;
        QTest::newRow("smoothed") << 0.1;
    }

    void crossEntropyAgrees()
    {
        QFETCH(double, smoothing);
        const Tensor targets = torch::randint(90, {600}, torch::kInt64), weights = torch::rand({600});
        const auto loss = [&](Execution execution, const auto &in) { return linearCrossEntropy(execution, in[0], in[1], targets, weights, smoothing); };
        compare({torch::randn({600, 24}), torch::randn({90, 24})}, loss);
        const torch::NoGradGuard noGrad;
        const std::vector<Tensor> in{torch::randn({600, 24}), torch::randn({90, 24})};
        QVERIFY(std::abs(loss(Execution::Composed, in).template item<double>() - loss(Execution::Fused, in).template item<double>()) < 1e-2);
    }

    void groupedLinearIsOneLinearAGroup()
    {
        const Tensor counts = torch::tensor({3, 0, 8, 1}, torch::kLong);
        const std::vector<Tensor> inputs{torch::randn({12, 16}), torch::randn({4, 8, 16})};
        const Outcome grouped = run(inputs, [&](const auto &in) { return groupedLinear(Execution::Fused, in[0], in[1], counts); });
        const Outcome mixed = run(inputs, [&](const auto &in) { return groupedLinear(Execution::Autocast, in[0], in[1], counts).to(torch::kFloat32); });
        const Outcome single = run(inputs, [&](const auto &in) {
            return torch::cat({torch::linear(in[0].slice(0, 0, 3), in[1][0]), torch::linear(in[0].slice(0, 3, 11), in[1][2]), torch::linear(in[0].slice(0, 11, 12), in[1][3])});
        });
        QVERIFY(largestDifference(grouped.value, single.value) < tolerance);
        QVERIFY(largestDifference(grouped.gradients[0], single.gradients[0]) < tolerance);
        QVERIFY(largestDifference(grouped.gradients[1], single.gradients[1]) < tolerance);
        QVERIFY(isNearInBf16(mixed.value, single.value));
        QVERIFY(isNearInBf16(mixed.gradients[0], single.gradients[0]) && isNearInBf16(mixed.gradients[1], single.gradients[1]));
    }

    void crossEntropyInBf16Agrees()
    {
        const Tensor targets = torch::randint(50, {20}, torch::kInt64), weights = torch::rand({20});
        const std::vector<Tensor> inputs{torch::randn({20, 16}), torch::randn({50, 16})};
        const auto with = [&](Execution execution) {
            return run(inputs, [&](const auto &in) { return linearCrossEntropy(execution, in[0], in[1], targets, weights, 0.1); });
        };
        const Outcome composed = with(Execution::Composed), mixed = with(Execution::Autocast);
        QVERIFY(isNearInBf16(mixed.value, composed.value));
        QVERIFY(isNearInBf16(mixed.gradients[0], composed.gradients[0]) && isNearInBf16(mixed.gradients[1], composed.gradients[1]));
    }

    void permutedRowsComeBack()
    {
        const Tensor order = torch::randperm(40), inverse = torch::argsort(order), x = torch::randn({40, 6});
        QVERIFY(torch::equal(permuteRows(permuteRows(x, order, inverse), inverse, order), x));
        const Outcome outcome = run({x}, [&](const auto &in) { return permuteRows(in[0], order, inverse); });
        const Outcome selected = run({x}, [&](const auto &in) { return in[0].index_select(0, order); });
        QVERIFY(torch::equal(outcome.gradients[0], selected.gradients[0]));
    }

    void wholeModelAgrees_data()
    {
        QTest::addColumn<int>("stage");
        QTest::newRow("dense") << 0;
        QTest::newRow("LM experts") << 1;
        QTest::newRow("both groups") << 2;
    }

    void wholeModelAgrees()
    {
        QFETCH(int, stage);
        MixMoeModel model = randomModel(tinyConfig(static_cast<interlinear::mixmoe::Stage>(stage)), 9);
        const Packed batch = randomInputs(model->config(), {4, 20, 1, 13, 7}, 3);
        const PinnedRoutes routes = routesOf(model->forward(batch).routers);   // a choice that rounding tips over would hide everything else
        const auto gradients = [&](Execution execution) {
            model->setExecution(execution);
            model->zero_grad();
            const AutocastScope scope(execution, torch::kCPU);
            const Forward forward = model->forward(batch, routes);
            linearCrossEntropy(execution, forward.hidden, model->embedding(), batch.tokens, torch::ones({batch.tokens.size(0)}), 0.1).backward();
            std::map<std::string, Tensor> result;
            for (const auto &item : model->named_parameters())
                result[item.key()] = item.value().grad().defined() ? item.value().grad().clone() : torch::zeros_like(item.value());
            return result;
        };
        const auto composed = gradients(Execution::Composed), fused = gradients(Execution::Fused), mixed = gradients(Execution::Autocast);
        for (const auto &[name, gradient] : composed) {
            QVERIFY2((mixed.at(name) - gradient).norm().item<double>() <= 0.05 * gradient.norm().item<double>() + 1e-6, name.c_str());
            QVERIFY2(largestDifference(gradient, fused.at(name)) <= 1e-3 * (1e-3 + gradient.abs().max().item<double>()), name.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestOperations)
#include "tst_operations.moc"
