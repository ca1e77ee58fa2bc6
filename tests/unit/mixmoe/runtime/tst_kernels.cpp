// The kernels and the pool of the CPU runtime, against plain loops.
#include "engine/mixmoe/runtime/cpu/packed_matrix.h"
#include "engine/mixmoe/runtime/cpu/thread_pool.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <limits>
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

struct Rounded {
    std::vector<float> scales;
    std::vector<int> integers;
};

/// By the rule of int8_product.h.
Rounded roundedRows(const std::vector<float> &values, std::size_t depth)
{
    Rounded rounded;
    for (std::size_t begin = 0; begin < values.size(); begin += depth) {
        float largest = 0;
        for (std::size_t i = 0; i < depth; ++i)
            largest = std::max(largest, std::abs(values[begin + i]));
        rounded.scales.push_back(largest / 127);
        for (std::size_t i = 0; i < depth; ++i)
            rounded.integers.push_back(static_cast<int>(std::lrint(values[begin + i] * (127 / largest))));
    }
    return rounded;
}

std::vector<InstructionSet> supported()
{
    std::vector<InstructionSet> sets;
    for (const InstructionSet set : {InstructionSet::Portable, InstructionSet::Avx2, InstructionSet::Avx512, InstructionSet::Avx512Vnni}) {
        if (isSupported(set))
            sets.push_back(set);
    }
    return sets;
}

}  // namespace

class KernelTest : public QObject {
    Q_OBJECT

    void compareWithRowsAlone(WeightType type);

private Q_SLOTS:
    void productMatchesPlainLoops_data();
    void productMatchesPlainLoops();
    void int8ProductIsExactInEveryInstructionSet_data();
    void int8ProductIsExactInEveryInstructionSet();
    void fineInputRoundsTheWeightsOnly();
    void aRowThatIsNoNumberStaysNone();
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
    const PackedMatrix packed({first, second}, k, WeightType::Fp32);
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

void KernelTest::int8ProductIsExactInEveryInstructionSet_data()
{
    productMatchesPlainLoops_data();
}

// The integers are summed by plain loops here; what remains is one multiplication by both scales and one addition.
void KernelTest::int8ProductIsExactInEveryInstructionSet()
{
    QFETCH(int, rows);
    QFETCH(int, depth);
    QFETCH(int, outputs);
    const auto rowCount = static_cast<std::size_t>(rows);
    const auto k = static_cast<std::size_t>(depth);
    const auto n = static_cast<std::size_t>(outputs);
    const std::vector<float> weights = drawn(n * k, 1), x = drawn(rowCount * k, 3);
    const PackedMatrix packed({weights}, k, WeightType::Int8);
    const Table input = tableOf(x, rowCount, k);
    const auto [weightScales, weightIntegers] = roundedRows(weights, k);
    const auto [scales, integers] = roundedRows(x, k);

    ThreadPool pool(3);
    for (const InstructionSet instructions : supported()) {
        Table out;
        out.resize(rowCount, packed.width());
        for (std::size_t row = 0; row < rowCount; ++row)
            out.row(row)[0] = 10.0F;
        MatrixProduct(instructions, pool).add(packed, input, rowCount, out);
        for (std::size_t row = 0; row < rowCount; ++row) {
            for (std::size_t output = 0; output < n; ++output) {
                int sum = 0;
                for (std::size_t i = 0; i < k; ++i)
                    sum += integers[row * k + i] * weightIntegers[output * k + i];
                const float added = static_cast<float>(sum) * (weightScales[output] * scales[row]);
                QCOMPARE(out.row(row)[output], (output == 0 ? 10.0F : 0.0F) + added);
            }
        }
    }
}

void KernelTest::fineInputRoundsTheWeightsOnly()
{
    constexpr std::size_t depth = 200, outputs = 40;
    std::vector<float> x = drawn(depth, 3);
    x[7] = 90;   // a large value that leaves the others few bits
    const std::vector<float> weights = drawn(outputs * depth, 1);
    const auto [scales, integers] = roundedRows(weights, depth);
    ThreadPool pool(1);
    for (const InstructionSet instructions : supported()) {
        Table coarse, fine;
        const auto difference = [&](WeightType type, Table &out) {
            const PackedMatrix packed({weights}, depth, type);
            out.resize(1, packed.width());
            MatrixProduct(instructions, pool).add(packed, tableOf(x, 1, depth), 1, out);
            double most = 0;
            for (std::size_t output = 0; output < outputs; ++output) {
                double exact = 0;
                for (std::size_t i = 0; i < depth; ++i)
                    exact += static_cast<double>(x[i]) * integers[output * depth + i] * static_cast<double>(scales[output]);
                most = std::max(most, std::abs(static_cast<double>(out.row(0)[output]) - exact));
            }
            return most;
        };
        QVERIFY(difference(WeightType::Int8, coarse) > 0.5);
        QVERIFY(difference(WeightType::Int8FineInput, fine) < 0.02);
    }
}

void KernelTest::aRowThatIsNoNumberStaysNone()
{
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        std::vector<float> x = drawn(2 * 40, 3);
        x[47] = bad;
        const PackedMatrix packed({drawn(20 * 40, 1)}, 40, WeightType::Int8);
        ThreadPool pool(1);
        Table out;
        out.resize(2, packed.width());
        MatrixProduct(widestSupported(), pool).add(packed, tableOf(x, 2, 40), 2, out);
        QVERIFY(std::isfinite(out.row(0)[3]) && !std::isfinite(out.row(1)[3]));
    }
}

void KernelTest::rowsDoNotDependOnTheirNeighbours()
{
    for (const WeightType type : {WeightType::Fp32, WeightType::Int8, WeightType::Int8FineInput})
        compareWithRowsAlone(type);
}

void KernelTest::compareWithRowsAlone(WeightType type)
{
    constexpr std::size_t rows = 31, depth = 300, outputs = 200;
    const std::vector<float> x = drawn(rows * depth, 5);
    const PackedMatrix packed({drawn(outputs * depth, 4)}, depth, type);
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
