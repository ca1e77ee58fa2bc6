// Batches: nothing lost, nothing invented, the same order for the same seed, and skipping equals drawing.
#include "engine/training/data/examples.h"

#include <QTest>

#include <map>

using namespace interlinear::training;

namespace {

// Example i of a source is "tag, i, i, …" so that a batch's rows tell where they came from.
ExampleSource madeUpSource(int tag, int count, float promptWeight)
{
    ExampleSource source;
    source.promptWeight = promptWeight;
    for (int i = 0; i < count; ++i) {
        const auto length = static_cast<std::uint32_t>(3 + (i * 7) % 20);
        source.examples.push_back({source.tokens.size(), length, 2});
        source.tokens.push_back(tag);
        source.tokens.insert(source.tokens.end(), length - 1, 100 + i);
    }
    return source;
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
        std::map<int, int> rowsOf;
        for (int round = 0; round < 400; ++round) {
            const Batch batch = sampler.next();
            QVERIFY(batch.rows * batch.width <= 256);
            std::int64_t real = 0;
            for (std::int64_t row = 0; row < batch.rows; ++row) {
                const auto at = static_cast<std::size_t>(row * batch.width);
                const bool first = batch.inputs[at] == 1;
                const ExampleSource &source = first ? m_first : m_second;
                const auto &example = source.examples[static_cast<std::size_t>(batch.targets[at] - 100)];
                ++rowsOf[static_cast<int>(batch.inputs[at])];
                for (std::int64_t i = 0; i < batch.width; ++i) {
                    const auto place = at + static_cast<std::size_t>(i);
                    const bool inside = i + 1 < example.length;
                    QCOMPARE(batch.real[place] != 0, inside);
                    QCOMPARE(batch.weights[place], !inside ? 0.0F : i + 1 >= 2 ? 1.0F : source.promptWeight);
                    if (inside)
                        QCOMPARE(batch.inputs[place + 1 < at + static_cast<std::size_t>(batch.width) && i + 2 < example.length ? place + 1 : place],
                                 i + 2 < example.length ? batch.targets[place] : batch.inputs[place]);
                    real += inside;
                }
            }
            QCOMPARE(batch.realTokens, real);
        }
        const double share = static_cast<double>(rowsOf[1]) / (rowsOf[1] + rowsOf[2]);
        QVERIFY2(share > 0.70 && share < 0.80, qPrintable(QString::number(share)));
    }

    void everyExampleOfAPassComesOnce()
    {
        BatchSampler sampler({&m_first}, {1}, 64, 4);
        std::map<std::int64_t, int> seen;
        int rows = 0;
        while (rows < 3000) {
            const Batch batch = sampler.next();
            for (std::int64_t row = 0; row < batch.rows; ++row, ++rows)
                ++seen[batch.targets[static_cast<std::size_t>(row * batch.width)]];
        }
        QCOMPARE(static_cast<int>(seen.size()), 300);
        for (const auto &[example, count] : seen)
            QVERIFY2(count >= 6 && count <= 14, qPrintable(QString("example %1 came %2 times in 10 passes").arg(example).arg(count)));
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
