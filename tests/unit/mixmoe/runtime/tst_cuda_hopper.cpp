// The product for Hopper cards on an emulated block, thread by thread: every shape of tiles ends, nothing is read before it is there or overwritten while it is needed, and what comes out is
// exact. Inputs are whole numbers, whose sums have one value in any order.
#include <QTest>

#include "tests/support/emulated_hopper.h"

#include "engine/mixmoe/runtime/cuda/plugin/hopper_product.cuh"

#include <algorithm>
#include <random>
#include <type_traits>
#include <vector>

using namespace interlinear::mixmoe::cuda;
using namespace interlinear::tests;

namespace {

struct Shape {
    const char *name;
    int depth, width;
    Epilogue epilogue;
    bool rounded, gathered;
    std::vector<int> uses;   // of each expert; of one alone the product is dense
    int blocks;
};

const Shape allShapes[] = {{"one step", 32, 19, Epilogue::Set, false, false, {77}, 1},
                           {"two steps of experts", 64, 70, Epilogue::Gated, true, true, {30, 5, 0, 70}, 2},
                           {"three steps are added to what is there", 96, 200, Epilogue::Add, false, false, {300}, 3},
                           {"quarters begin inside of slots", 31 * 32, 40, Epilogue::Gated, true, true, {30, 5, 0, 70}, 1},
                           {"tiles of all sizes", 352, 70, Epilogue::Gated, true, true, {128, 5, 0, 70, 64, 1, 129}, 2},
                           {"full tiles in boxes, others in pieces", 512, 70, Epilogue::Set, false, false, {128, 128, 256, 300}, 2},
                           {"gated, not rounded", 37, 70, Epilogue::Gated, false, true, {12, 5, 0, 70}, 3},
                           {"more blocks than tiles", 256, 64, Epilogue::Add, false, false, {60}, 3}};

/// Whole numbers, each below 4.
template <class Weight>
struct Work {
    explicit Work(const Shape &shape)
        : stride(roundedStride(shape.depth)), columns(shape.epilogue == Epilogue::Gated ? gatedColumns(WeightKind::Half, shape.width) : paddedColumns(WeightKind::Half, shape.width)), random(7)
    {
        const int experts = static_cast<int>(shape.uses.size());
        const auto any = [&] { return static_cast<float>(random() % 7) - 3; };
        numbers.assign(static_cast<std::size_t>(experts * columns * stride), 0.0F);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const int column = static_cast<int>(i) / stride % columns, row = shape.epilogue == Epilogue::Gated ? gatedColumn(WeightKind::Half, column).row : column;
            numbers[i] = row < shape.width && static_cast<int>(i) % stride < shape.depth ? any() : 0.0F;
            weights.push_back(stored(numbers[i]));
        }
        for (int i = 0; i < experts * columns; ++i)
            scales.push_back(hasScale ? 0.25F * static_cast<float>(1 + i % 4) : 1.0F);
        for (int expert = 0; expert < experts; ++expert) {
            for (int done = 0; done < shape.uses[static_cast<std::size_t>(expert)]; done += TileShape::rows)
                tiles.push_back({expert, static_cast<int>(expertOfUse.size()) + done, std::min(TileShape::rows, shape.uses[static_cast<std::size_t>(expert)] - done)});
            expertOfUse.insert(expertOfUse.end(), static_cast<std::size_t>(shape.uses[static_cast<std::size_t>(expert)]), expert);
        }
        tileCount = static_cast<std::int32_t>(tiles.size());
        const int uses = static_cast<int>(expertOfUse.size());
        step.rows = uses;
        in.assign(static_cast<std::size_t>(uses * stride), Half{0});
        for (int i = 0; i < uses * stride; ++i)
            in[static_cast<std::size_t>(i)].bits = i % stride < shape.depth ? static_cast<std::uint16_t>(nearestHalf(any())) : std::uint16_t(0);
        for (int use = 0; use < uses; ++use)
            rowOfUse.push_back(shape.gathered ? (7 * use + 3) % uses : use);
    }

    static constexpr bool hasScale = !std::is_same_v<Weight, Half>;
    static Weight stored(float number)
    {
        if constexpr (std::is_same_v<Weight, Byte>)
            return {static_cast<std::uint8_t>(static_cast<int>(number) + byteBias)};
        else if constexpr (std::is_same_v<Weight, Fp8>)
            return nearestFp8(number);
        else
            return {static_cast<std::uint16_t>(nearestHalf(number))};
    }

