#include "engine/mixmoe/runtime/kernels/attention_kernel.h"

#include "engine/mixmoe/runtime/kernels/panel_columns.h"
#include "engine/mixmoe/runtime/kernels/unrolled.h"

namespace interlinear::mixmoe {

namespace {

template <int Lanes>
constexpr std::size_t partsOfPanel = panelWidth / Lanes;

template <typename Value>
[[gnu::always_inline]] inline const Value *keysIn(const HeadAttention &head, std::size_t block)
{
    return reinterpret_cast<const Value *>(head.blocks[block]) + head.keyOffset;
}

template <typename Value>
[[gnu::always_inline]] inline const Value *valuesIn(const HeadAttention &head, std::size_t block)
{
    return reinterpret_cast<const Value *>(head.blocks[block]) + head.valueOffset;
}

// Queries x Blocks blocks of scores stay in registers while the dimensions pass.
template <typename Value, int Lanes, std::size_t Queries, std::size_t Blocks>
[[gnu::always_inline]] inline void scoreTile(const HeadAttention &head, std::size_t query, std::size_t block)
{
    using From = Columns<Value, Lanes>;
    using Vector = typename From::Vector;
    constexpr std::size_t parts = partsOfPanel<Lanes>;
    const Value *keysOf[Blocks];
    const float *queries[Queries];
    for (std::size_t b = 0; b < Blocks; ++b)
        keysOf[b] = keysIn<Value>(head, block + b);
    for (std::size_t q = 0; q < Queries; ++q)
        queries[q] = head.queries[query + q];
    Vector sums[Queries][Blocks * parts] = {};
    for (std::size_t k = 0; k < head.headSize; k += From::depths) {
        typename From::Loaded loaded[Blocks * parts];
        for (std::size_t b = 0; b < Blocks; ++b)
            for (std::size_t part = 0; part < parts; ++part)
                loaded[b * parts + part] = From::load(keysOf[b] + k * panelWidth + part * Lanes * From::depths);
        for (std::size_t depth = 0; depth < From::depths; ++depth) {
            Vector keys[Blocks * parts];
            for (std::size_t b = 0; b < Blocks * parts; ++b)
                keys[b] = From::column(loaded[b], depth);
            for (std::size_t q = 0; q < Queries; ++q) {
                const float factor = queries[q][k + depth];
                for (std::size_t b = 0; b < Blocks * parts; ++b)
                    sums[q][b] += keys[b] * factor;
            }
        }
    }
    for (std::size_t q = 0; q < Queries; ++q)
        for (std::size_t b = 0; b < Blocks * parts; ++b)
            *reinterpret_cast<Vector *>(head.scores[query + q] + block * panelWidth + b * Lanes) = sums[q][b];
}

// Queries x Panels panels of outputs stay in registers while the positions pass.
template <typename Value, int Lanes, std::size_t Queries, std::size_t Panels>
[[gnu::always_inline]] inline void mixTile(const HeadAttention &head, std::size_t query, std::size_t column)
{
    using From = Columns<Value, Lanes>;
    using Vector = typename From::Vector;
    constexpr std::size_t parts = Panels * partsOfPanel<Lanes>;
    Vector sums[Queries][parts] = {};
    typename From::Loaded loaded[parts];
    const auto load = [&](const Value *values) __attribute__((always_inline)) {
        for (std::size_t part = 0; part < parts; ++part)
            loaded[part] = From::load(values + part * Lanes * From::depths);
    };
    const auto add = [&](std::size_t position, std::size_t depth) __attribute__((always_inline)) {
        Vector columns[parts];
        for (std::size_t part = 0; part < parts; ++part)
            columns[part] = From::column(loaded[part], depth);
        for (std::size_t q = 0; q < Queries; ++q) {
            const float factor = head.scores[query + q][position + depth];
            for (std::size_t part = 0; part < parts; ++part)
                sums[q][part] += columns[part] * factor;
        }
    };
    for (std::size_t begin = 0; begin < head.positions; begin += panelWidth) {
        const Value *values = valuesIn<Value>(head, begin / panelWidth) + column * From::depths;
        const std::size_t end = head.positions - begin < panelWidth ? head.positions : begin + panelWidth;
        std::size_t position = begin;
        for (; position + From::depths <= end; position += From::depths, values += From::depths * head.valueStride) {
            load(values);
            for (std::size_t depth = 0; depth < From::depths; ++depth)
                add(position, depth);
        }
        if (position < end) {
            load(values);
            add(position, 0);
        }
    }
    for (std::size_t q = 0; q < Queries; ++q)
        for (std::size_t part = 0; part < parts; ++part)
            *reinterpret_cast<Vector *>(head.out[query + q] + column + part * Lanes) = sums[q][part];
}

template <typename Value, int Lanes, std::size_t Queries>
[[gnu::always_inline]] inline void mixQueries(const HeadAttention &head, std::size_t query)
{
    const std::size_t width = paddedToPanel(head.headSize);
    std::size_t column = 0;
    for (; column + 4 * panelWidth <= width; column += 4 * panelWidth)
        mixTile<Value, Lanes, Queries, 4>(head, query, column);
    for (; column + 2 * panelWidth <= width; column += 2 * panelWidth)
        mixTile<Value, Lanes, Queries, 2>(head, query, column);
    for (; column < width; column += panelWidth)
        mixTile<Value, Lanes, Queries, 1>(head, query, column);
}

// Six queries with sixteen lanes fill the registers; narrower lanes take one.
template <int Lanes, typename Work>
[[gnu::always_inline]] inline void inQueries(std::size_t count, const Work &work)
{
    std::size_t query = 0;
    if constexpr (Lanes == 16) {
        for (; query + 6 <= count; query += 6)
            work(Index<6>{}, query);
        for (; query + 4 <= count; query += 4)
            work(Index<4>{}, query);
        for (; query + 2 <= count; query += 2)
            work(Index<2>{}, query);
    }
    for (; query < count; ++query)
        work(Index<1>{}, query);
}

// Where one tile holds all queries, memory is what they wait for: the values, which are wanted next, are fetched meanwhile.
template <typename Value>
[[gnu::always_inline]] inline void prefetchValues(const HeadAttention &head, std::size_t block)
{
    constexpr std::size_t depths = Columns<Value, 1>::depths, valuesOfLine = 64 / sizeof(Value);
    const Value *values = valuesIn<Value>(head, block);
    for (std::size_t position = 0; position < panelWidth; position += depths, values += depths * head.valueStride)
        for (std::size_t i = 0; i < depths * head.headSize; i += valuesOfLine)
            __builtin_prefetch(values + i, 0, 2);
}

template <typename Value, int Lanes, std::size_t Blocks>
[[gnu::always_inline]] inline void scoreBlocks(const HeadAttention &head, std::size_t block)
{
    for (std::size_t b = block; head.count <= 4 && b < block + Blocks; ++b)
        prefetchValues<Value>(head, b);
    inQueries<Lanes>(head.count, [&](auto together, std::size_t query) __attribute__((always_inline)) { scoreTile<Value, Lanes, together.value, Blocks>(head, query, block); });
}

// All queries pass over a few blocks of keys, which stay in the nearest cache meanwhile.
template <typename Value, int Lanes>
[[gnu::always_inline]] inline void keyScores(const HeadAttention &head)
{
    const std::size_t blocks = paddedToPanel(head.positions) / panelWidth;
    std::size_t block = 0;
    for (; block + 4 <= blocks; block += 4)
        scoreBlocks<Value, Lanes, 4>(head, block);
    if (blocks - block == 3)
        scoreBlocks<Value, Lanes, 3>(head, block);
    else if (blocks - block == 2)
        scoreBlocks<Value, Lanes, 2>(head, block);
    else if (blocks - block == 1)
        scoreBlocks<Value, Lanes, 1>(head, block);
}

template <typename Value, int Lanes>
[[gnu::always_inline]] inline void mixValues(const HeadAttention &head)
{
    inQueries<Lanes>(head.count, [&](auto together, std::size_t query) __attribute__((always_inline)) { mixQueries<Value, Lanes, together.value>(head, query); });
}

template <typename Value>
void portableScores(const HeadAttention &head)
{
    keyScores<Value, 4>(head);
}

template <typename Value>
void portableMix(const HeadAttention &head)
{
    mixValues<Value, 4>(head);
}

#if defined(__x86_64__)
template <typename Value>
__attribute__((target("avx2,fma"))) void avx2Scores(const HeadAttention &head)
{
    keyScores<Value, 8>(head);
}

template <typename Value>
__attribute__((target("avx2,fma"))) void avx2Mix(const HeadAttention &head)
{
    mixValues<Value, 8>(head);
}

template <typename Value>
__attribute__((target("avx512f,avx2,fma"))) void avx512Scores(const HeadAttention &head)
{
    keyScores<Value, 16>(head);
}

template <typename Value>
__attribute__((target("avx512f,avx2,fma"))) void avx512Mix(const HeadAttention &head)
{
    mixValues<Value, 16>(head);
}
#endif

}  // namespace

template <typename Value>
AttentionKernel attentionKernel([[maybe_unused]] InstructionSet instructions)
{
#if defined(__x86_64__)
    if (instructions == InstructionSet::Avx512 || instructions == InstructionSet::Avx512Vnni)
        return {avx512Scores<Value>, avx512Mix<Value>};
    if (instructions == InstructionSet::Avx2)
        return {avx2Scores<Value>, avx2Mix<Value>};
#endif
    return {portableScores<Value>, portableMix<Value>};
}

template AttentionKernel attentionKernel<float>(InstructionSet);
template AttentionKernel attentionKernel<Bf16>(InstructionSet);

}  // namespace interlinear::mixmoe
