// The kernels of the CPU runtime, against plain loops.
#include "engine/mixmoe/runtime/cpu/fastest_instructions.h"
#include "engine/mixmoe/runtime/cpu/matrix_product.h"
#include "tests/unit/mixmoe/runtime/drawn.h"

#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>

using namespace interlinear::mixmoe;
using interlinear::tests::drawn;

namespace {

/// A matrix with memory of its own.
struct OwnMatrix {
    using Parts = std::vector<std::span<const float>>;

    OwnMatrix(const Parts &parts, std::size_t depth, WeightType type)
        : arena(PackedMatrix::bytesOf(outputsOf(parts, depth), depth, type)), matrix(arena, outputsOf(parts, depth), depth, type)
    {
        matrix.pack(parts);
    }
    static PackedMatrix::Outputs outputsOf(const Parts &parts, std::size_t depth)
    {
        PackedMatrix::Outputs outputs;
        for (const auto &part : parts)
            outputs.push_back(part.size() / depth);
        return outputs;
    }

    WeightArena arena;
    PackedMatrix matrix;
};

ProductInput inputOf(const std::vector<float> &values, std::size_t rows, std::size_t columns, WeightType type, InstructionSet instructions)
{
    ProductInput input;
    input.resize(rows, columns, type);
    for (std::size_t row = 0; row < rows; ++row) {
        std::copy_n(values.data() + row * columns, columns, input.row(row));
        input.finish(row, rowFunctions(instructions));
    }
    return input;
}

/// x W^T, on top of 10 in the first column of each row.
Table product(const PackedMatrix &weights, const std::vector<float> &x, std::size_t rows, InstructionSet instructions, ThreadPool &pool)
{
    Table out;
    out.resize(rows, weights.width());
    for (std::size_t row = 0; row < rows; ++row) {
        std::fill_n(out.row(row), weights.width(), 0.0F);
        out.row(row)[0] = 10.0F;
    }
    const Kernels kernels(instructions);
    MatrixProduct(kernels, pool).add(weights, inputOf(x, rows, weights.depth(), weights.type(), instructions), rows, out);
    return out;
}

struct Rounded {
    std::vector<float> scales;
    std::vector<int> integers;
};

/// Weights, by the rule of row_functions.h.
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

/// In every second row two values that are far above the others.
std::vector<float> withOutliers(std::vector<float> values, std::size_t depth)
{
    for (std::size_t begin = depth; begin < values.size(); begin += 2 * depth) {
        values[begin + depth / 3] *= 90;
        values[begin + depth - 1] *= -40;
    }
    return values;
}

struct RoundedInput {
    RoundedInput(std::span<const float> x, InstructionSet instructions) : integers(x.size()), outliers(x.size())
    {
        std::vector<std::int8_t> bytes(x.size());
        std::vector<OutlierGroup> groups(mostOutlierGroups(x.size()));
        row = rowFunctions(instructions).roundInput(x.data(), x.size(), bytes.data(), groups.data());
        integers.assign(bytes.begin(), bytes.end());
        for (std::size_t group = 0; group < row.outlierGroups; ++group) {
            for (std::size_t i = 0; i < depthsOfInt8; ++i) {
                if (const std::size_t depth = groups.at(group).group * depthsOfInt8 + i; depth < x.size())
                    outliers[depth] = groups[group].values[i];
            }
        }
    }

    Int8Row row;
    std::vector<int> integers, outliers;
};

}  // namespace

class KernelTest : public QObject {
    Q_OBJECT

    void compareWithRowsAlone(WeightType type);

private Q_SLOTS:
    void productMatchesPlainLoops_data();
    void productMatchesPlainLoops();
    void halvesMultiplyAsTheFloatsTheyStandFor();
    void int8ProductIsExactInEveryInstructionSet_data();
    void int8ProductIsExactInEveryInstructionSet();
    void largeValuesLeaveTheOthersTheirBits();
    void outliersOfARowAreFewAndAllOfThemKept();
    void aRowOfTwoStairsHasTheMostOutliers();
    void theScaleIsOfTheOthers();
    void theSmallestNumbersAreNothing();
    void copiedRowsMultiplyAsTheirOriginals();
    void aRowThatIsNoNumberStaysNone();
    void rowsDoNotDependOnTheirNeighbours();
    void groupsOfRowsMeetTheirOwnMatrices();
    void rowFunctionsFollowTheirFormulas_data();
    void rowFunctionsFollowTheirFormulas();
    void rowFunctionsGiveTheSameBitsInEveryInstructionSet_data();
    void rowFunctionsGiveTheSameBitsInEveryInstructionSet();
    void noNumberStaysNoneInEveryRowFunction();
    void theFastestInstructionsAreKept();
    void theWidestWinsUnlessAnotherIsClearlyFaster();
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
    const OwnMatrix packed({first, second}, k, WeightType::Fp32);

