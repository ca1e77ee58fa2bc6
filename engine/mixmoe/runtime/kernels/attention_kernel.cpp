#include "engine/mixmoe/runtime/kernels/attention_kernel.h"

#include "engine/mixmoe/runtime/kernels/unrolled.h"

namespace interlinear::mixmoe {

namespace {

template <int Lanes>
struct VectorOf {
    typedef float Type __attribute__((vector_size(Lanes * sizeof(float))));
};

template <int Lanes>
constexpr std::size_t partsOfPanel = panelWidth / Lanes;

// Queries x Blocks blocks of scores stay in registers while the dimensions pass.
template <int Lanes, std::size_t Queries, std::size_t Blocks>
[[gnu::always_inline]] inline void scoreTile(const HeadAttention &head, std::size_t query, std::size_t block)
{
    using Vector = typename VectorOf<Lanes>::Type;
    constexpr std::size_t parts = partsOfPanel<Lanes>;
    const float *keysOf[Blocks], *queries[Queries];
    for (std::size_t b = 0; b < Blocks; ++b)
        keysOf[b] = head.blocks[block + b] + head.keyOffset;
    for (std::size_t q = 0; q < Queries; ++q)
        queries[q] = head.queries[query + q];
    Vector sums[Queries][Blocks * parts] = {};
    for (std::size_t k = 0; k < head.headSize; ++k) {
        Vector keys[Blocks * parts];
        for (std::size_t b = 0; b < Blocks; ++b)
            for (std::size_t part = 0; part < parts; ++part)
                keys[b * parts + part] = *reinterpret_cast<const Vector *>(keysOf[b] + k * panelWidth + part * Lanes);
        for (std::size_t q = 0; q < Queries; ++q) {
            const float factor = queries[q][k];
            for (std::size_t b = 0; b < Blocks * parts; ++b)
                sums[q][b] += keys[b] * factor;
        }
    }
    for (std::size_t q = 0; q < Queries; ++q)
        for (std::size_t b = 0; b < Blocks * parts; ++b)
            *reinterpret_cast<Vector *>(head.scores[query + q] + block * panelWidth + b * Lanes) = sums[q][b];
}

// Queries x Panels panels of outputs stay in registers while the positions pass.
template <int Lanes, std::size_t Queries, std::size_t Panels>
[[gnu::always_inline]] inline void mixTile(const HeadAttention &head, std::size_t query, std::size_t column)
{
    using Vector = typename VectorOf<Lanes>::Type;
    constexpr std::size_t parts = Panels * partsOfPanel<Lanes>;
    Vector sums[Queries][parts] = {};
    for (std::size_t begin = 0; begin < head.positions; begin += panelWidth) {
        const float *values = head.blocks[begin / panelWidth] + head.valueOffset + column;
        const std::size_t end = head.positions - begin < panelWidth ? head.positions : begin + panelWidth;
        for (std::size_t position = begin; position < end; ++position, values += head.valueStride) {
            Vector loaded[parts];
            for (std::size_t part = 0; part < parts; ++part)
                loaded[part] = *reinterpret_cast<const Vector *>(values + part * Lanes);
            for (std::size_t q = 0; q < Queries; ++q) {
                const float factor = head.scores[query + q][position];
                for (std::size_t part = 0; part < parts; ++part)
                    sums[q][part] += loaded[part] * factor;
            }
        }
    }
    for (std::size_t q = 0; q < Queries; ++q)
        for (std::size_t part = 0; part < parts; ++part)
            *reinterpret_cast<Vector *>(head.out[query + q] + column + part * Lanes) = sums[q][part];
}

template <int Lanes, std::size_t Queries>
[[gnu::always_inline]] inline void mixQueries(const HeadAttention &head, std::size_t query)
{
    const std::size_t width = paddedToPanel(head.headSize);
    std::size_t column = 0;
    for (; column + 4 * panelWidth <= width; column += 4 * panelWidth)
        mixTile<Lanes, Queries, 4>(head, query, column);
    for (; column + 2 * panelWidth <= width; column += 2 * panelWidth)
        mixTile<Lanes, Queries, 2>(head, query, column);
    for (; column < width; column += panelWidth)
        mixTile<Lanes, Queries, 1>(head, query, column);
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
[[gnu::always_inline]] inline void prefetchValues(const HeadAttention &head, std::size_t block)
{
    const float *values = head.blocks[block] + head.valueOffset;
    for (std::size_t position = 0; position < panelWidth; ++position, values += head.valueStride)
        for (std::size_t i = 0; i < head.headSize; i += panelWidth)
            __builtin_prefetch(values + i, 0, 2);
}

template <int Lanes, std::size_t Blocks>
[[gnu::always_inline]] inline void scoreBlocks(const HeadAttention &head, std::size_t block)
{
    for (std::size_t b = block; head.count <= 4 && b < block + Blocks; ++b)
        prefetchValues(head, b);
    inQueries<Lanes>(head.count, [&](auto together, std::size_t query) __attribute__((always_inline)) { scoreTile<Lanes, together.value, Blocks>(head, query, block); });
}

// All queries pass over a few blocks of keys, which stay in the nearest cache meanwhile.
template <int Lanes>
[[gnu::always_inline]] inline void keyScores(const HeadAttention &head)
{
    const std::size_t blocks = paddedToPanel(head.positions) / panelWidth;
    std::size_t block = 0;
    for (; block + 4 <= blocks; block += 4)
        scoreBlocks<Lanes, 4>(head, block);
    if (blocks - block == 3)
        scoreBlocks<Lanes, 3>(head, block);
    else if (blocks - block == 2)
        scoreBlocks<Lanes, 2>(head, block);
    else if (blocks - block == 1)
        scoreBlocks<Lanes, 1>(head, block);
}

template <int Lanes>
[[gnu::always_inline]] inline void mixValues(const HeadAttention &head)
{
    inQueries<Lanes>(head.count, [&](auto together, std::size_t query) __attribute__((always_inline)) { mixQueries<Lanes, together.value>(head, query); });
}

void portableScores(const HeadAttention &head) { keyScores<4>(head); }
void portableMix(const HeadAttention &head) { mixValues<4>(head); }

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void avx2Scores(const HeadAttention &head) { keyScores<8>(head); }
[[gnu::target("avx2,fma")]] void avx2Mix(const HeadAttention &head) { mixValues<8>(head); }
[[gnu::target("avx512f,avx2,fma")]] void avx512Scores(const HeadAttention &head) { keyScores<16>(head); }
[[gnu::target("avx512f,avx2,fma")]] void avx512Mix(const HeadAttention &head) { mixValues<16>(head); }
#endif

}  // namespace

AttentionKernel attentionKernel(InstructionSet instructions)
{
#if defined(__x86_64__)
    if (instructions == InstructionSet::Avx512 || instructions == InstructionSet::Avx512Vnni)
        return {avx512Scores, avx512Mix};
    if (instructions == InstructionSet::Avx2)
        return {avx2Scores, avx2Mix};
#endif
    return {portableScores, portableMix};
}

}  // namespace interlinear::mixmoe