    float sum(int use, int column) const
    {
        const int line = expertOfUse[static_cast<std::size_t>(use)] * columns + column;
        float sum = 0;
        for (int k = 0; k < stride; ++k)
            sum += toFloat(in[static_cast<std::size_t>(rowOfUse[static_cast<std::size_t>(use)] * stride + k)]) * numbers[static_cast<std::size_t>(line * stride + k)];
        return sum * scales[static_cast<std::size_t>(line)];
    }
    float expected(const Shape &shape, int use, int output, float before) const
    {
        if (output >= shape.width)
            return 0;
        if (shape.epilogue == Epilogue::Gated)
            return gatedOf(sum(use, output / 8 * 16 + output % 8), sum(use, output / 8 * 16 + output % 8 + 8));
        return shape.epilogue == Epilogue::Add ? before + sum(use, output) : sum(use, output);
    }

    int stride, columns;
    std::mt19937 random;
    std::vector<float> numbers, scales;
    std::vector<Weight> weights;
    std::vector<Half> in;
    std::vector<Tile> tiles;
    std::vector<int> expertOfUse;
    std::vector<std::int32_t> rowOfUse;
    std::int32_t tileCount = 0;
    StepBlock step{};
};

template <class Weight>
void runs(const Shape &shape)
{
    using Block = HopperShape<Weight>;
    constexpr std::uint32_t untouched = 0xC0E00000U;   // -7 where it is a float
    const Work<Weight> work(shape);
    const int uses = work.step.rows, width = shape.rounded ? roundedStride(shape.width) : shape.width;
    const bool dense = shape.uses.size() == 1;
    std::vector<std::uint32_t> out(static_cast<std::size_t>(uses * width / (shape.rounded ? 2 : 1)) + 64, untouched);
    ProductArgs args{.step = &work.step,
                     .epilogue = shape.epilogue,
                     .weights = work.weights.data(),
                     .scales = Block::converts ? work.scales.data() : nullptr,
                     .expertValues = static_cast<std::int64_t>(work.columns) * work.stride,
                     .depth = shape.depth,
                     .columns = work.columns,
                     .tiles = dense ? nullptr : work.tiles.data(),
                     .tileCount = &work.tileCount,
                     .rowOfUse = shape.gathered ? work.rowOfUse.data() : nullptr,
                     .in = work.in.data(),
                     .outWidth = shape.width};
    if (shape.rounded)
        args.out.rounded = out.data();
    else
        args.out.exact = reinterpret_cast<float *>(out.data());
    const HopperTensors tensors{{work.weights.data(), sizeof(Weight), work.stride, work.columns, args.expertValues, Block::columns}, {work.in.data(), sizeof(Half), work.stride, uses, 0, Block::rows}};

    EmulatedHopper card(static_cast<unsigned>(shape.depth));
    QVERIFY2(card.run(shape.blocks, Block::threads, Block::firstRegisters, [&] { hopperProduct<Weight>(args, tensors); }), "threads wait for each other for ever");
    QCOMPARE(card.fault(), "");
    for (int i = 0; i < uses * width; ++i) {
        const float expected = work.expected(shape, i / width, i % width, -7.0F);
        if (shape.rounded)
            QCOMPARE(out[static_cast<std::size_t>(i / 2)] >> i % 2 * 16 & 0xFFFFU, nearestHalf(expected));
        else
            QVERIFY2(args.out.exact[i] == expected, qPrintable(QString("%1 for %2").arg(args.out.exact[i]).arg(expected)));
    }
    for (std::size_t i = out.size() - 64; i < out.size(); ++i)
        QCOMPARE(out[i], untouched);
}

}  // namespace

class CudaHopperTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyShapeEndsAndIsExact_data()
    {
        QTest::addColumn<int>("shape");
        for (std::size_t i = 0; i < std::size(allShapes); ++i)
            QTest::newRow(allShapes[i].name) << static_cast<int>(i);
    }
    void everyShapeEndsAndIsExact()
    {
        QFETCH(int, shape);
        runs<Half>(allShapes[shape]);
        runs<Byte>(allShapes[shape]);
        runs<Fp8>(allShapes[shape]);
    }
};

QTEST_APPLESS_MAIN(CudaHopperTest)
#include "tst_cuda_hopper.moc"