    ThreadPool pool(3);
    for (const InstructionSet instructions : supportedInstructions()) {
        const Table out = product(packed.matrix, x, rowCount, instructions, pool);
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

// Widening a weight of 16 bits is exact, and the sums run in the same order.
void KernelTest::halvesMultiplyAsTheFloatsTheyStandFor()
{
    constexpr std::size_t depth = 71, outputs = 90;
    std::vector<float> weights = drawn(outputs * depth, 1);
    for (float &weight : weights)
        weight = std::bit_cast<float>(std::bit_cast<std::uint32_t>(weight) & 0xFFFF0000U);
    const OwnMatrix floats({weights}, depth, WeightType::Fp32), halves({weights}, depth, WeightType::Bf16);
    ThreadPool pool(2);
    for (const InstructionSet instructions : supportedInstructions()) {
        for (const std::size_t rows : {1, 2, 5, 6, 17}) {
            const std::vector<float> x = drawn(rows * depth, 3);
            const Table exact = product(floats.matrix, x, rows, instructions, pool), widened = product(halves.matrix, x, rows, instructions, pool);
            for (std::size_t row = 0; row < rows; ++row)
                QVERIFY(std::equal(exact.row(row), exact.row(row) + outputs, widened.row(row)));
        }
    }
    const std::vector<float> tie = {std::bit_cast<float>(0x3F808000U), std::bit_cast<float>(0x3F818000U), std::bit_cast<float>(0x3F808001U)};   // to even, to even, up
    const OwnMatrix rounded({tie}, 3, WeightType::Bf16);
    const auto bits = [&](std::size_t k) { return rounded.matrix.halves(0)[k / depthsOfBf16 * depthsOfBf16 * panelWidth + k % depthsOfBf16].bits; };
    QCOMPARE(bits(0), 0x3F80);
    QCOMPARE(bits(1), 0x3F82);
    QCOMPARE(bits(2), 0x3F81);
}

void KernelTest::int8ProductIsExactInEveryInstructionSet_data()
{
    productMatchesPlainLoops_data();
    QTest::newRow("enough for several chunks") << 29 << 160 << 250;
    for (const int depth : {37, 101, 513})
        QTest::addRow("outliers, %d deep", depth) << 5 << depth << 33;
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
    const std::vector<float> weights = drawn(n * k, 1), x = withOutliers(drawn(rowCount * k, 3), k);
    const OwnMatrix packed({weights}, k, WeightType::Int8);
    const auto [weightScales, weightIntegers] = roundedRows(weights, k);

    ThreadPool pool(3);
    for (const InstructionSet instructions : supportedInstructions()) {
        const Table out = product(packed.matrix, x, rowCount, instructions, pool);
        for (std::size_t row = 0; row < rowCount; ++row) {
            const RoundedInput input(std::span<const float>(x).subspan(row * k, k), InstructionSet::Portable);
            for (std::size_t output = 0; output < n; ++output) {
                int sum = 0, ofOutliers = 0;
                for (std::size_t i = 0; i < k; ++i) {
                    sum += input.integers[i] * weightIntegers[output * k + i];
                    ofOutliers += input.outliers[i] * weightIntegers[output * k + i];
                }
                const float scale = input.row.rounded.scale, added = static_cast<float>(sum) * (weightScales[output] * scale);
                const float addedForOutliers = static_cast<float>(ofOutliers) * (weightScales[output] * (128 * scale));
                QCOMPARE(out.row(row)[output], (output == 0 ? 10.0F : 0.0F) + added + addedForOutliers);
            }
        }
    }
}

void KernelTest::largeValuesLeaveTheOthersTheirBits()
{
    constexpr std::size_t depth = 200, outputs = 40;
    std::vector<float> x = drawn(depth, 3);
    x[7] = 900;   // rounded by this one, the others would all be 0
    x[70] = -30;
    const std::vector<float> weights = drawn(outputs * depth, 1);
    const auto [scales, integers] = roundedRows(weights, depth);
    const OwnMatrix packed({weights}, depth, WeightType::Int8);
    ThreadPool pool(1);
    for (const InstructionSet instructions : supportedInstructions()) {
        const Table out = product(packed.matrix, x, 1, instructions, pool);
        for (std::size_t output = 0; output < outputs; ++output) {
            double exact = output == 0 ? 10 : 0;
            for (std::size_t i = 0; i < depth; ++i)
                exact += static_cast<double>(x[i]) * integers[output * depth + i] * static_cast<double>(scales[output]);
            QVERIFY(std::abs(static_cast<double>(out.row(0)[output]) - exact) < 0.6);
        }
    }
}

// Rows with tails of all weights.
void KernelTest::outliersOfARowAreFewAndAllOfThemKept()
{
    for (const std::size_t depth : {1, 4, 17, 64, 100, 101, 513}) {
        for (const int power : {1, 3, 9, 27, 81}) {
            std::vector<float> x = drawn(depth, static_cast<unsigned>(power));
            for (float &value : x)
                value = std::copysign(std::pow(std::abs(value), static_cast<float>(power)), value);
            for (const float tallest : {0.0F, 1e-20F, 1.0F, 1e15F, 1e30F}) {
                for (std::size_t i = depth % 40; tallest > 0 && i < depth; i += 40)
                    x[i] = tallest;
                const RoundedInput input(x, InstructionSet::Portable);
                const auto scale = static_cast<double>(input.row.rounded.scale);
                QVERIFY(input.row.outlierGroups <= mostOutlierGroups(depth));
                for (std::size_t i = 0; i < depth; ++i)
                    QVERIFY(std::abs(scale * (input.integers[i] + 128 * input.outliers[i]) - static_cast<double>(x[i])) <= 0.502 * scale + 1e-36);
                for (const InstructionSet instructions : supportedInstructions()) {
                    const RoundedInput other(x, instructions);
                    QVERIFY(other.integers == input.integers && other.outliers == input.outliers && other.row == input.row);
                }
            }
        }
    }
}

// As many values as may be are above the bound of all, and as many above that of the others.
void KernelTest::aRowOfTwoStairsHasTheMostOutliers()
{
    for (const std::size_t depth : {256, 513, 2048}) {
        const auto step = static_cast<std::size_t>(outlierBound * outlierBound);
        std::vector<float> x(depth, 1e-4F);
        for (std::size_t i = 0; i + step < depth; i += step) {
            x[i] = 1;
            x[i + step / 2] = -0.1F;
        }
        x[0] = 0;   // as many as the bound is the square of would all lie on it
        x[step / 2] = 0;
        const RoundedInput input(x, widestSupported());
        QVERIFY(input.row.outlierGroups > mostOutlierGroups(depth) / 2 && input.row.outlierGroups <= mostOutlierGroups(depth));
    }
}

void KernelTest::theScaleIsOfTheOthers()
{
    std::vector<float> x = drawn(300, 5);
    const float largest = std::abs(*std::ranges::max_element(x, {}, [](float value) { return std::abs(value); }));
    x[100] = 12;
    for (const InstructionSet instructions : supportedInstructions())
        QCOMPARE(RoundedInput(x, instructions).row.rounded.scale, largest / 127);
}

// Floats so small that they have no inverse.
void KernelTest::theSmallestNumbersAreNothing()
{
    std::vector<float> x(16, 1e-38F);
    x[3] = 0;
    for (const InstructionSet instructions : supportedInstructions()) {
        const RoundedInput input(x, instructions);
        QCOMPARE(input.row.rounded.sum, 0);
        QCOMPARE(input.integers, std::vector<int>(16));
    }
}

void KernelTest::copiedRowsMultiplyAsTheirOriginals()
{
    constexpr std::size_t depth = 101, outputs = 40, rows = 9;
    const OwnMatrix packed({drawn(outputs * depth, 4)}, depth, WeightType::Int8);
    const ProductInput input = inputOf(withOutliers(drawn(rows * depth, 5), depth), rows, depth, WeightType::Int8, widestSupported());
    ProductInput copied = inputOf(withOutliers(drawn(2 * rows * depth, 6), depth), 2 * rows, depth, WeightType::Int8, widestSupported());   // what it held must not show
    copied.resize(rows, depth, WeightType::Int8);
    for (std::size_t row = 0; row < rows; ++row)
        copied.copyRow(row, input, (row * 4 + 1) % rows);
    ThreadPool pool(2);
    const Kernels kernels(widestSupported());
    Table expected, found;
    expected.resize(rows, outputs);
    found.resize(rows, outputs);
    MatrixProduct(kernels, pool).set(packed.matrix, input, rows, expected);
    MatrixProduct(kernels, pool).set(packed.matrix, copied, rows, found);
    for (std::size_t row = 0; row < rows; ++row)
        QVERIFY(std::equal(found.row(row), found.row(row) + outputs, expected.row((row * 4 + 1) % rows)));
}

void KernelTest::aRowThatIsNoNumberStaysNone()
{
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        std::vector<float> x = drawn(2 * 40, 3);
        x[47] = bad;
        const OwnMatrix packed({drawn(20 * 40, 1)}, 40, WeightType::Int8);
        ThreadPool pool(1);
        const Table out = product(packed.matrix, x, 2, widestSupported(), pool);
        QVERIFY(std::isfinite(out.row(0)[3]) && !std::isfinite(out.row(1)[3]));
    }
}

void KernelTest::rowsDoNotDependOnTheirNeighbours()
{
    for (const WeightType type : {WeightType::Fp32, WeightType::Bf16, WeightType::Int8})
        compareWithRowsAlone(type);
}

void KernelTest::compareWithRowsAlone(WeightType type)
{
    constexpr std::size_t rows = 31, depth = 300, outputs = 200;
    const std::vector<float> x = withOutliers(drawn(rows * depth, 5), depth);
    const OwnMatrix packed({drawn(outputs * depth, 4)}, depth, type);
    ThreadPool one(1), four(4);
    for (const InstructionSet instructions : supportedInstructions()) {
        const Table together = product(packed.matrix, x, rows, instructions, four);
        for (std::size_t row = 0; row < rows; ++row) {
            const std::vector<float> own(x.begin() + static_cast<std::ptrdiff_t>(row * depth), x.begin() + static_cast<std::ptrdiff_t>((row + 1) * depth));
            const Table alone = product(packed.matrix, own, 1, instructions, one);
            QVERIFY(std::equal(alone.row(0), alone.row(0) + outputs, together.row(row)));
        }
    }
}

void KernelTest::groupsOfRowsMeetTheirOwnMatrices()
{
    constexpr std::size_t depth = 48, outputs = 70;
    const std::vector<std::size_t> rowsOfGroups = {3, 0, 13, 1};
    const std::vector<float> x = withOutliers(drawn(17 * depth, 5), depth);
    ThreadPool pool(3);
    for (const WeightType type : {WeightType::Fp32, WeightType::Bf16, WeightType::Int8}) {
        std::vector<std::unique_ptr<OwnMatrix>> matrices;
        std::vector<RowGroup> groups;
        std::size_t first = 0;
        for (std::size_t group = 0; group < rowsOfGroups.size(); ++group) {
            matrices.push_back(std::make_unique<OwnMatrix>(OwnMatrix::Parts{drawn(outputs * depth, static_cast<unsigned>(10 + group))}, depth, type));
            groups.push_back({&matrices.back()->matrix, first, rowsOfGroups[group]});
            first += rowsOfGroups[group];
        }
        const Kernels kernels(widestSupported());
        MatrixProduct multiply(kernels, pool);
        const ProductInput input = inputOf(x, first, depth, type, widestSupported());
        Table together, alone;
        together.resize(first, outputs);
        multiply.setGroups(groups, input, together);
        for (const RowGroup &group : groups) {
            alone.resize(first, outputs);
            multiply.set(*group.weights, input, first, alone);
            for (std::size_t row = group.firstRow; row < group.firstRow + group.rows; ++row)
                QVERIFY(std::equal(alone.row(row), alone.row(row) + outputs, together.row(row)));
        }
    }
}

void KernelTest::rowFunctionsFollowTheirFormulas_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {1, 3, 15, 16, 17, 31, 32, 33, 100, 257})
        QTest::addRow("%d", count) << count;
}

