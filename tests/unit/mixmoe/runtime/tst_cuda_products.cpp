// The products of the CUDA runtime, run as loops, against sums in double precision: all shapes of blocks, all that is done with the sums, dense and by expert.
#include "engine/mixmoe/runtime/cpu/packed_matrix.h"
#include "engine/mixmoe/runtime/cuda/card_model.h"
#include "engine/mixmoe/runtime/cuda/kernels/all_kernels.h"
#include "tests/support/loop_team.h"

#include <QTest>

#include <functional>
#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::mixmoe::cuda;
using namespace interlinear::tests;

namespace {

constexpr ProductNumbers allNumbers[] = {{WeightKind::Float, false}, {WeightKind::Half, false}, {WeightKind::Half, true}, {WeightKind::Byte, true}, {WeightKind::Fp8, true}};
constexpr const char *namesOfNumbers[] = {"fp32", "bf16 of exact input", "bf16", "int8", "fp8"};

/// Rows, the matrices of some experts, and which rows each expert works on.
struct Work {
    Work(ProductNumbers numbersOfWork, int rowCount, int depthOfRows, int outputs, bool gatedColumnsToo, unsigned seed)
        : kind(numbersOfWork.weights), roundedInput(numbersOfWork.roundedInput), rows(rowCount), depth(depthOfRows), width(outputs), gated(gatedColumnsToo),
          columns(gated ? gatedColumns(kind, outputs) : paddedColumns(kind, outputs)), random(seed)
    {
        const auto values = static_cast<std::size_t>(experts * columns * paddedDepth(kind, depth));
        floats.assign(values, 0.0F);
        halves.assign(values, Half{0});
        bytes.assign(values, Byte{byteBias});
        fp8.assign(values, Fp8{0});
        for (int column = 0; column < experts * columns; ++column) {
            scales.push_back((1.5F + any()) / 255);
            const bool padding = (gated ? gatedColumn(kind, column % columns).row : column % columns) >= outputs;
            for (int k = 0; !padding && k < depth; ++k) {
                const auto place = static_cast<std::size_t>(column * paddedDepth(kind, depth) + k);
                halves[place] = Half{toBf16(any()).bits};
                bytes[place] = Byte{static_cast<std::uint8_t>(1 + random() % 255)};
                fp8[place] = nearestFp8(448 * any());
                floats[place] = kind == WeightKind::Byte ? scales.back() * static_cast<float>(bytes[place].biased - byteBias)
                              : kind == WeightKind::Fp8  ? scales.back() * floatOf(fp8.data(), fp8[place].bits, 0)
                                                         : toFloat(halves[place]);
            }
        }
        rounded.assign(static_cast<std::size_t>(rows * roundedStride(depth)), Half{0});
        for (int i = 0; i < rows * depth; ++i) {
            in.push_back(any());
            if (roundedInput) {
                const Half half = rounded[static_cast<std::size_t>(i / depth * roundedStride(depth) + i % depth)] = Half{static_cast<std::uint16_t>(nearestHalf(in.back()))};
                in.back() = toFloat(half);
            }
        }
        for (int row = 0; row < rows; ++row)
            rowOfUse.push_back(rows - 1 - row);
        step.rows = rows;
    }

    float any() { return static_cast<float>(random()) / 2147483648.0F - 1.0F; }

    double sum(int expert, int row, int column) const
    {
        double sum = 0;
        for (int k = 0; k < depth; ++k)
            sum += static_cast<double>(floats[static_cast<std::size_t>((expert * columns + column) * paddedDepth(kind, depth) + k)]) * in[static_cast<std::size_t>(row * depth + k)];
        return sum;
    }
    double expected(int expert, int row, int output) const
    {
        if (!gated)
            return sum(expert, row, output);
        const int half = groupOf(kind) / 2, column = output / half * 2 * half + output % half;
        const double gate = sum(expert, row, column);
        return gate / (1 + std::exp(-gate)) * sum(expert, row, column + half);
    }

    ProductArgs args(std::vector<float> &out) const
    {
        out.assign(static_cast<std::size_t>(rows * width), -7.0F);
        return {.step = &step,
                .epilogue = gated ? Epilogue::Gated : Epilogue::Set,
                .weights = kind == WeightKind::Half ? static_cast<const void *>(halves.data()) : kind == WeightKind::Byte ? static_cast<const void *>(bytes.data()) : kind == WeightKind::Fp8 ? static_cast<const void *>(fp8.data()) : floats.data(),
                .scales = hasScales(kind) ? scales.data() : nullptr,
                .expertValues = static_cast<std::int64_t>(columns) * paddedDepth(kind, depth),
                .depth = depth,
                .columns = columns,
                .in = roundedInput ? static_cast<const void *>(rounded.data()) : in.data(),
                .out = {.exact = out.data()},
                .outWidth = width};
    }

