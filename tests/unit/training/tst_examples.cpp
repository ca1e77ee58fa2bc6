// Batches: nothing lost, nothing invented, the same order for the same seed, and skipping equals drawing.
#include "engine/training/data/crossover.h"
#include "engine/training/data/examples.h"

#include <QTest>

#include <map>

using namespace interlinear::training;

namespace {

// Example i of a source is "tag, i, i, …" so that a batch's rows tell where they came from.
ExampleSource madeUpSource(int tag, int count, float promptWeight)
{
    ExampleBuilder builder;
    for (int i = 0; i < count; ++i) {
        std::vector<interlinear::mixmoe::TokenId> tokens(static_cast<std::size_t>(3 + (i * 7) % 20), 100 + i);
        tokens.front() = tag;
        builder.add(tokens, 2);
    }
    return std::move(builder).build(promptWeight);
}

}  // namespace

class TestExamples : public QObject {
    Q_OBJECT

private:
    const ExampleSource m_first = madeUpSource(1, 300, 0.0F), m_second = madeUpSource(2, 40, 0.5F);

private Q_SLOTS:
    void batchesHoldWholeExamples()
    {
        BatchSampler sampler({&m_first, &m_second}, {3, 1}, 256, 9);
        std::map<std::int64_t, int> examplesOf;
        for (int round = 0; round < 400; ++round) {
            const Batch batch = sampler.next();
            const std::size_t size = batch.inputs.size();
            QVERIFY(size > 256 - 22 && size <= 256);
            QVERIFY(batch.targets.size() == size && batch.weights.size() == size && batch.offsets.front() == 0 && batch.offsets.back() == static_cast<std::int64_t>(size));
            for (std::size_t i = 0; i + 1 < batch.offsets.size(); ++i) {
                const auto begin = static_cast<std::size_t>(batch.offsets[i]), end = static_cast<std::size_t>(batch.offsets[i + 1]);
                const ExampleSource &source = batch.inputs[begin] == 1 ? m_first : m_second;
                const auto &example = source.examples[static_cast<std::size_t>(batch.targets[begin] - 100)];
                ++examplesOf[batch.inputs[begin]];
                QCOMPARE(end - begin, static_cast<std::size_t>(example.length - 1));
                for (std::size_t at = begin; at < end; ++at) {
                    QCOMPARE(batch.inputs[at], std::int64_t(source.tokens[example.begin + at - begin]));
                    QCOMPARE(batch.targets[at], std::int64_t(source.tokens[example.begin + at - begin + 1]));
                    QCOMPARE(batch.weights[at], at > begin ? 1.0F : source.promptWeight);
                }
            }
        }
        const double share = static_cast<double>(examplesOf[1]) / (examplesOf[1] + examplesOf[2]);
        QVERIFY2(share > 0.70 && share < 0.80, qPrintable(QString::number(share)));
    }

    void everyExampleOfAPassComesOnce()
    {
        BatchSampler sampler({&m_first}, {1}, 64, 4);
        std::map<std::int64_t, int> seen;
        int examples = 0;
        while (examples < 3000) {
            const Batch batch = sampler.next();
            for (std::size_t i = 0; i + 1 < batch.offsets.size() && examples < 3000; ++i, ++examples)
                ++seen[batch.targets[static_cast<std::size_t>(batch.offsets[i])]];
        }
        QCOMPARE(static_cast<int>(seen.size()), 300);
        for (const auto &[example, count] : seen)
            QVERIFY2(count == 10, qPrintable(QString("example %1 came %2 times in 10 passes").arg(example).arg(count)));
    }

    void aCrossoverReadsEachPositionFromOneOfTwo()
    {
        BatchSampler sampler({&m_first, &m_second}, {1, 1}, 256, 9);
        int kept = 0, crossed = 0;
        for (int round = 0; round < 50; ++round) {
            const Batch plain = sampler.next(), mixed = crossover(plain, static_cast<std::uint64_t>(round));
            QVERIFY(mixed.inputs == plain.inputs && mixed.targets == plain.targets && mixed.offsets == plain.offsets);
            const std::size_t examples = plain.offsets.size() - 1;
            for (std::size_t example = 0; example < examples; ++example) {
                const auto begin = static_cast<std::size_t>(plain.offsets[example]), end = static_cast<std::size_t>(plain.offsets[example + 1]);
                const std::size_t other = (example + 1) % examples, otherBegin = static_cast<std::size_t>(plain.offsets[other]);
                const std::size_t otherLength = static_cast<std::size_t>(plain.offsets[other + 1]) - otherBegin;
                for (std::size_t at = begin; at < end; ++at) {
                    if (at - begin >= otherLength) {
                        QVERIFY(mixed.crossed.kept[at] == 1.0F && mixed.crossed.weights[at] == 0.0F && mixed.weights[at] == plain.weights[at]);
                        continue;
                    }
                    QCOMPARE(mixed.crossed.inputs[at], plain.inputs[otherBegin + at - begin]);
                    QCOMPARE(mixed.crossed.targets[at], plain.targets[otherBegin + at - begin]);
                    if (plain.weights[at] == 1.0F && plain.weights[otherBegin + at - begin] == 1.0F)
                        QVERIFY(std::abs(mixed.weights[at] + mixed.crossed.weights[at] - 1) < 1e-6F);
                    QVERIFY(mixed.weights[at] >= 0.5F * plain.weights[at]);
                    ++(mixed.crossed.kept[at] == 1.0F ? kept : crossed);
                }
            }
        }
        const double share = static_cast<double>(kept) / (kept + crossed);
        QVERIFY2(share > 0.70 && share < 0.80, qPrintable(QString::number(share)));
    }

    void aSegmentInContextFollowsTheOneBefore()
    {
        const Sequence before{.tokens = {1, 2, 10, 2, 20, 0}, .targetBegin = 4}, segment{.tokens = {1, 2, 11, 2, 21, 22, 0}, .targetBegin = 4};
        const Sequence whole = inContext(before, segment);
        QCOMPARE(whole.tokens, (std::vector<interlinear::mixmoe::TokenId>{1, 2, 10, 2, 20, 1, 2, 11, 2, 21, 22, 0}));
        QCOMPARE(whole.targetBegin, std::size_t(9));
    }

    void anExampleLongerThanABatchComesAlone()
    {
        BatchSampler sampler({&m_first}, {1}, 5, 4);
        for (int i = 0; i < 50; ++i) {
            const Batch batch = sampler.next();
            QVERIFY(batch.inputs.size() <= 5 || batch.offsets.size() == 2);
        }
    }

    void skippingEqualsDrawing()
    {
        BatchSampler drawn({&m_first, &m_second}, {3, 1}, 128, 21), skipped({&m_first, &m_second}, {3, 1}, 128, 21);
        for (int i = 0; i < 137; ++i)
            drawn.next();
        skipped.skip(137);
        for (int i = 0; i < 20; ++i)
            QVERIFY(drawn.next().inputs == skipped.next().inputs);
    }
};

QTEST_GUILESS_MAIN(TestExamples)
#include "tst_examples.moc"
