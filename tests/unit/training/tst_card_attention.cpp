// Attention as the card's warps have it, lane by lane on the processor, gives the values and gradients of plain loops.
#include "engine/training/cuda/attention.cuh"
#include "engine/training/cuda/processor_attention.h"
#include "tests/unit/training/emulated_warp.h"

#include <QTest>

#include <cmath>
#include <random>
#include <vector>

using namespace interlinear::training;
using namespace interlinear::training::cuda;

namespace {

/// Arrays for both kinds of arguments.
struct Exercise {
    std::vector<std::int32_t> starts{0};
    std::int32_t heads, kvHeads, size;
    std::vector<Bf16> qkv, gradOut, out, gradQkv;
    std::vector<float> cosine, sine, logs, dots;

    Exercise(const std::vector<std::int32_t> &lengths, std::int32_t headCount, std::int32_t kvHeadCount, std::int32_t headSize) : heads(headCount), kvHeads(kvHeadCount), size(headSize)
    {
        for (const std::int32_t length : lengths)
            starts.push_back(starts.back() + length);
        std::mt19937 random(3);
        std::normal_distribution<float> normal;
        const auto fill = [&](std::vector<Bf16> &values, std::int32_t width) {
            values.resize(static_cast<std::size_t>(starts.back() * width));
            for (Bf16 &value : values)
                value = toBf16(normal(random));
        };
        fill(qkv, (heads + 2 * kvHeads) * size);
        fill(gradOut, heads * size);
        for (int position = 0; position < 64; ++position) {
            for (int c = 0; c < size / 2; ++c) {
                const double angle = position * std::pow(10000.0, -2.0 * c / size);
                cosine.push_back(static_cast<float>(std::cos(angle)));
                sine.push_back(static_cast<float>(std::sin(angle)));
            }
        }
        out.resize(gradOut.size());
        gradQkv.resize(qkv.size());
        logs.resize(static_cast<std::size_t>(starts.back() * heads));
        dots.resize(logs.size());
    }

    std::int64_t sequences() const { return static_cast<std::int64_t>(starts.size()) - 1; }
    Attention forward() { return {qkv.data(), starts.data(), cosine.data(), sine.data(), out.data(), logs.data(), sequences(), heads, kvHeads, size}; }
    AttentionGradient backward()
    {
        return {gradOut.data(), qkv.data(), out.data(), logs.data(), starts.data(), cosine.data(), sine.data(), gradQkv.data(), dots.data(), sequences(), heads, kvHeads, size};
    }
};

template <int size>
void runOnWarps(Exercise &exercise)
{
    alignas(16) static Bf16 tiles[4 * tileValues<size>];
    const Attention forward = exercise.forward();
    const AttentionGradient backward = exercise.backward();
    for (std::int64_t sequence = 0; sequence < exercise.sequences(); ++sequence) {
        for (std::int32_t head = 0; head < exercise.heads; ++head)
            runWarp([&] { attendHead<size>(forward, sequence, head, tiles); });
        for (std::int32_t kvHead = 0; kvHead < exercise.kvHeads; ++kvHead)
            runWarp([&] { attendGradient<size>(backward, sequence, kvHead, tiles); });
    }
}

double distance(const std::vector<Bf16> &a, const std::vector<Bf16> &b)
{
    double difference = 0, norm = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference += std::pow(static_cast<double>(toFloat(a[i]) - toFloat(b[i])), 2);
        norm += std::pow(static_cast<double>(toFloat(b[i])), 2);
    }
    return std::sqrt(difference / norm);
}

}  // namespace

class TestCardAttention : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void warpsAgreeWithLoops_data()
    {
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("kvHeads");
        QTest::addColumn<int>("size");
        QTest::newRow("heads of 64") << 2 << 2 << 64;
        QTest::newRow("heads of 32, grouped") << 4 << 2 << 32;
    }

    void warpsAgreeWithLoops()
    {
        QFETCH(int, heads);
        QFETCH(int, kvHeads);
        QFETCH(int, size);
        Exercise expected({1, 16, 50, 2, 33, 15}, heads, kvHeads, size), actual = expected;
        const Attention forward = expected.forward();
        const AttentionGradient backward = expected.backward();
        attendOnProcessor(&forward);
        attendGradientOnProcessor(&backward);
        size == 32 ? runOnWarps<32>(actual) : runOnWarps<64>(actual);
        QVERIFY2(distance(actual.out, expected.out) < 0.01, qPrintable(QString::number(distance(actual.out, expected.out))));
        for (std::size_t i = 0; i < expected.logs.size(); ++i)
            QVERIFY(std::abs(actual.logs[i] - expected.logs[i]) < 1e-3F);
        QVERIFY2(distance(actual.gradQkv, expected.gradQkv) < 0.01, qPrintable(QString::number(distance(actual.gradQkv, expected.gradQkv))));
    }
};

QTEST_GUILESS_MAIN(TestCardAttention)
#include "tst_card_attention.moc"
