// Confidence: the fit against known weights and against its own likelihood, the figures against slow ones.
#include "engine/mixmoe/eval/reliability.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace interlinear::mixmoe;

namespace {

// Lines as good as this calibration says.
std::vector<JudgedLine> drawnLines(const Calibration &truth, std::size_t count, unsigned seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> unit(0, 1);
    std::vector<JudgedLine> lines;
    for (std::size_t i = 0; i < count; ++i) {
        const float mean = -2 * unit(random);
        const ConfidenceFeatures features{mean, mean - 3 * unit(random), std::floor(30 * unit(random)), unit(random) < 0.2F ? 1.0F : 0.0F};
        lines.push_back({features, unit(random) < truth.probability(features)});
    }
    return lines;
}

const Calibration truth{.bias = 1.5F, .weights = {2, 0.5F, -0.4F, -1}};

double penalisedLikelihood(const Calibration &calibration, const std::vector<JudgedLine> &lines)
{
    double sum = 0;
    std::array<double, confidenceTerms> mean{}, square{};
    for (const JudgedLine &line : lines) {
        const auto p = static_cast<double>(calibration.probability(line.features));
        sum += std::log(line.good ? p : 1 - p);
        for (std::size_t i = 0; i < confidenceTerms; ++i) {
            const auto term = static_cast<double>(termsOf(line.features)[i]);
            mean[i] += term / static_cast<double>(lines.size());
            square[i] += term * term / static_cast<double>(lines.size());
        }
    }
    for (std::size_t i = 0; i < confidenceTerms; ++i)
        sum -= std::pow(static_cast<double>(calibration.weights[i]), 2) * (square[i] - mean[i] * mean[i]) / 2;
    return sum;
}

double slowArea(const std::vector<Judgement> &judgements)
{
    double higher = 0, pairs = 0;
    for (const Judgement &good : judgements) {
        for (const Judgement &other : judgements) {
            if (!good.good || other.good)
                continue;
            ++pairs;
            higher += good.confidence > other.confidence ? 1 : good.confidence == other.confidence ? 0.5 : 0;
        }
    }
    return higher / pairs;
}

}  // namespace

class TestReliability : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knownWeightsAreFound()
    {
        const Calibration fitted = fitCalibration(drawnLines(truth, 40000, 1), {.from = "en", .to = "de", .goodChrf = 55});
        QCOMPARE(fitted.from, std::string("en"));
        QCOMPARE(fitted.goodChrf, 55.0F);
        QVERIFY(std::abs(fitted.bias - truth.bias) < 0.2F);
        for (std::size_t i = 0; i < confidenceTerms; ++i)
            QVERIFY2(std::abs(fitted.weights[i] - truth.weights[i]) < 0.15F, qPrintable(QString::number(fitted.weights[i])));
    }

    void noWeightsNearbyAreMoreLikely()
    {
        for (unsigned seed = 1; seed <= 10; ++seed) {
            const auto lines = drawnLines(truth, 300, seed);
            const Calibration best = fitCalibration(lines, {});
            const double likelihood = penalisedLikelihood(best, lines);
            for (std::size_t i = 0; i < confidenceTerms; ++i) {
                for (const float step : {-0.1F, 0.1F}) {
                    Calibration other = best;
                    other.weights[i] += step;
                    QVERIFY(penalisedLikelihood(other, lines) < likelihood);
                }
            }
        }
    }

    void linesOfOneKindGiveFiniteWeights()
    {
        for (const bool good : {false, true}) {
            std::vector<JudgedLine> lines(50, {{-1, -2, 7, 0}, good});
            const Calibration fitted = fitCalibration(lines, {});
            for (const float weight : fitted.weights)
                QCOMPARE(weight, 0.0F);
            const float p = fitted.probability({-1, -2, 7, 0});
            QVERIFY(good ? p > 0.95F && p < 1 : p < 0.05F && p > 0);
        }
        QCOMPARE(fitCalibration({}, {}).probability({-1, -2, 7, 0}), 0.5F);
    }

    void separableLinesGiveFiniteWeights()
    {
        std::vector<JudgedLine> lines;
        for (int i = 0; i < 100; ++i)
            lines.push_back({{static_cast<float>(-i) / 50, -3, 7, 0}, i < 50});
        const Calibration fitted = fitCalibration(lines, {});
        QVERIFY(std::isfinite(fitted.bias) && fitted.weights[0] > 1);
        QCOMPARE(reliabilityOf(judgedBy(fitted, lines)).areaUnderCurve, 1.0);
    }

    void aLineHasNoSayInItsOwnFold()
    {
        auto lines = drawnLines(truth, 60, 3);
        const auto before = crossValidated(lines, 10);
        lines[14].good = !lines[14].good;
        const auto after = crossValidated(lines, 10);
        int changed = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (i % 10 == 4)
                QCOMPARE(after[i].confidence, before[i].confidence);
            changed += after[i].confidence != before[i].confidence ? 1 : 0;
        }
        QVERIFY(changed > 40);
        QCOMPARE(after[14].good, lines[14].good);
    }

    void figuresAgreeWithSlowOnes()
    {
        std::mt19937 random(5);
        std::vector<Judgement> judgements;
        for (int i = 0; i < 400; ++i) {
            const float confidence = static_cast<float>(random() % 21) / 20;
            judgements.push_back({confidence, static_cast<float>(random() % 100) < 100 * confidence});
        }
        const Reliability reliability = reliabilityOf(judgements);
        QVERIFY(std::abs(reliability.areaUnderCurve - slowArea(judgements)) < 1e-12);
        double error = 0, brier = 0;
        std::size_t counted = 0;
        for (const ReliabilityBin &bin : reliability.bins) {
            counted += bin.count;
            error += std::abs(bin.confidence - bin.good) * static_cast<double>(bin.count) / 400;
            QVERIFY(bin.count == 0 || (bin.confidence >= bin.low - 1e-6 && bin.confidence <= bin.high + 1e-6));
        }
        for (const Judgement &judgement : judgements)
            brier += std::pow(static_cast<double>(judgement.confidence) - (judgement.good ? 1 : 0), 2) / 400;
        QCOMPARE(counted, 400U);
        QVERIFY(std::abs(reliability.calibrationError - error) < 1e-9);
        QVERIFY(std::abs(reliability.brier - brier) < 1e-9);
    }

    void aKnownDiagram()
    {
        // Two texts called 0.25, one of them good; two called 1, both good.
        const Reliability reliability = reliabilityOf(std::vector<Judgement>{{0.25F, true}, {0.25F, false}, {1, true}, {1, true}});
        QCOMPARE(reliability.bins[2].count, 2U);
        QCOMPARE(reliability.bins[9].count, 2U);
        QCOMPARE(reliability.calibrationError, 0.125);
        QCOMPARE(reliability.good, 0.75);
        QCOMPARE(reliability.areaUnderCurve, 2.5 / 3);
        QCOMPARE(reliabilityOf({}).calibrationError, 0.0);
    }

    void goodIsASentenceChrf()
    {
        QVERIFY(isGood("Guten Morgen.", "Guten Morgen.", 100));
        QVERIFY(!isGood("Gute Nacht.", "Guten Morgen.", 60));
        QVERIFY(isGood("Gute Nacht.", "Guten Morgen.", 10));
    }
};

QTEST_GUILESS_MAIN(TestReliability)
#include "tst_reliability.moc"
