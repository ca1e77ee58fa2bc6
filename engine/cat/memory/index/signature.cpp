#include "engine/cat/memory/index/signature.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)   // the loader picks before the thread sanitizer is there
#define INTERLINEAR_EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define INTERLINEAR_EVERY_CPU
#endif

namespace interlinear::cat {

namespace {

constexpr int mostPlanes = 32;

// One bit of 512 units; the compiler cuts it into what the processor has.
using Line = std::uint64_t __attribute__((vector_size(64)));
using LineInMemory = std::uint64_t __attribute__((vector_size(64), aligned(8), may_alias));

/// Binary counters of 512 units, plane by plane, that overflow when `least` is reached: they start at 2^planes - least.
INTERLINEAR_EVERY_CPU void countLine(const SignatureQuery::Bit *bits, std::size_t bitCount, const std::uint64_t *line, std::size_t stride, std::uint32_t least, int planes,
                                     std::uint64_t *found)
{
    const Line none{};
    Line plane[mostPlanes];
    const std::uint64_t start = (std::uint64_t(1) << planes) - least;
    for (int p = 0; p < planes; ++p)
        plane[p] = (start >> p & 1) != 0 ? ~none : none;
    Line reached = none;
    for (std::size_t i = 0; i < bitCount; ++i) {
        const Line slice = *reinterpret_cast<const LineInMemory *>(line + bits[i].bit * stride);
        for (std::uint32_t words = bits[i].words; words != 0; words &= words - 1) {
            Line carry = slice;
            for (int p = __builtin_ctz(words); p < planes; ++p) {
                const Line both = plane[p] & carry;
                plane[p] ^= carry;
                carry = both;
            }
            reached |= carry;
        }
    }
    *reinterpret_cast<LineInMemory *>(found) = reached;
}

}  // namespace

Signature signatureOf(std::span<const WordId> words)
{
    Signature signature{};
    for (const WordId word : words) {
        const std::size_t bit = signatureBit(word);
        signature[bit / 64] |= std::uint64_t(1) << (bit % 64);
    }
    return signature;
}

SignatureQuery::SignatureQuery(std::span<const WordId> query)
{
    std::array<std::uint32_t, signatureBits> words{};
    for (const WordId word : query) {
        if (word == unknownWord)
            continue;
        ++words[signatureBit(word)];
        ++m_knownWords;
    }
    for (std::size_t bit = 0; bit < signatureBits; ++bit) {
        if (words[bit] != 0)
            m_bits.push_back({bit, words[bit]});
    }
}

std::uint32_t SignatureQuery::shared(const Signature &signature) const
{
    std::uint32_t count = 0;
    for (const Bit &bit : m_bits)
        count += (signature[bit.bit / 64] >> (bit.bit % 64) & 1) != 0 ? bit.words : 0;
    return count;
}

void unitsThatShare(const SignatureQuery &query, const std::uint64_t *slices, std::size_t stride, std::size_t first, std::size_t lines, const std::uint32_t *least,
                    std::uint64_t *found)
{
    const int planes = std::bit_width(query.knownWords());
    for (std::size_t i = 0; i < lines; ++i) {
        if (least[i] > query.knownWords())
            std::memset(found + i * wordsPerLine, 0, wordsPerLine * sizeof *found);
        else
            countLine(query.bits().data(), query.bits().size(), slices + (first + i) * wordsPerLine, stride, least[i], planes, found + i * wordsPerLine);
    }
}

}  // namespace interlinear::cat