    static constexpr int experts = 3;
    WeightKind kind;
    bool roundedInput;
    int rows, depth, width;
    bool gated;
    int columns;
    std::mt19937 random;
    std::vector<float> floats, scales, in;
    std::vector<Half> halves, rounded;
    std::vector<Byte> bytes;
    std::vector<Fp8> fp8;
    std::vector<std::int32_t> rowOfUse;
    StepBlock step{};
};

template <class Args>
void launch(const Args &args, int blocksX, int blocksY, int threads, int sharedWords)
{
    std::vector<FourFloats> shared(static_cast<std::size_t>(sharedWords + 3) / 4, FourFloats{{NAN, NAN, NAN, NAN}});
    for (int y = 0; y < blocksY; ++y) {
        for (int x = 0; x < blocksX; ++x) {
            LoopTeam team(x, y, threads, {shared.data()->of, 4 * shared.size()}, (x + y) % 2 == 0);
            run(team, args);
        }
    }
}

int blocksFor(int count, int ofBlock)
{
    return (count + ofBlock - 1) / ofBlock;
}

template <class F>
void withWeight(WeightKind kind, const F &with)
{
    if (kind == WeightKind::Byte)
        with(Byte{});
    else if (kind == WeightKind::Fp8)
        with(Fp8{});
    else
        with(Half{});
}

template <class In, HalfShape shape>
void launchHalves(const Work &work, const ProductArgs &args, int tiles)
{
    constexpr HalfShapeSize size = sizeOf<In>(shape);
    withWeight(work.kind, [&]<class Weight>(Weight) { launch(HalfProductArgs<shape, Weight, In>{args}, blocksFor(work.columns, size.columns), tiles, halfWarps * lanes, size.sharedWords); });
}

using Way = std::pair<int, std::function<void(const ProductArgs &, int tiles)>>;

template <class In>
std::vector<Way> waysOfHalves(const Work &work)
{
    return {{sizeOf<In>(HalfShape::Small).rows, [&work](const ProductArgs &args, int tiles) { launchHalves<In, HalfShape::Small>(work, args, tiles); }},
            {sizeOf<In>(HalfShape::Wide).rows, [&work](const ProductArgs &args, int tiles) { launchHalves<In, HalfShape::Wide>(work, args, tiles); }},
            {sizeOf<In>(HalfShape::Large).rows, [&work](const ProductArgs &args, int tiles) { launchHalves<In, HalfShape::Large>(work, args, tiles); }}};
}

/// By every way that there is for these numbers and number of rows; rowsOfTile of each, too.
std::vector<Way> waysFor(const Work &work)
{
    std::vector<Way> ways;
    if (work.kind != WeightKind::Float) {
        ways = work.roundedInput ? waysOfHalves<Half>(work) : waysOfHalves<float>(work);
        if (work.roundedInput)
            ways.emplace_back(TileShape::rows, [&work](const ProductArgs &args, int tiles) {
                withWeight(work.kind, [&]<class Weight>(Weight) { launch(TileProductArgs<Weight>{args}, blocksFor(work.columns, TileShape::columns), tiles, TileShape::warps * lanes, TileShape::sharedWords); });
            });
        return ways;
    }
    for (const int warps : {1, 2, 4})
        ways.emplace_back(floatRows, [&work, warps](const ProductArgs &args, int tiles) {
            launch(FloatProductArgs{args, false}, blocksFor(work.columns, warps * floatColumns), tiles, warps * lanes, sharedWordsOfFloatProduct(false));
        });
    if (work.rows == 1)
        ways.emplace_back(floatRows, [&work](const ProductArgs &args, int tiles) {
            launch(FloatProductArgs{args, true}, blocksFor(work.columns, floatColumns), tiles, lanes, sharedWordsOfFloatProduct(true));
        });
    return ways;
}

}  // namespace

class CudaProductsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sumsAreRightAndTheSameBitsEveryWay_data()
    {
        QTest::addColumn<int>("numbers");
        QTest::addColumn<bool>("gated");
        for (std::size_t i = 0; i < std::size(allNumbers); ++i)
            for (const bool gated : {false, true})
                QTest::addRow("%s %s", namesOfNumbers[i], gated ? "gated" : "plain") << static_cast<int>(i) << gated;
    }
    void sumsAreRightAndTheSameBitsEveryWay();
    void sumsAreAddedToWhatIsThere();
    void gatedSumsAreRoundedOnceForTheNextProduct();
};

