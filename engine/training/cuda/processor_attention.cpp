#include "engine/training/cuda/processor_attention.h"

#include "engine/training/cuda/rows.h"

#include <algorithm>
#include <vector>

namespace interlinear::training::cuda {

namespace {

/// Rows of one head of one sequence, [length, size].
struct Head {
    std::vector<float> values;
    std::int64_t size;

    float &at(std::int64_t row, std::int64_t c) { return values[static_cast<std::size_t>(row * size + c)]; }
    float dot(std::int64_t row, const Head &other, std::int64_t otherRow) const
    {
        float sum = 0;
        for (std::int64_t c = 0; c < size; ++c)
            sum += values[static_cast<std::size_t>(row * size + c)] * other.values[static_cast<std::size_t>(otherRow * size + c)];
        return sum;
    }
    void add(std::int64_t row, float factor, const Head &other, std::int64_t otherRow)
    {
        for (std::int64_t c = 0; c < size; ++c)
            at(row, c) += factor * other.values[static_cast<std::size_t>(otherRow * size + c)];
    }
};

/// A sequence, and where its heads lie in rows of queries, keys and values.
template <class Args>
struct Sequence {
    const Args &args;
    std::int64_t begin, length;

    std::int64_t stride() const { return (args.heads + 2 * args.kvHeads) * args.size; }
    std::int64_t queriesAt(std::int64_t head) const { return begin * stride() + head * args.size; }
    std::int64_t keysAt(std::int64_t kvHead) const { return queriesAt(args.heads + kvHead); }
    std::int64_t valuesAt(std::int64_t kvHead) const { return queriesAt(args.heads + args.kvHeads + kvHead); }
    std::int64_t outStride() const { return std::int64_t{args.heads} * args.size; }
    std::int64_t outAt(std::int64_t head) const { return begin * outStride() + head * args.size; }
    std::int64_t logAt(std::int64_t row, std::int64_t head) const { return (begin + row) * args.heads + head; }
    float scale() const { return 1 / std::sqrt(static_cast<float>(args.size)); }

