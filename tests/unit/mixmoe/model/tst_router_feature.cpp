// The router's Fourier feature and its folding, against the golden vectors of the specification and against the definition.
#include "engine/mixmoe/model/router_feature.h"

#include <QTest>

#include <cmath>
#include <numbers>
#include <numbers>
#include <random>

using namespace interlinear::mixmoe;

namespace {

std::vector<float> byDefinition(const std::vector<float> &in)
{
    const std::size_t d = in.size();
    std::vector<float> out(d);
    for (std::size_t k = 0; k < d; ++k) {
        double sum = 0;
        for (std::size_t n = 0; n < d; ++n)
            sum += in[n] * std::cos(2 * std::numbers::pi * static_cast<double>(k * n % d) / static_cast<double>(d));
        out[k] = static_cast<float>(sum);
    }
    return out;
}

std::vector<float> randomSignal(std::size_t size, std::mt19937 &random)
{
    std::normal_distribution<float> normal;
    std::vector<float> signal(size);
    for (float &value : signal)
        value = normal(random);
    return signal;
}

bool nearlyEqual(const std::vector<float> &a, const std::vector<float> &b, float tolerance)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [&](float x, float y) { return std::abs(x - y) <= tolerance; });
}

}  // namespace

class TestRouterFeature : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void binsAndTheirMirrors()
    {
        QCOMPARE(spectrumBins(FourierMode::RealFft, 8), 5);
        QCOMPARE(spectrumBins(FourierMode::RealFftOrtho, 7), 4);
        QCOMPARE(spectrumBins(FourierMode::Magnitude, 7), 4);
        QCOMPARE(spectrumBins(FourierMode::Dct2, 7), 7);
        QCOMPARE(spectrumBins(FourierMode::None, 8), 0);
        QCOMPARE(spectrumBins(FourierMode::Random, 8), 0);
        const auto scaled = [](FourierMode mode, std::size_t d, int first, int last) {
            std::vector<float> values(d, 1);
            scaleBins(mode, values, first, last, 0);
            return values;
        };
        QCOMPARE(scaled(FourierMode::RealFft, 8, 0, 1), (std::vector<float>{0, 0, 1, 1, 1, 1, 1, 0}));
        QCOMPARE(scaled(FourierMode::RealFft, 8, 4, 4), (std::vector<float>{1, 1, 1, 1, 0, 1, 1, 1}));
        QCOMPARE(scaled(FourierMode::RealFft, 7, 2, 3), (std::vector<float>{1, 1, 0, 0, 0, 0, 1}));
        QCOMPARE(scaled(FourierMode::Dct2, 5, 1, 2), (std::vector<float>{1, 0, 0, 1, 1}));
    }

    void goldenVectors()
    {
        const std::vector<std::pair<std::vector<float>, std::vector<float>>> rows{
            {{1, 2, 3, 4}, {10, -2, -2, -2}},
            {{1, 2, 3, 4, 5}, {15, -2.5F, -2.5F, -2.5F, -2.5F}},
            {{1, 0, 2, 0, -1, 3, 0.5F, -2}, {3.5F, -1.535534F, -2.5F, 5.535534F, 1.5F, 5.535534F, -2.5F, -1.535534F}},
        };
        for (const auto &[in, expected] : rows) {
            std::vector<float> out(in.size());
            realFourier(in, out);
            QVERIFY(nearlyEqual(out, expected, 1e-5F));
        }
    }

    void equalsTheDefinitionAndIsEven()
    {
        std::mt19937 random(7);
        for (const std::size_t d : {1U, 2U, 3U, 8U, 15U, 64U, 192U, 255U}) {
            const std::vector<float> in = randomSignal(d, random);
            std::vector<float> out(d);
            realFourier(in, out);
            QVERIFY(nearlyEqual(out, byDefinition(in), 1e-4F));
            for (std::size_t k = 1; k < d; ++k)
                QCOMPARE(out[k], out[d - k]);
        }
    }

    void foldedRouterGivesTheSameLogits_data()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("real part of the FFT") << static_cast<int>(FourierMode::RealFft);
        QTest::newRow("ortho") << static_cast<int>(FourierMode::RealFftOrtho);
        QTest::newRow("cosine transform") << static_cast<int>(FourierMode::Dct2);
        QTest::newRow("random projection") << static_cast<int>(FourierMode::Random);
    }

    void foldedRouterGivesTheSameLogits()
    {
        QFETCH(int, mode);
        const auto fourier = static_cast<FourierMode>(mode);
        std::mt19937 random(11);
        const int n = 4, d = 48;
        const std::vector<float> weight = randomSignal(static_cast<std::size_t>(n) * 2 * d, random);
        const std::vector<float> folded = foldRouter(fourier, weight, n, d);
        const std::vector<float> h = randomSignal(d, random);
        std::vector<float> f(d);
        routerFeature(fourier, h, f);
        for (std::size_t row = 0; row < n; ++row) {
            double live = 0, fast = 0;
            for (std::size_t i = 0; i < d; ++i) {
                live += weight[row * 2 * d + i] * h[i] + weight[row * 2 * d + d + i] * f[i];
                fast += folded[row * d + i] * h[i];
            }
            QVERIFY2(std::abs(live - fast) <= 1e-4 * std::max(1.0, std::abs(live)), qPrintable(QString("%1 against %2").arg(live).arg(fast)));
        }
    }

    void controlsAreAsLargeAsTheFeature()
    {
        std::mt19937 random(13);
        const std::size_t d = 256;
        const auto sizeOf = [&](FourierMode mode) {
            double sum = 0;
            for (int i = 0; i < 20; ++i) {
                const std::vector<float> h = randomSignal(d, random);
                std::vector<float> f(d);
                routerFeature(mode, h, f);
                for (const float value : f)
                    sum += static_cast<double>(value) * static_cast<double>(value);
            }
            return std::sqrt(sum);
        };
        const double feature = sizeOf(FourierMode::RealFft);
        QVERIFY(std::abs(sizeOf(FourierMode::Dct2) / feature - 1) < 0.1);
        QVERIFY(std::abs(sizeOf(FourierMode::Random) / feature - 1) < 0.1);
        QVERIFY(std::abs(sizeOf(FourierMode::RealFftOrtho) / feature * 16 - 1) < 0.1);
        QVERIFY(std::abs(sizeOf(FourierMode::Magnitude) / feature / std::numbers::sqrt2 - 1) < 0.1);
    }
};

QTEST_GUILESS_MAIN(TestRouterFeature)
#include "tst_router_feature.moc"