void CudaProductsTest::sumsAreRightAndTheSameBitsEveryWay()
{
    QFETCH(int, numbers);
    QFETCH(bool, gated);
    for (const int rows : {1, 2, 8, 9, 41, 130}) {
        for (const auto &[depth, width] : {std::pair{1, 1}, {24, 19}, {37, 70}, {600, 130}}) {
            const Work work(allNumbers[numbers], rows, depth, width, gated, static_cast<unsigned>(rows + depth));
            std::vector<float> first, firstByExpert;
            for (const auto &[rowsOfTile, multiply] : waysFor(work)) {
                std::vector<float> out, byExpert;
                multiply(work.args(out), tilesOf(rows, rowsOfTile) + 1);   // a block too many does nothing

                std::vector<Tile> tiles;   // the uses in thirds
                const int third = blocksFor(rows, Work::experts);
                for (int expert = 0; expert < Work::experts; ++expert) {
                    for (int use = expert * third; use < std::min(rows, (expert + 1) * third); use += rowsOfTile)
                        tiles.push_back({expert, use, std::min({rowsOfTile, (expert + 1) * third - use, rows - use})});
                }
                const auto count = static_cast<std::int32_t>(tiles.size());
                ProductArgs args = work.args(byExpert);
                args.tiles = tiles.data();
                args.tileCount = &count;
                args.rowOfUse = work.rowOfUse.data();
                multiply(args, count + 1);

                for (int row = 0; row < rows; ++row) {
                    for (int output = 0; output < width; ++output) {
                        const auto place = static_cast<std::size_t>(row * width + output);
                        const double expected = work.expected(0, row, output), ofExpert = work.expected(row / third, work.rowOfUse[static_cast<std::size_t>(row)], output);
                        QVERIFY2(std::abs(out[place] - expected) < 2e-6 * (depth + std::abs(expected)), qPrintable(QString("%1 for %2").arg(out[place]).arg(expected)));
                        QVERIFY(std::abs(byExpert[place] - ofExpert) < 2e-6 * (depth + std::abs(ofExpert)));
                    }
                }
                if (first.empty()) {
                    first = out;
                    firstByExpert = byExpert;
                }
                QCOMPARE(out, first);
                QCOMPARE(byExpert, firstByExpert);
            }
        }
    }
}

void CudaProductsTest::sumsAreAddedToWhatIsThere()
{
    for (const ProductNumbers &numbers : allNumbers) {
        const Work work(numbers, 3, 40, 21, false, 5);
        for (const auto &[rowsOfTile, multiply] : waysFor(work)) {
            std::vector<float> set, added;
            multiply(work.args(set), tilesOf(work.rows, rowsOfTile));
            ProductArgs args = work.args(added);
            args.epilogue = Epilogue::Add;
            multiply(args, tilesOf(work.rows, rowsOfTile));
            for (std::size_t i = 0; i < set.size(); ++i)
                QCOMPARE(added[i], -7.0F + set[i]);
        }
    }
}

// With zeros behind the width.
void CudaProductsTest::gatedSumsAreRoundedOnceForTheNextProduct()
{
    for (const ProductNumbers &numbers : allNumbers) {
        if (!numbers.roundedInput)
            continue;
        for (const int width : {1, 31, 64, 150}) {
            const Work work(numbers, 9, 40, width, true, 5);
            for (const auto &[rowsOfTile, multiply] : waysFor(work)) {
                std::vector<float> exact;
                std::vector<std::uint32_t> rounded(static_cast<std::size_t>(work.rows * roundedStride(width) / 2), 0xFFFFFFFFU);
                ProductArgs args = work.args(exact);
                args.out = {.rounded = rounded.data()};
                multiply(work.args(exact), tilesOf(work.rows, rowsOfTile));
                multiply(args, tilesOf(work.rows, rowsOfTile));
                for (int row = 0; row < work.rows; ++row) {
                    for (int i = 0; i < roundedStride(width); ++i) {
                        const std::uint32_t half = rounded[static_cast<std::size_t>(row * roundedStride(width) + i) / 2] >> 16 * (i % 2) & 0xFFFFU;
                        QCOMPARE(half, i < width ? nearestHalf(exact[static_cast<std::size_t>(row * width + i)]) : 0U);
                    }
                }
            }
        }
    }
}

QTEST_APPLESS_MAIN(CudaProductsTest)
#include "tst_cuda_products.moc"
