// How often sources are drawn: by temperature, by domain, annealed over the run, short examples first; and always the same for a seed.
#include "engine/training/data/examples.h"
#include "engine/training/data/token_budget.h"

#include <QTest>

#include <cmath>
#include <map>
#include <numeric>

using namespace interlinear::training;

namespace {

/// Example i has i % longest + 2 tokens, all of them 100 + i behind the tag.
ExampleSource madeUpSource(int tag, int count, int longest)
{
    ExampleBuilder builder;
    for (int i = 0; i < count; ++i) {
        std::vector<interlinear::mixmoe::TokenId> tokens(static_cast<std::size_t>(2 + i % (longest - 1)), 100 + i);
        tokens.front() = tag;
        builder.add(tokens, 1);
    }
    return std::move(builder).build(0);
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

std::size_t longestIn(const Batch &batch)
{
    std::int64_t longest = 0;
    for (std::size_t i = 0; i + 1 < batch.offsets.size(); ++i)
        longest = std::max(longest, batch.offsets[i + 1] - batch.offsets[i]);
    return static_cast<std::size_t>(longest + 1);
}

}  // namespace

class TestSampling : public QObject {
    Q_OBJECT

private:
    const ExampleSource m_large = madeUpSource(1, 900, 60), m_small = madeUpSource(2, 100, 60), m_other = madeUpSource(3, 50, 60);

    SamplingPlan plan() const
    {
        return {.sources = {{"large", "a", 3, 900}, {"small", "a", 3, 100}, {"other", "b", 1, 50}}, .temperature = {5, 1, 200}, .longest = {20, 60, 160}};
    }

private Q_SLOTS:
    void aBudgetIsSharedByWeights()
    {
        std::mt19937 random(4);
        for (int round = 0; round < 500; ++round) {
            std::vector<double> tokens(1 + random() % 6), weights(tokens.size());
            for (std::size_t i = 0; i < tokens.size(); ++i) {
                tokens[i] = 1 + static_cast<double>(random() % 1000);
                weights[i] = 1 + static_cast<double>(random() % 9);
            }
            const double all = std::accumulate(tokens.begin(), tokens.end(), 0.0), budget = all * static_cast<double>(random() % 150) / 100;
            const std::vector<double> shares = sharesWithin(budget, tokens, weights);
            double kept = 0, level = 0;   // tokens a weight of those that are cut
            for (std::size_t i = 0; i < shares.size(); ++i) {
                QVERIFY(shares[i] >= 0 && shares[i] <= 1);
                kept += shares[i] * tokens[i];
                if (shares[i] < 1 - 1e-9)
                    level = shares[i] * tokens[i] / weights[i];
            }
            QVERIFY(std::abs(kept - std::min(budget, all)) < 1e-6 * all);
            for (std::size_t i = 0; i < shares.size(); ++i)
                QVERIFY(shares[i] >= 1 - 1e-9 ? budget >= all || tokens[i] / weights[i] <= level + 1e-6 : std::abs(shares[i] * tokens[i] / weights[i] - level) < 1e-6 * all);
        }
    }

    void temperatureEvensSizesOut()
    {
        const std::vector<double> equal{1, 1}, sizes{900, 100};
        const std::vector<double> proportional = temperatureWeights(equal, sizes, 1), warm = temperatureWeights(equal, sizes, 5), hot = temperatureWeights(equal, sizes, 1e9);
        QVERIFY(near(proportional[0], 0.9) && near(proportional[1], 0.1));
        QVERIFY(near(warm[0] / warm[1], std::pow(9.0, 0.2)) && near(warm[0] + warm[1], 1));
        QVERIFY(std::abs(hot[0] - 0.5) < 1e-6);
        const std::vector<double> weighted = temperatureWeights(std::vector<double>{1, 9}, sizes, 1);
        QVERIFY(near(weighted[0], 0.5));
    }

    void domainsKeepTheirSharesWhateverTheTemperature()
    {
        for (const std::int64_t step : {0, 50, 200, 1000}) {
            const std::vector<double> weights = weightsAt(plan(), step);
            QVERIFY(near(weights[0] + weights[1], 0.75) && near(weights[2], 0.25));
        }
        QVERIFY(near(weightsAt(plan(), 200)[0], 0.75 * 0.9));
        QVERIFY(near(weightsAt(plan(), 0)[0] / weightsAt(plan(), 0)[1], std::pow(9.0, 0.2)));
        QVERIFY(near(weightsAt(plan(), 100)[0] / weightsAt(plan(), 100)[1], std::pow(9.0, 1.0 / 3)));
    }

