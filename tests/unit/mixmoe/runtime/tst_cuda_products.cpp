// The products of the CUDA runtime, run as loops, against sums in double precision: all shapes of blocks, all that is done with the sums, dense and by expert.
#include "engine/mixmoe/runtime/cpu/packed_matrix.h"
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

/// Rows, the matrices of some experts, and which rows each expert works on.
struct Work {
    Work(WeightKind kindOfWeights, int rowCount, int depthOfRows, int outputs, bool gatedColumnsToo, unsigned seed)
        : kind(kindOfWeights), rows(rowCount), depth(depthOfRows), width(outputs), gated(gatedColumnsToo),
          columns(gated ? gatedColumns(kind, outputs) : paddedColumns(kind, outputs)), random(seed)
    {
        const auto values = static_cast<std::size_t>(experts * columns * paddedDepth(kind, depth));
        floats.assign(values, 0.0F);
        halves.assign(values, Half{0});
        bytes.assign(values, Byte{byteBias});
        for (int column = 0; column < experts * columns; ++column) {
            scales.push_back((1.5F + any()) / 255);
            for (int k = 0; k < depth; ++k) {
                const auto place = static_cast<std::size_t>(column * paddedDepth(kind, depth) + k);
                halves[place] = Half{toBf16(any()).bits};
                bytes[place] = Byte{static_cast<std::uint8_t>(1 + random() % 255)};
                floats[place] = kind == WeightKind::Byte ? scales.back() * static_cast<float>(bytes[place].biased - byteBias) : toFloat(halves[place]);
            }
        }
        for (int i = 0; i < rows * depth; ++i)
            in.push_back(any());
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
                .weights = kind == WeightKind::Half ? static_cast<const void *>(halves.data()) : kind == WeightKind::Byte ? static_cast<const void *>(bytes.data()) : floats.data(),
                .scales = kind == WeightKind::Byte ? scales.data() : nullptr,
                .expertValues = static_cast<std::int64_t>(columns) * paddedDepth(kind, depth),
                .depth = depth,
                .columns = columns,
                .in = in.data(),
                .out = out.data(),
                .outWidth = width};
    }

    static constexpr int experts = 3;
    WeightKind kind;
    int rows, depth, width;
    bool gated;
    int columns;
    std::mt19937 random;
    std::vector<float> floats, scales, in;
    std::vector<Half> halves;
    std::vector<Byte> bytes;
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

template <HalfShape shape>
void launchHalves(const Work &work, const ProductArgs &args, int tiles)
{
    const auto [rows, columns, sharedWords] = sizeOf(shape);
    if (work.kind == WeightKind::Byte)
        launch(HalfProductArgs<shape, Byte>{args}, blocksFor(work.columns, columns), tiles, halfWarps * lanes, sharedWords);
    else
        launch(HalfProductArgs<shape, Half>{args}, blocksFor(work.columns, columns), tiles, halfWarps * lanes, sharedWords);
}

/// By every way that there is for this kind of weights and number of rows; rowsOfTile of each, too.
std::vector<std::pair<int, std::function<void(const ProductArgs &, int tiles)>>> waysFor(const Work &work)
{
    std::vector<std::pair<int, std::function<void(const ProductArgs &, int)>>> ways;
    if (work.kind != WeightKind::Float) {
        ways.emplace_back(sizeOf(HalfShape::Small).rows, [&work](const ProductArgs &args, int tiles) { launchHalves<HalfShape::Small>(work, args, tiles); });
        ways.emplace_back(sizeOf(HalfShape::Wide).rows, [&work](const ProductArgs &args, int tiles) { launchHalves<HalfShape::Wide>(work, args, tiles); });
        ways.emplace_back(sizeOf(HalfShape::Large).rows, [&work](const ProductArgs &args, int tiles) { launchHalves<HalfShape::Large>(work, args, tiles); });
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
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("gated");
        for (const auto &[kind, name] : {std::pair{WeightKind::Float, "fp32"}, {WeightKind::Half, "bf16"}, {WeightKind::Byte, "int8"}})
            for (const bool gated : {false, true})
                QTest::addRow("%s %s", name, gated ? "gated" : "plain") << static_cast<int>(kind) << gated;
    }
    void sumsAreRightAndTheSameBitsEveryWay();
    void sumsAreAddedToWhatIsThere();
};

void CudaProductsTest::sumsAreRightAndTheSameBitsEveryWay()
{
    QFETCH(int, kind);
    QFETCH(bool, gated);
    for (const int rows : {1, 2, 8, 9, 41}) {
        for (const auto &[depth, width] : {std::pair{1, 1}, {24, 19}, {37, 70}, {600, 130}}) {
            const Work work(static_cast<WeightKind>(kind), rows, depth, width, gated, static_cast<unsigned>(rows + depth));
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
    for (const WeightKind kind : {WeightKind::Float, WeightKind::Half, WeightKind::Byte}) {
        const Work work(kind, 3, 40, 21, false, 5);
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

QTEST_APPLESS_MAIN(CudaProductsTest)
#include "tst_cuda_products.moc"