void KernelTest::rowFunctionsFollowTheirFormulas()
{
    QFETCH(int, count);
    const auto n = static_cast<std::size_t>(count);
    const std::vector<float> x = drawn(n, 1), weight = drawn(n, 2);
    const auto wide = [](const std::vector<float> &values, std::size_t i) { return static_cast<double>(values[i]); };
    const auto near = [](float value, double expected) { return std::abs(static_cast<double>(value) - expected) <= 2e-6 * (1 + std::abs(expected)); };
    double squares = 0, powers = 0, highest = wide(x, 0);
    for (std::size_t i = 0; i < n; ++i) {
        squares += wide(x, i) * wide(x, i);
        highest = std::max(highest, wide(x, i));
    }
    for (std::size_t i = 0; i < n; ++i)
        powers += std::exp(30 * (wide(x, i) - highest));

    for (const InstructionSet instructions : supportedInstructions()) {
        const RowFunctions &functions = rowFunctions(instructions);
        std::vector<float> out(n);
        functions.normalise(x.data(), weight.data(), n, 1e-5F, out.data());
        for (std::size_t i = 0; i < n; ++i)
            QVERIFY(near(out[i], wide(x, i) / std::sqrt(squares / count + 1e-5) * wide(weight, i)));
        std::vector<float> gate(n);
        for (std::size_t i = 0; i < n; ++i)
            gate[i] = 100 * x[i];
        functions.activate(gate.data(), weight.data(), n, out.data());
        for (std::size_t i = 0; i < n; ++i)
            QVERIFY(near(out[i], wide(gate, i) / (1 + std::exp(-wide(gate, i))) * wide(weight, i)));
        out = weight;
        functions.addScaled(x.data(), 0.3F, n, out.data());
        for (std::size_t i = 0; i < n; ++i)
            QVERIFY(near(out[i], wide(weight, i) + static_cast<double>(0.3F) * wide(x, i)));
        out = x;
        functions.softmax(out.data(), n, 30);
        for (std::size_t i = 0; i < n; ++i)
            QVERIFY(near(out[i], std::exp(30 * (wide(x, i) - highest)) / powers));
        QCOMPARE(static_cast<double>(functions.highestFinite(x.data(), n)), highest);
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i)
            sum += std::exp(wide(x, i) - highest);
        QVERIFY(near(functions.sumOfExponentials(x.data(), n, static_cast<float>(highest)), sum));
        for (std::size_t begin = 0; begin < n; ++begin) {
            std::size_t expected = begin;
            while (expected < n && x[expected] <= 0.5F)
                ++expected;
            QCOMPARE(functions.firstAbove(x.data(), begin, n, 0.5F), expected);
        }
        std::vector<std::int8_t> integers(n);
        const Int8Scale scale = functions.roundToInt8(x.data(), n, integers.data());
        int total = 0;
        for (std::size_t i = 0; i < n; ++i) {
            total += integers[i];
            QVERIFY(std::abs(static_cast<double>(scale.scale) * integers[i] - wide(x, i)) <= 0.5001 * static_cast<double>(scale.scale));
        }
        QCOMPARE(scale.sum, total);
        std::vector<float> uneven = x;
        uneven[n / 2] = -80;
        const RoundedInput input(uneven, instructions);
        QCOMPARE(input.row.rounded.sum, std::accumulate(input.integers.begin(), input.integers.end(), 0));
        QCOMPARE(input.row.outlierSum, std::accumulate(input.outliers.begin(), input.outliers.end(), 0));
        if (n > 25)   // others' squares are at most 1
            QVERIFY(input.row.rounded.scale <= outlierBound / 127 && input.outliers[n / 2] < 0);
    }
}

