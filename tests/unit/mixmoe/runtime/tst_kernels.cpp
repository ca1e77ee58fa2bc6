// The panel kernel and the pool of the CPU runtime, against plain loops.
#include "engine/mixmoe/runtime/cpu/packed_matrix.h"
#include "engine/mixmoe/runtime/cpu/thread_pool.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <random>

using namespace interlinear::mixmoe;

namespace {

std::vector<float> drawn(std::size_t count, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<float> values(count);
    for (float &value : values)
        value = static_cast<float>(random()) / 2147483648.0F - 1.0F;
    return values;
}

Table tableOf(const std::vector<float> &values, std::size_t rows, std::size_t columns)
{
    Table table;
    table.resize(rows, columns);
    for (std::size_t row = 0; row < rows; ++row)
        std::copy_n(values.data() + row * columns, columns, table.row(row));
    return table;
}

std::vector<InstructionSet> supported()
{
    std::vector<InstructionSet> sets;
    for (const InstructionSet set : {InstructionSet::Portable, InstructionSet::Avx2, InstructionSet::Avx512}) {
        if (isSupported(set))
            sets.push_back(set);
    }
    return sets;
}

}  // namespace

class KernelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void productMatchesPlainLoops_data();
    void productMatchesPlainLoops();
    void rowsDoNotDependOnTheirNeighbours();
    void poolRunsEveryChunkOnce();
};

void KernelTest::productMatchesPlainLoops_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("depth");
    QTest::addColumn<int>("outputs");
    for (const int rows : {1, 2, 3, 5, 6, 7, 12, 13, 29})
        for (const int depth : {1, 7, 64})
            for (const int outputs : {1, 16, 33, 90})
                QTest::addRow("%d rows, %d deep, %d outputs", rows, depth, outputs) << rows << depth << outputs;
}

void KernelTest::productMatchesPlainLoops()
{
    QFETCH(int, rows);
    QFETCH(int, depth);
    QFETCH(int, outputs);
    const auto rowCount = static_cast<std::size_t>(rows);
    const auto k = static_cast<std::size_t>(depth);
    const auto n = static_cast<std::size_t>(outputs);
    const std::vector<float> first = drawn(n * k, 1);
    const std::vector<float> second = drawn(5 * k, 2);
    const std::vector<float> x = drawn(rowCount * k, 3);
    const PackedMatrix packed({first, second}, k);
    const Table input = tableOf(x, rowCount, k);

    ThreadPool pool(3);
    for (const InstructionSet instructions : supported()) {
        Table out;
        out.resize(rowCount, packed.width());
        for (std::size_t row = 0; row < rowCount; ++row)
            out.row(row)[0] = 10.0F;
        MatrixProduct(instructions, pool).add(packed, input, rowCount, out);
        for (std::size_t row = 0; row < rowCount; ++row) {
            for (std::size_t output = 0; output < n + 5; ++output) {
                const std::vector<float> &part = output < n ? first : second;
                const std::size_t inPart = output < n ? output : output - n;
                double expected = output == 0 ? 10.0 : 0.0;
                for (std::size_t i = 0; i < k; ++i)
                    expected += static_cast<double>(x[row * k + i]) * static_cast<double>(part[inPart * k + i]);
                const std::size_t column = output < n ? output : paddedToPanel(n) + inPart;
                QVERIFY(std::abs(static_cast<double>(out.row(row)[column]) - expected) < 1e-4);
            }
        }
    }
}

void KernelTest::rowsDoNotDependOnTheirNeighbours()
{
    constexpr std::size_t rows = 31, depth = 300, outputs = 200;
    const std::vector<float> x = drawn(rows * depth, 5);
    const PackedMatrix packed({drawn(outputs * depth, 4)}, depth);
    ThreadPool one(1), four(4);
    for (const InstructionSet instructions : supported()) {
        Table together;
        together.resize(rows, packed.width());
        MatrixProduct(instructions, four).add(packed, tableOf(x, rows, depth), rows, together);
        for (std::size_t row = 0; row < rows; ++row) {
            Table alone;
            alone.resize(1, packed.width());
            const std::vector<float> own(x.begin() + static_cast<std::ptrdiff_t>(row * depth), x.begin() + static_cast<std::ptrdiff_t>((row + 1) * depth));
            MatrixProduct(instructions, one).add(packed, tableOf(own, 1, depth), 1, alone);
            QVERIFY(std::equal(alone.row(0), alone.row(0) + outputs, together.row(row)));
        }
    }
}

void KernelTest::poolRunsEveryChunkOnce()
{
    ThreadPool pool(4);
    QCOMPARE(pool.threads(), 4);
    for (std::size_t chunks = 0; chunks < 3000; ++chunks) {
        const std::size_t count = chunks % 37;
        std::vector<std::atomic<int>> runs(count);
        pool.run(count, [&](std::size_t chunk) { ++runs[chunk]; });
        for (const auto &times : runs)
            QCOMPARE(times.load(), 1);
    }
}

QTEST_APPLESS_MAIN(KernelTest)
#include "tst_kernels.moc"
