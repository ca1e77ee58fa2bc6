// Rotary causal attention on tensor cores, one warp for one head of one sequence: made for sequences of tens of tokens, of which a warp holds a tile of 16 rows at a time. Queries and
// keys are turned where they are read, and their gradients turned back where they are written.
#pragma once

#include "engine/training/cuda/attention_args.h"
#include "engine/training/cuda/rows.h"
#include "engine/training/cuda/tiles.cuh"

namespace interlinear::training::cuda {

inline constexpr int tileRows = 16;

/// Of a tile in shared memory; eight values more than a head, so that eight rows lie in different banks.
template <int size>
inline constexpr int tileStride = size + 8;
template <int size>
inline constexpr int tileValues = tileRows * tileStride<size>;

/// The rows of one head in one sequence.
struct HeadRows {
    std::int64_t qAt, kAt, vAt, outAt, logAt;   // of the sequence's first row
    std::int32_t length;
};

template <class Args>
INTERLINEAR_ANYWHERE HeadRows headRows(const Args &args, std::int64_t sequence, std::int32_t head)
{
    const std::int64_t begin = args.starts[sequence], stride = (args.heads + 2 * args.kvHeads) * args.size;
    const std::int32_t kvHead = head / (args.heads / args.kvHeads);
    return {begin * stride + head * args.size, begin * stride + (args.heads + kvHead) * args.size, begin * stride + (args.heads + args.kvHeads + kvHead) * args.size,
            (begin * args.heads + head) * args.size, begin * args.heads + head, static_cast<std::int32_t>(args.starts[sequence + 1] - begin)};
}

/// Rows that there are not become zeros.
template <int size>
INTERLINEAR_ANYWHERE void loadTile(const Bf16 *from, std::int64_t stride, int rows, Bf16 *tile)
{
    for (int piece = laneOfWarp(); piece < tileRows * size / 8; piece += 32) {
        const int row = piece / (size / 8), c = piece % (size / 8) * 8;
        if (row < rows)
            copyEight(from + row * stride + c, tile + row * tileStride<size> + c);
        else
            store<8>(tile + row * tileStride<size> + c, Values<8>{});
    }
}

template <int size>
INTERLINEAR_ANYWHERE void loadTurned(const Bf16 *from, std::int64_t stride, int rows, const float *cosine, const float *sine, Bf16 *tile)
{
    constexpr int half = size / 2;
    for (int piece = laneOfWarp(); piece < tileRows * half / 4; piece += 32) {
        const int row = piece / (half / 4), c = piece % (half / 4) * 4;
        Bf16 *to = tile + row * tileStride<size> + c;
        if (row < rows) {
            turn<4>(from + row * stride + c, to, half, cosine + row * half + c, sine + row * half + c, 1);
        } else {
            store<4>(to, Values<4>{});
            store<4>(to + half, Values<4>{});
        }
    }
}

/// Over the four lanes that share a row of a product's sums.
INTERLINEAR_ANYWHERE float sumOfRow(float value)
{
    value += shuffled(value, 1);
    return value + shuffled(value, 2);
}

INTERLINEAR_ANYWHERE float highestOfRow(float value)
{
    const float other = shuffled(value, 1);
    value = value > other ? value : other;
    const float last = shuffled(value, 2);
    return value > last ? value : last;
}

/// left of 16 x size times the rows of the tile: 16 x 16.
template <int size>
INTERLINEAR_ANYWHERE void productWithRows(const Fragment (&left)[size / 16], const Bf16 *tile, float (&sums)[2][4])
{
    INTERLINEAR_UNROLL
    for (int i = 0; i < 4; ++i)
        sums[0][i] = sums[1][i] = 0;
    INTERLINEAR_UNROLL
    for (int k = 0; k < size / 16; ++k) {
        const Fragment right = rowsAsColumns(tile, tileStride<size>, 16 * k);
        multiplyAdd(sums[0], left[k], right.of[0], right.of[1]);
        multiplyAdd(sums[1], left[k], right.of[2], right.of[3]);
    }
}

/// sums of 16 x size += left of 16 x 16 times the tile.
template <int size>
INTERLINEAR_ANYWHERE void addProduct(const Fragment &left, const Bf16 *tile, float (&sums)[size / 8][4])
{
    INTERLINEAR_UNROLL
    for (int k = 0; k < size / 16; ++k) {
        const Fragment right = columnsOf(tile, tileStride<size>, 16 * k);
        multiplyAdd(sums[2 * k], left, right.of[0], right.of[1]);
        multiplyAdd(sums[2 * k + 1], left, right.of[2], right.of[3]);
    }
}

template <int size>
INTERLINEAR_ANYWHERE void leftSides(const Bf16 *tile, Fragment (&left)[size / 16])
{
    INTERLINEAR_UNROLL
    for (int k = 0; k < size / 16; ++k)
        left[k] = rowsOf(tile, tileStride<size>, 16 * k);
}

template <int n>
INTERLINEAR_ANYWHERE void clear(float (&sums)[n][4])
{
    INTERLINEAR_UNROLL
    for (int k = 0; k < n; ++k) {
        INTERLINEAR_UNROLL
        for (int i = 0; i < 4; ++i)
            sums[k][i] = 0;
    }
}

/// Which row and column of a 16 x 16 product number i of part k is.
INTERLINEAR_ANYWHERE int rowOf(int i) { return laneOfWarp() / 4 + i / 2 * 8; }
INTERLINEAR_ANYWHERE int columnOf(int k, int i) { return k * 8 + laneOfWarp() % 4 * 2 + i % 2; }

/// A tile of 16 x size, each row times its factor, where there are so many rows.
template <int size>
INTERLINEAR_ANYWHERE void writeTile(const float (&sums)[size / 8][4], const float (&factors)[2], int rows, Bf16 *to, std::int64_t stride)
{
    INTERLINEAR_UNROLL
    for (int k = 0; k < size / 8; ++k) {
        INTERLINEAR_UNROLL
        for (int h = 0; h < 2; ++h) {
            const int row = rowOf(2 * h);
            if (row < rows)
                store<2>(to + row * stride + columnOf(k, 0), Values<2>{{sums[k][2 * h] * factors[h], sums[k][2 * h + 1] * factors[h]}});
        }
    }
}

/// The gradient of a turned tile, turned back.
template <int size>
INTERLINEAR_ANYWHERE void writeTurnedBack(const float (&sums)[size / 8][4], int rows, const float *cosine, const float *sine, Bf16 *to, std::int64_t stride)
{
    constexpr int half = size / 2;
    INTERLINEAR_UNROLL
    for (int k = 0; k < size / 16; ++k) {
        INTERLINEAR_UNROLL
        for (int h = 0; h < 2; ++h) {
            const int row = rowOf(2 * h), c = columnOf(k, 0);
            if (row >= rows)
                continue;
            const Values<2> cosines = load<2>(cosine + row * half + c), sines = load<2>(sine + row * half + c);
            Values<2> low, high;
            INTERLINEAR_UNROLL
            for (int i = 0; i < 2; ++i) {
                const float first = sums[k][2 * h + i], second = sums[k + size / 16][2 * h + i];
                low.of[i] = first * cosines.of[i] + second * sines.of[i];
                high.of[i] = second * cosines.of[i] - first * sines.of[i];
            }
            store<2>(to + row * stride + c, low);
            store<2>(to + row * stride + half + c, high);
        }
    }
}

INTERLINEAR_ANYWHERE int atMost(int rows)
{
    return rows < tileRows ? rows : tileRows;
}

/// One head of one sequence; tiles: three of shared memory, this warp's own.
template <int size>
INTERLINEAR_ANYWHERE void attendHead(const Attention &args, std::int64_t sequence, std::int32_t head, Bf16 *tiles)
{
    const HeadRows rows = headRows(args, sequence, head);
    const std::int64_t stride = (args.heads + 2 * args.kvHeads) * size, outStride = std::int64_t{args.heads} * size;
    const float scale = 1 / std::sqrt(static_cast<float>(size));
    Bf16 *queries = tiles, *keys = tiles + tileValues<size>, *values = keys + tileValues<size>;
    for (int i = 0; i < rows.length; i += tileRows) {
        waitForWarp();
        loadTurned<size>(args.qkv + rows.qAt + i * stride, stride, atMost(rows.length - i), args.cosine + i * (size / 2), args.sine + i * (size / 2), queries);
        waitForWarp();
        Fragment left[size / 16];
        leftSides<size>(queries, left);
        float mixed[size / 8][4], highest[2] = {-INFINITY, -INFINITY}, total[2] = {0, 0};
        clear(mixed);
        for (int j = 0; j <= i; j += tileRows) {
            waitForWarp();
            loadTurned<size>(args.qkv + rows.kAt + j * stride, stride, atMost(rows.length - j), args.cosine + j * (size / 2), args.sine + j * (size / 2), keys);
            loadTile<size>(args.qkv + rows.vAt + j * stride, stride, atMost(rows.length - j), values);
            waitForWarp();
            float scores[2][4];
            productWithRows<size>(left, keys, scores);
            INTERLINEAR_UNROLL
            for (int h = 0; h < 2; ++h) {
                float best = -INFINITY;
                INTERLINEAR_UNROLL
                for (int n = 0; n < 4; ++n) {
                    float &score = scores[n / 2][2 * h + n % 2];
                    score = j + columnOf(n / 2, n % 2) <= i + rowOf(2 * h) ? score * scale : -INFINITY;
                    best = score > best ? score : best;
                }
                best = highestOfRow(best);
                best = best > highest[h] ? best : highest[h];
                const float factor = exponential(highest[h] - best);
                highest[h] = best;
                total[h] *= factor;
                INTERLINEAR_UNROLL
                for (int n = 0; n < 4; ++n) {
                    float &score = scores[n / 2][2 * h + n % 2];
                    score = exponential(score - best);
                    total[h] += score;
                }
                INTERLINEAR_UNROLL
                for (int k = 0; k < size / 8; ++k) {
                    mixed[k][2 * h] *= factor;
                    mixed[k][2 * h + 1] *= factor;
                }
            }
            addProduct<size>(leftSide(scores), values, mixed);
        }
        float factors[2];
        INTERLINEAR_UNROLL
        for (int h = 0; h < 2; ++h) {
            total[h] = sumOfRow(total[h]);
            factors[h] = 1 / total[h];
            const int row = i + rowOf(2 * h);
            if (laneOfWarp() % 4 == 0 && row < rows.length)
                args.logs[rows.logAt + row * args.heads] = highest[h] + std::log(total[h]);
        }
        writeTile<size>(mixed, factors, rows.length - i, args.out + rows.outAt + i * outStride, outStride);
    }
}

/// gradOut . out of 16 rows of a head.
template <int size>
INTERLINEAR_ANYWHERE void writeDots(const AttentionGradient &args, const HeadRows &rows, int i)
{
    const std::int64_t stride = std::int64_t{args.heads} * size;
    const int row = i + laneOfWarp() / 2;
    float dot = 0;
    if (row < rows.length) {
        const std::int64_t at = rows.outAt + row * stride + laneOfWarp() % 2 * (size / 2);
        INTERLINEAR_UNROLL
        for (int c = 0; c < size / 2; c += 8) {
            const Values<8> grad = load<8>(args.gradOut + at + c), value = load<8>(args.out + at + c);
            INTERLINEAR_UNROLL
            for (int n = 0; n < 8; ++n)
                dot += grad.of[n] * value.of[n];
        }
    }
    dot += shuffled(dot, 1);
    if (laneOfWarp() % 2 == 0 && row < rows.length)
        args.dots[rows.logAt + row * args.heads] = dot;
}

/// The gradient of a head's queries. From that of the mixed values, dO: dP = dO V^T, dS = P (dP - dO . O), dQ = dS K.
template <int size>
INTERLINEAR_ANYWHERE void attendGradientQueries(const AttentionGradient &args, const HeadRows &rows, Bf16 *tiles)
{
    const std::int64_t stride = (args.heads + 2 * args.kvHeads) * size, outStride = std::int64_t{args.heads} * size;
    const float scale = 1 / std::sqrt(static_cast<float>(size));
    Bf16 *queries = tiles, *grads = queries + tileValues<size>, *keys = grads + tileValues<size>, *values = keys + tileValues<size>;
    for (int i = 0; i < rows.length; i += tileRows) {
        const int count = atMost(rows.length - i);
        waitForWarp();
        loadTurned<size>(args.qkv + rows.qAt + i * stride, stride, count, args.cosine + i * (size / 2), args.sine + i * (size / 2), queries);
        loadTile<size>(args.gradOut + rows.outAt + i * outStride, outStride, count, grads);
        writeDots<size>(args, rows, i);
        waitForWarp();
        Fragment left[size / 16], leftGrads[size / 16];
        leftSides<size>(queries, left);
        leftSides<size>(grads, leftGrads);
        float logs[2] = {0, 0}, dots[2] = {0, 0}, sums[size / 8][4];
        INTERLINEAR_UNROLL
        for (int h = 0; h < 2; ++h) {
            if (rowOf(2 * h) < count) {
                logs[h] = args.logs[rows.logAt + (i + rowOf(2 * h)) * args.heads];
                dots[h] = args.dots[rows.logAt + (i + rowOf(2 * h)) * args.heads];
            }
        }
        clear(sums);
        for (int j = 0; j <= i; j += tileRows) {
            waitForWarp();
            loadTurned<size>(args.qkv + rows.kAt + j * stride, stride, atMost(rows.length - j), args.cosine + j * (size / 2), args.sine + j * (size / 2), keys);
            loadTile<size>(args.qkv + rows.vAt + j * stride, stride, atMost(rows.length - j), values);
            waitForWarp();
            float scores[2][4], slopes[2][4];
            productWithRows<size>(left, keys, scores);
            productWithRows<size>(leftGrads, values, slopes);
            INTERLINEAR_UNROLL
            for (int k = 0; k < 2; ++k) {
                INTERLINEAR_UNROLL
                for (int n = 0; n < 4; ++n) {
                    const bool seen = j + columnOf(k, n) <= i + rowOf(n) && rowOf(n) < count;
                    const float probability = seen ? exponential(scores[k][n] * scale - logs[n / 2]) : 0.0F;
                    slopes[k][n] = probability * (slopes[k][n] - dots[n / 2]) * scale;
                }
            }
            addProduct<size>(leftSide(slopes), keys, sums);
        }
        writeTurnedBack<size>(sums, count, args.cosine + i * (size / 2), args.sine + i * (size / 2), args.gradQkv + rows.qAt + i * stride, stride);
    }
}

/// The gradients of the keys and values that some heads share: dV = P^T dO, dK = dS^T Q. The heads' queries were done before, for the dots.
template <int size>
INTERLINEAR_ANYWHERE void attendGradientKeys(const AttentionGradient &args, std::int64_t sequence, std::int32_t firstHead, std::int32_t headCount, Bf16 *tiles)
{
    const std::int64_t stride = (args.heads + 2 * args.kvHeads) * size, outStride = std::int64_t{args.heads} * size;
    const float scale = 1 / std::sqrt(static_cast<float>(size)), ones[2] = {1, 1};
    Bf16 *queries = tiles, *grads = queries + tileValues<size>, *keys = grads + tileValues<size>, *values = keys + tileValues<size>;
    const HeadRows first = headRows(args, sequence, firstHead);
    for (int j = 0; j < first.length; j += tileRows) {
        const int count = atMost(first.length - j);
        waitForWarp();
        loadTurned<size>(args.qkv + first.kAt + j * stride, stride, count, args.cosine + j * (size / 2), args.sine + j * (size / 2), keys);
        loadTile<size>(args.qkv + first.vAt + j * stride, stride, count, values);
        waitForWarp();
        Fragment left[size / 16], leftValues[size / 16];
        leftSides<size>(keys, left);
        leftSides<size>(values, leftValues);
        float gradKeys[size / 8][4], gradValues[size / 8][4];
        clear(gradKeys);
        clear(gradValues);
        for (std::int32_t head = firstHead; head < firstHead + headCount; ++head) {
            const HeadRows rows = headRows(args, sequence, head);
            for (int i = j; i < rows.length; i += tileRows) {
                waitForWarp();
                loadTurned<size>(args.qkv + rows.qAt + i * stride, stride, atMost(rows.length - i), args.cosine + i * (size / 2), args.sine + i * (size / 2), queries);
                loadTile<size>(args.gradOut + rows.outAt + i * outStride, outStride, atMost(rows.length - i), grads);
                waitForWarp();
                float scores[2][4], slopes[2][4];
                productWithRows<size>(left, queries, scores);
                productWithRows<size>(leftValues, grads, slopes);
                INTERLINEAR_UNROLL
                for (int k = 0; k < 2; ++k) {
                    INTERLINEAR_UNROLL
                    for (int n = 0; n < 4; ++n) {
                        const int query = i + columnOf(k, n);
                        const bool seen = j + rowOf(n) <= query && query < rows.length;
                        const float log = seen ? args.logs[rows.logAt + query * args.heads] : 0.0F, dot = seen ? args.dots[rows.logAt + query * args.heads] : 0.0F;
                        scores[k][n] = seen ? exponential(scores[k][n] * scale - log) : 0.0F;
                        slopes[k][n] = scores[k][n] * (slopes[k][n] - dot) * scale;
                    }
                }
                addProduct<size>(leftSide(scores), grads, gradValues);
                addProduct<size>(leftSide(slopes), queries, gradKeys);
            }
        }
        writeTurnedBack<size>(gradKeys, count, args.cosine + j * (size / 2), args.sine + j * (size / 2), args.gradQkv + first.kAt + j * stride, stride);
        writeTile<size>(gradValues, ones, count, args.gradQkv + first.vAt + j * stride, stride);
    }
}

/// All gradients of the heads that share a key head; tiles: four.
template <int size>
INTERLINEAR_ANYWHERE void attendGradient(const AttentionGradient &args, std::int64_t sequence, std::int32_t kvHead, Bf16 *tiles)
{
    const std::int32_t group = args.heads / args.kvHeads;
    for (std::int32_t head = kvHead * group; head < (kvHead + 1) * group; ++head)
        attendGradientQueries<size>(args, headRows(args, sequence, head), tiles);
    attendGradientKeys<size>(args, sequence, kvHead * group, group, tiles);
}

}  // namespace interlinear::training::cuda
