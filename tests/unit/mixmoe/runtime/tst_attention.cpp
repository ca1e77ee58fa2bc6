// Attention over what a cache of keys and values holds, against plain loops.
#include "engine/mixmoe/runtime/cpu/key_value_cache.h"
#include "engine/mixmoe/runtime/cpu/packed_matrix.h"
#include "engine/mixmoe/runtime/kernels/kernels.h"
#include "tests/unit/mixmoe/runtime/drawn.h"

#include <QTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

using namespace interlinear::mixmoe;
using interlinear::tests::drawn;

class AttentionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void attentionMatchesPlainLoops_data();
    void attentionMatchesPlainLoops();
    void roundingToBf16MatchesPlainLoops();
};

void AttentionTest::attentionMatchesPlainLoops_data()
{
    QTest::addColumn<int>("positions");
    QTest::addColumn<int>("headSize");
    QTest::addColumn<int>("sharing");
    for (const int positions : {1, 15, 16, 17, 48, 63, 64, 65, 130})
        for (const int headSize : {6, 16, 32, 64, 80})
            QTest::addRow("%d positions, %d wide", positions, headSize) << positions << headSize << 1 + positions % 7;
}

// Over what a cache was given, in fp32 and in bf16: there over what was left of it.
void AttentionTest::attentionMatchesPlainLoops()
{
    QFETCH(int, positions);
    QFETCH(int, headSize);
    QFETCH(int, sharing);
    const auto count = static_cast<std::size_t>(positions), width = static_cast<std::size_t>(headSize), heads = static_cast<std::size_t>(sharing);
    const std::size_t padded = paddedToPanel(width);
    constexpr std::size_t kvHeads = 3, layer = 1;
    ModelConfig config;
    config.layerCount = 2;
    config.headSize = headSize;
    config.kvHeadCount = kvHeads;
    const std::vector<float> queries = drawn(heads * width, 1);
    constexpr int behind = 20;   // positions that are not asked for: what they hold is in no answer
    const std::vector<float> noNumbers(kvHeads * width, std::numeric_limits<float>::quiet_NaN());
    for (const InstructionSet instructions : supportedInstructions()) {
        for (const KeyValueType type : {KeyValueType::Fp32, KeyValueType::Bf16}) {
            std::vector<float> keys = drawn(count * kvHeads * width, 2), values = drawn(count * kvHeads * width, 3);
            KeyValueBlocks blocks(config, type);
            KeyValueCache cache(blocks, positions + behind);
            cache.reserve(count + behind);
            for (std::size_t position = 0; position < count; ++position)
                cache.write(layer, position, keys.data() + position * kvHeads * width, values.data() + position * kvHeads * width, rowFunctions(instructions));
            for (std::size_t position = count; position < count + behind; ++position)
                cache.write(layer, position, noNumbers.data(), noNumbers.data(), rowFunctions(instructions));
            if (type == KeyValueType::Bf16) {
                for (std::vector<float> *written : {&keys, &values})
                    std::ranges::transform(*written, written->begin(), [](float value) { return toFloat(toBf16(value)); });
            }
            AlignedFloats scores(heads * paddedToPanel(count)), out(heads * padded);
            std::vector<const float *> queryOf;
            std::vector<float *> scoresOf, outOf;
            for (std::size_t i = 0; i < heads; ++i) {
                queryOf.push_back(queries.data() + i * width);
                scoresOf.push_back(scores.data() + i * paddedToPanel(count));
                outOf.push_back(out.data() + i * padded);
            }
            const AttentionKernel kernel = type == KeyValueType::Bf16 ? attentionKernel<Bf16>(instructions) : attentionKernel<float>(instructions);
            for (std::size_t kvHead = 0; kvHead < kvHeads; ++kvHead) {
                const HeadAttention head{.count = heads, .queries = queryOf.data(), .headSize = width, .blocks = cache.blocks(), .keyOffset = cache.layout().keyOffset(layer, kvHead),
                                         .valueOffset = cache.layout().valueOffset(layer, kvHead), .valueStride = cache.layout().valueStride(), .positions = count,
                                         .scores = scoresOf.data(), .out = outOf.data()};
                kernel.keyScores(head);
                kernel.mixValues(head);
                for (std::size_t i = 0; i < heads; ++i) {
                    std::vector<double> mixed(width);
                    for (std::size_t position = 0; position < count; ++position) {
                        const std::size_t begin = (position * kvHeads + kvHead) * width;
                        double score = 0;
                        for (std::size_t k = 0; k < width; ++k)
                            score += static_cast<double>(queries[i * width + k]) * static_cast<double>(keys[begin + k]);
                        QVERIFY(std::abs(static_cast<double>(scores[i * paddedToPanel(count) + position]) - score) < 1e-4);
                        for (std::size_t k = 0; k < width; ++k)
                            mixed[k] += score * static_cast<double>(values[begin + k]);
                    }
                    for (std::size_t k = 0; k < width; ++k)
                        QVERIFY(std::abs(static_cast<double>(out[i * padded + k]) - mixed[k]) < 1e-3);
                }
            }
        }
    }
}

// To the nearest, ties to even, as single values are rounded; infinities and numbers that are none stay what they are.
void AttentionTest::roundingToBf16MatchesPlainLoops()
{
    std::vector<float> x = drawn(200, 5);
    for (std::uint32_t bits : {0x3F808000U, 0x3F818000U, 0x3F808001U, 0x80000000U, 0x00000001U, 0x7F7FFFFFU, 0xFF7F7FFFU})
        x.push_back(std::bit_cast<float>(bits));
    const std::size_t finite = x.size();
    for (std::uint32_t bits : {0x7F800000U, 0xFF800000U, 0x7F800001U, 0x7FFFFFFFU, 0xFFFFFFFFU, 0x7FC00000U})
        x.push_back(std::bit_cast<float>(bits));
    for (const InstructionSet instructions : supportedInstructions()) {
        for (std::size_t count = 1; count <= x.size(); ++count) {
            std::vector<Bf16> halves(count + 1, Bf16{0x1234});
            rowFunctions(instructions).roundToBf16(x.data(), count, halves.data());
            QCOMPARE(halves[count].bits, std::uint16_t{0x1234});
            for (std::size_t i = 0; i < std::min(count, finite); ++i)
                QCOMPARE(halves[i].bits, toBf16(x[i]).bits);
            for (std::size_t i = finite; i < count; ++i)
                QVERIFY(std::isnan(x[i]) ? std::isnan(toFloat(halves[i])) : toFloat(halves[i]) == x[i]);
        }
    }
}

QTEST_APPLESS_MAIN(AttentionTest)
#include "tst_attention.moc"