    void shardsDivideTheWeightOfTheirGroup()
    {
        SamplingPlan split = plan();
        split.sources = {{"large", "a", 3, 600}, {"large", "a", 3, 300}, {"small", "a", 3, 100}, {"other", "b", 1, 50}};
        const std::vector<double> whole = weightsAt(plan(), 0), parts = weightsAt(split, 0);
        QVERIFY(near(parts[0] + parts[1], whole[0]) && near(parts[0], 2 * parts[1]) && near(parts[2], whole[1]));
    }

    void drawsFollowTheWeightsOfTheStep()
    {
        SamplingPlan cooling = plan();
        cooling.longest = {0, 0, 0};
        BatchSampler sampler({&m_large, &m_small, &m_other}, cooling, 256, 5);
        const auto shareOfSmall = [&](int batches) {
            std::map<std::int64_t, double> seen;
            for (int i = 0; i < batches; ++i) {
                const Batch batch = sampler.next();
                for (std::size_t example = 0; example + 1 < batch.offsets.size(); ++example)
                    ++seen[batch.inputs[static_cast<std::size_t>(batch.offsets[example])]];
            }
            return seen[2] / (seen[1] + seen[2] + seen[3]);
        };
        const double early = shareOfSmall(40), late = (sampler.skip(200), shareOfSmall(400));
        QVERIFY2(early > 0.22 && early < 0.37, qPrintable(QString::number(early)));
        QVERIFY2(late > 0.05 && late < 0.10, qPrintable(QString::number(late)));
    }

    void longExamplesWaitUntilTheyFit()
    {
        BatchSampler sampler({&m_large, &m_small, &m_other}, plan(), 256, 5);
        for (std::int64_t step = 0; step < 400; ++step) {
            const std::size_t longest = longestIn(sampler.next());
            QVERIFY2(longest <= static_cast<std::size_t>(longestAt(plan(), step)), qPrintable(QString("step %1: %2 tokens").arg(step).arg(longest)));
        }
        QCOMPARE(longestAt(plan(), 0), std::int64_t(20));
        QCOMPARE(longestAt(plan(), 19), std::int64_t(20));
        QCOMPARE(longestAt(plan(), 20), std::int64_t(25));
        QCOMPARE(longestAt(plan(), 160), std::int64_t(60));
    }

    void everyExampleOfAPassComesOnceWithACurriculumToo()
    {
        const SamplingPlan growing{.sources = {{"large", "a", 1, 900}}, .temperature = {}, .longest = {10, 60, 40}};
        BatchSampler sampler({&m_large}, growing, 256, 11);
        std::map<std::int64_t, int> seen;
        int examples = 0;
        for (int step = 0; seen.size() < 900 && step < 2000; ++step) {
            const Batch batch = sampler.next();
            for (std::size_t i = 0; i + 1 < batch.offsets.size(); ++i, ++examples)
                ++seen[batch.targets[static_cast<std::size_t>(batch.offsets[i])]];
        }
        QCOMPARE(seen.size(), std::size_t(900));
        int most = 0;
        for (const auto &[example, count] : seen)
            most = std::max(most, count);
        QVERIFY2(most <= 12, qPrintable(QString("an example came %1 times in %2 draws").arg(most).arg(examples)));
    }

    void aSourceOfLongExamplesOnlyIsDrawnAllTheSame()
    {
        ExampleBuilder builder;
        for (int i = 0; i < 10; ++i)
            builder.add(std::vector<interlinear::mixmoe::TokenId>(static_cast<std::size_t>(40 + i), 7), 1);
        const ExampleSource source = std::move(builder).build(0);
        const SamplingPlan growing{.sources = {{"long", "a", 1, 10}}, .temperature = {}, .longest = {10, 60, 100}};
        BatchSampler sampler({&source}, growing, 100, 1);
        for (int i = 0; i < 20; ++i)
            QCOMPARE(longestIn(sampler.next()), std::size_t(40));
        sampler.skip(200);
        std::size_t longest = 0;
        for (int i = 0; i < 50; ++i)
            longest = std::max(longest, longestIn(sampler.next()));
        QCOMPARE(longest, std::size_t(49));
    }

    void skippingEqualsDrawing()
    {
        for (const int batches : {1, 37, 160, 333}) {
            BatchSampler drawn({&m_large, &m_small, &m_other}, plan(), 128, 21), skipped({&m_large, &m_small, &m_other}, plan(), 128, 21);
            for (int i = 0; i < batches; ++i)
                drawn.next();
            skipped.skip(batches);
            for (int i = 0; i < 30; ++i)
                QVERIFY(drawn.next().inputs == skipped.next().inputs);
        }
    }
};

QTEST_APPLESS_MAIN(TestSampling)
#include "tst_sampling.moc"
