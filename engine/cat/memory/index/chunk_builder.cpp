#include "engine/cat/memory/index/chunk_layout.h"
#include "engine/cat/memory/index/index_chunk.h"
#include "engine/cat/memory/index/posting_list.h"
#include "engine/cat/memory/index/varint.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace interlinear::cat {

namespace {

struct Occurrence {
    WordId word;
    std::uint32_t ordinal;
};

/// By word; those of one word stay in their order. A radix sort of eleven bits a pass.
void sortByWord(std::vector<Occurrence> &occurrences)
{
    constexpr unsigned bits = 11;
    WordId largest = 0;
    for (const Occurrence &occurrence : occurrences)
        largest = std::max(largest, occurrence.word);
    std::vector<Occurrence> sorted(occurrences.size());
    for (unsigned shift = 0; shift < 32 && largest >> shift != 0; shift += bits) {
        std::array<std::size_t, (1 << bits) + 1> starts{};
        const auto digit = [shift](WordId word) { return word >> shift & ((1U << bits) - 1); };
        for (const Occurrence &occurrence : occurrences)
            ++starts[digit(occurrence.word) + 1];
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        for (const Occurrence &occurrence : occurrences)
            sorted[starts[digit(occurrence.word)]++] = occurrence;
        occurrences.swap(sorted);
    }
}

template <typename Value>
std::string_view bytesOf(const std::vector<Value> &values)
{
    return {reinterpret_cast<const char *>(values.data()), values.size() * sizeof(Value)};
}

}  // namespace

void ChunkBuilder::add(std::int64_t row, const UnitWordIds &words)
{
    m_rows.push_back(row);
    m_hashes.push_back(words.sourceHash);
    m_texts[0].add(words.source);
    m_besideSource.add(words.besideSource);
    m_texts[1].add(words.target);
}

void ChunkBuilder::clear()
{
    *this = ChunkBuilder();
}

void ChunkBuilder::renumber(std::span<const WordId> source, std::span<const WordId> target)
{
    for (Texts *texts : {&m_texts[0], &m_besideSource}) {
        for (WordId &word : texts->words)
            word = source[word];
    }
    for (WordId &word : m_texts[1].words)
        word = target[word];
}

std::string ChunkBuilder::build() const
{
    ChunkLayout layout;
    layout.header().unitCount = static_cast<std::uint32_t>(size());
    std::vector<std::uint32_t> order(size());   // [unit]: its ordinal
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) { return source(a).size() < source(b).size(); });

    std::vector<IndexChunk::Length> lengths;
    const std::size_t stride = (size() + unitsPerLine - 1) / unitsPerLine * wordsPerLine;
    std::vector<std::uint64_t> slices(stride * signatureBits);
    std::vector<std::uint16_t> ordinals;
    std::vector<std::uint32_t> sourceStarts;
    std::string sources;
    for (std::uint32_t unit = 0; unit < size(); ++unit) {
        const std::span<const WordId> words = source(order[unit]);
        if (lengths.empty() || lengths.back().words != words.size())
            lengths.push_back({static_cast<std::uint32_t>(words.size()), unit});
        if (unit % unitsPerSourceStart == 0)
            sourceStarts.push_back(static_cast<std::uint32_t>(sources.size()));
        ordinals.push_back(static_cast<std::uint16_t>(order[unit]));
        for (const WordId word : words) {
            slices[signatureBit(word) * stride + unit / 64] |= std::uint64_t(1) << (unit % 64);
            appendVarint(sources, word);
        }
    }
    lengths.push_back({lengths.empty() ? 0 : lengths.back().words + 1, static_cast<std::uint32_t>(size())});

    std::vector<IndexChunk::Run> runs;
    for (std::uint32_t ordinal = 0; ordinal < size(); ++ordinal) {
        if (ordinal == 0 || m_rows[ordinal] != m_rows[ordinal - 1] + 1)
            runs.push_back({m_rows[ordinal], ordinal, 0});
    }

    layout.append(ChunkSection::Lengths, bytesOf(lengths));
    layout.append(ChunkSection::Runs, bytesOf(runs));
    layout.append(ChunkSection::Slices, bytesOf(slices));
    layout.append(ChunkSection::Ordinals, bytesOf(ordinals));
    layout.append(ChunkSection::SourceStarts, bytesOf(sourceStarts));
    layout.append(ChunkSection::Sources, sources);

    for (std::size_t side = 0; side < sideCount; ++side) {
        std::vector<Occurrence> occurrences;
        occurrences.reserve(m_texts[side].words.size());
        for (std::uint32_t ordinal = 0; ordinal < size(); ++ordinal) {
            for (const WordId word : m_texts[side].of(ordinal))
                occurrences.push_back({word, ordinal});
            for (const WordId word : side == 0 ? m_besideSource.of(ordinal) : std::span<const WordId>())
                occurrences.push_back({word, ordinal});
        }
        sortByWord(occurrences);
        std::vector<IndexChunk::Sample> samples;
        std::string directory, postings;
        std::vector<std::uint32_t> numbers;
        WordId before = 0;
        std::size_t wordCount = 0;
        for (std::size_t begin = 0, end = 0; begin < occurrences.size(); begin = end) {
            const WordId word = occurrences[begin].word;
            numbers.clear();
            for (; end < occurrences.size() && occurrences[end].word == word; ++end) {
                if (numbers.empty() || numbers.back() != occurrences[end].ordinal)
                    numbers.push_back(occurrences[end].ordinal);
            }
            if (wordCount++ % wordsPerSample == 0)
                samples.push_back({before, static_cast<std::uint32_t>(directory.size()), static_cast<std::uint32_t>(postings.size())});
            const std::size_t postingsBefore = postings.size();
            appendPostings(postings, numbers, size());
            appendVarint(directory, word - before);
            appendVarint(directory, static_cast<std::uint32_t>(numbers.size()));
            appendVarint(directory, static_cast<std::uint32_t>(postings.size() - postingsBefore));
            before = word;
        }
        layout.append(side == 0 ? ChunkSection::SourceSamples : ChunkSection::TargetSamples, bytesOf(samples));
        layout.append(side == 0 ? ChunkSection::SourceDirectory : ChunkSection::TargetDirectory, directory);
        layout.append(side == 0 ? ChunkSection::SourcePostings : ChunkSection::TargetPostings, postings);
    }
    std::vector<std::uint32_t> byHash(size());   // ordinals
    std::iota(byHash.begin(), byHash.end(), 0U);
    const auto placeOf = [this](std::uint32_t ordinal) { return std::pair(bucketOfHash(m_hashes[ordinal]), hashInBucket(m_hashes[ordinal])); };
    std::stable_sort(byHash.begin(), byHash.end(), [&](std::uint32_t a, std::uint32_t b) { return placeOf(a) < placeOf(b); });
    std::vector<std::uint32_t> hashStarts(hashBuckets + 1);
    std::vector<IndexChunk::HashedUnit> hashes;
    for (const std::uint32_t ordinal : byHash) {
        ++hashStarts[bucketOfHash(m_hashes[ordinal]) + 1];
        hashes.push_back({hashInBucket(m_hashes[ordinal]), static_cast<std::uint16_t>(ordinal)});
    }
    std::partial_sum(hashStarts.begin(), hashStarts.end(), hashStarts.begin());
    layout.append(ChunkSection::HashStarts, bytesOf(hashStarts));
    layout.append(ChunkSection::Hashes, bytesOf(hashes));
    return std::move(layout).finish();
}

}  // namespace interlinear::cat