void KernelTest::rowFunctionsGiveTheSameBitsInEveryInstructionSet_data()
{
    rowFunctionsFollowTheirFormulas_data();
}

void KernelTest::rowFunctionsGiveTheSameBitsInEveryInstructionSet()
{
    QFETCH(int, count);
    const auto n = static_cast<std::size_t>(count);
    const std::vector<float> x = drawn(n, 7), weight = drawn(n, 8);
    const auto all = [&](InstructionSet instructions) {
        const RowFunctions &functions = rowFunctions(instructions);
        std::vector<float> results(4 * n + 2);
        functions.normalise(x.data(), weight.data(), n, 1e-5F, results.data());
        functions.activate(x.data(), weight.data(), n, results.data() + n);
        std::copy(x.begin(), x.end(), results.begin() + 2 * count);
        functions.softmax(results.data() + 2 * n, n, 20);
        functions.addScaled(x.data(), 0.7F, n, results.data() + 3 * n);
        results[4 * n] = functions.sumOfExponentials(x.data(), n, 1);
        std::vector<std::int8_t> integers(n);
        results[4 * n + 1] = functions.roundToInt8(x.data(), n, integers.data()).scale;
        results.insert(results.end(), integers.begin(), integers.end());
        return results;
    };
    const std::vector<float> portable = all(InstructionSet::Portable);
    for (const InstructionSet instructions : supportedInstructions())
        QCOMPARE(all(instructions), portable);
}