    Head zeros() const { return {std::vector<float>(static_cast<std::size_t>(length * args.size)), args.size}; }
    Head read(const Bf16 *from, std::int64_t step) const
    {
        Head head = zeros();
        for (std::int64_t row = 0; row < length; ++row) {
            for (std::int64_t c = 0; c < args.size; ++c)
                head.at(row, c) = toFloat(from[row * step + c]);
        }
        return head;
    }
    Head readTurned(const Bf16 *from) const
    {
        std::vector<Bf16> turned(static_cast<std::size_t>(length * args.size));
        const std::int32_t half = args.size / 2;
        for (std::int64_t row = 0; row < length; ++row) {
            for (std::int64_t c = 0; c < half; ++c)
                turn<1>(from + row * stride() + c, turned.data() + row * args.size + c, half, args.cosine + row * half + c, args.sine + row * half + c, 1);
        }
        return read(turned.data(), args.size);
    }
    void write(Head &head, Bf16 *to, std::int64_t step) const
    {
        for (std::int64_t row = 0; row < length; ++row) {
            for (std::int64_t c = 0; c < args.size; ++c)
                to[row * step + c] = toBf16(head.at(row, c));
        }
    }
    void writeTurnedBack(Head &head, Bf16 *to) const
    {
        const std::int32_t half = args.size / 2;
        for (std::int64_t row = 0; row < length; ++row) {
            for (std::int64_t c = 0; c < half; ++c) {
                const float low = head.at(row, c), high = head.at(row, half + c), cosine = args.cosine[row * half + c], sine = args.sine[row * half + c];
                to[row * stride() + c] = toBf16(low * cosine + high * sine);
                to[row * stride() + half + c] = toBf16(high * cosine - low * sine);
            }
        }
    }
};

template <class Args, class Work>
void eachSequence(const Args &args, Work work)
{
    for (std::int64_t i = 0; i < args.sequences; ++i)
        work(Sequence<Args>{args, args.starts[i], args.starts[i + 1] - args.starts[i]});
}

void attendHead(const Sequence<Attention> &sequence, std::int64_t head)
{
    const Attention &args = sequence.args;
    const std::int64_t kvHead = head / (args.heads / args.kvHeads);
    const Head q = sequence.readTurned(args.qkv + sequence.queriesAt(head)), k = sequence.readTurned(args.qkv + sequence.keysAt(kvHead)),
               v = sequence.read(args.qkv + sequence.valuesAt(kvHead), sequence.stride());
    Head mixed = sequence.zeros();
    for (std::int64_t row = 0; row < sequence.length; ++row) {
        std::vector<float> scores;
        for (std::int64_t j = 0; j <= row; ++j)
            scores.push_back(q.dot(row, k, j) * sequence.scale());
        const float highest = *std::max_element(scores.begin(), scores.end());
        float total = 0;
        for (const float score : scores)
            total += std::exp(score - highest);
        const float log = args.logs[sequence.logAt(row, head)] = highest + std::log(total);
        for (std::int64_t j = 0; j <= row; ++j)
            mixed.add(row, std::exp(scores[static_cast<std::size_t>(j)] - log), v, j);
    }
    sequence.write(mixed, args.out + sequence.outAt(head), sequence.outStride());
}

void attendGradientHead(const Sequence<AttentionGradient> &sequence, std::int64_t head, const Head &k, const Head &v, Head &gradKeys, Head &gradValues)
{
    const AttentionGradient &args = sequence.args;
    const Head q = sequence.readTurned(args.qkv + sequence.queriesAt(head)), grad = sequence.read(args.gradOut + sequence.outAt(head), sequence.outStride()),
               out = sequence.read(args.out + sequence.outAt(head), sequence.outStride());
    Head gradQueries = sequence.zeros();
    for (std::int64_t row = 0; row < sequence.length; ++row) {
        const float dot = args.dots[sequence.logAt(row, head)] = grad.dot(row, out, row);
        for (std::int64_t j = 0; j <= row; ++j) {
            const float probability = std::exp(q.dot(row, k, j) * sequence.scale() - args.logs[sequence.logAt(row, head)]);
            const float slope = probability * (grad.dot(row, v, j) - dot) * sequence.scale();
            gradQueries.add(row, slope, k, j);
            gradKeys.add(j, slope, q, row);
            gradValues.add(j, probability, grad, row);
        }
    }
    sequence.writeTurnedBack(gradQueries, args.gradQkv + sequence.queriesAt(head));
}

}  // namespace

int attendOnProcessor(const Attention *args)
{
    eachSequence(*args, [&](const auto &sequence) {
        for (std::int64_t head = 0; head < args->heads; ++head)
            attendHead(sequence, head);
    });
    return 0;
}

int attendGradientOnProcessor(const AttentionGradient *args)
{
    const std::int64_t group = args->heads / args->kvHeads;
    eachSequence(*args, [&](const auto &sequence) {
        for (std::int64_t kvHead = 0; kvHead < args->kvHeads; ++kvHead) {
            const Head k = sequence.readTurned(args->qkv + sequence.keysAt(kvHead)), v = sequence.read(args->qkv + sequence.valuesAt(kvHead), sequence.stride());
            Head gradKeys = sequence.zeros(), gradValues = sequence.zeros();
            for (std::int64_t head = kvHead * group; head < (kvHead + 1) * group; ++head)
                attendGradientHead(sequence, head, k, v, gradKeys, gradValues);
            sequence.writeTurnedBack(gradKeys, args->gradQkv + sequence.keysAt(kvHead));
            sequence.write(gradValues, args->gradQkv + sequence.valuesAt(kvHead), sequence.stride());
        }
    });
    return 0;
}

}  // namespace interlinear::training::cuda