void KernelTest::noNumberStaysNoneInEveryRowFunction()
{
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        for (const std::size_t count : {5, 16, 40}) {
            for (std::size_t place = 0; place < count; ++place) {
                std::vector<float> x = drawn(count, 1), out(count);
                x[place] = bad;
                for (const InstructionSet instructions : supportedInstructions()) {
                    const RowFunctions &functions = rowFunctions(instructions);
                    QVERIFY(!std::isfinite(functions.highestFinite(x.data(), count)));
                    functions.normalise(x.data(), x.data(), count, 1e-5F, out.data());
                    QVERIFY(!std::isfinite(out[place]));
                    functions.activate(x.data(), x.data(), count, out.data());
                    QVERIFY(!std::isfinite(out[place]));
                    out = x;
                    functions.softmax(out.data(), count, 1);
                    QVERIFY(!std::isfinite(out[place]));
                    std::vector<std::int8_t> integers(count);
                    QVERIFY(!std::isfinite(functions.roundToInt8(x.data(), count, integers.data()).scale));
                    QVERIFY(!std::isfinite(RoundedInput(x, instructions).row.rounded.scale));
                }
            }
        }
    }
}

void KernelTest::theFastestInstructionsAreKept()
{
    const QTemporaryDir folder;
    const std::filesystem::path kept = std::filesystem::path(folder.path().toStdString()) / "interlinear" / "instructions";
    const InstructionSet fastest = fastestInstructions(kept, "this one");
    QVERIFY(isSupported(fastest));
    const auto write = [&](const std::string &text) { std::ofstream(kept) << text; };
    const auto read = [&] {
        std::ifstream file(kept);
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    QCOMPARE(read(), "this one\n" + nameOf(fastest) + "\n");
    write("this one\nportable\n");
    QCOMPARE(fastestInstructions(kept, "this one"), InstructionSet::Portable);   // what was kept counts
    for (const std::string bad : {"another\nportable\n", "this one\navx1024\n", "", "\xFF"}) {
        write(bad);
        const InstructionSet again = fastestInstructions(kept, "this one");
        QCOMPARE(read(), "this one\n" + nameOf(again) + "\n");
    }
    QVERIFY(isSupported(fastestInstructions("/proc/nowhere/instructions", "this one")));   // nothing can be kept
}

void KernelTest::theWidestWinsUnlessAnotherIsClearlyFaster()
{
    using enum InstructionSet;
    const auto choose = [](std::vector<InstructionTrial> trials) { return chooseInstructions(trials); };
    QCOMPARE(choose({{Portable, 9}, {Avx2, 3}, {Avx512, 2.5}, {Avx512Vnni, 1}}), Avx512Vnni);
    QCOMPARE(choose({{Portable, 9}, {Avx2, 0.9}, {Avx512, 1}}), Avx512);
    QCOMPARE(choose({{Portable, 9}, {Avx2, 0.7}, {Avx512, 1}}), Avx2);
    QCOMPARE(choose({{Portable, 0.7}, {Avx2, 0.5}, {Avx512, 1}}), Avx2);
    QCOMPARE(choose({{Portable, 1}}), Portable);
}

QTEST_APPLESS_MAIN(KernelTest)
#include "tst_kernels.moc"
