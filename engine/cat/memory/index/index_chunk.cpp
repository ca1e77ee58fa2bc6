#include "engine/cat/memory/index/index_chunk.h"

#include "engine/cat/memory/index/chunk_layout.h"
#include "engine/cat/memory/index/posting_list.h"
#include "engine/cat/memory/index/varint.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace interlinear::cat {

namespace {

/// The section as numbers; empty when it does not lie in the bytes.
template <typename Value>
std::span<const Value> section(std::string_view bytes, const ChunkHeader &header, ChunkSection which)
{
    const ChunkHeader::Extent extent = header.sections[static_cast<std::size_t>(which)];
    if (extent.offset % 8 != 0 || extent.offset > bytes.size() || extent.size > bytes.size() - extent.offset || extent.size % sizeof(Value) != 0)
        return {};
    return {reinterpret_cast<const Value *>(bytes.data() + extent.offset), extent.size / sizeof(Value)};
}

}  // namespace

std::optional<IndexChunk> IndexChunk::view(std::string_view bytes)
{
    ChunkHeader header;
    if (bytes.size() < sizeof header)
        return std::nullopt;
    std::memcpy(&header, bytes.data(), sizeof header);
    IndexChunk chunk;
    chunk.m_bytes = bytes;
    chunk.m_unitCount = header.unitCount;
    chunk.m_stride = (chunk.m_unitCount + unitsPerLine - 1) / unitsPerLine * wordsPerLine;
    chunk.m_lengths = section<Length>(bytes, header, ChunkSection::Lengths);
    chunk.m_runs = section<Run>(bytes, header, ChunkSection::Runs);
    chunk.m_slices = section<std::uint64_t>(bytes, header, ChunkSection::Slices);
    chunk.m_ordinals = section<std::uint16_t>(bytes, header, ChunkSection::Ordinals);
    chunk.m_sourceStarts = section<std::uint32_t>(bytes, header, ChunkSection::SourceStarts);
    chunk.m_sources = section<unsigned char>(bytes, header, ChunkSection::Sources);
    chunk.m_words[0] = {section<Sample>(bytes, header, ChunkSection::SourceSamples), section<unsigned char>(bytes, header, ChunkSection::SourceDirectory),
                        section<unsigned char>(bytes, header, ChunkSection::SourcePostings)};
    chunk.m_words[1] = {section<Sample>(bytes, header, ChunkSection::TargetSamples), section<unsigned char>(bytes, header, ChunkSection::TargetDirectory),
                        section<unsigned char>(bytes, header, ChunkSection::TargetPostings)};
    chunk.m_hashStarts = section<std::uint32_t>(bytes, header, ChunkSection::HashStarts);
    chunk.m_hashes = section<HashedUnit>(bytes, header, ChunkSection::Hashes);
    const bool complete = chunk.m_unitCount > 0 && chunk.m_unitCount <= ChunkBuilder::mostUnits && chunk.m_ordinals.size() == chunk.m_unitCount
        && chunk.m_slices.size() == chunk.m_stride * signatureBits && chunk.m_sourceStarts.size() == (chunk.m_unitCount + unitsPerSourceStart - 1) / unitsPerSourceStart
        && chunk.m_lengths.size() >= 2 && !chunk.m_runs.empty() && chunk.m_hashStarts.size() == hashBuckets + 1 && chunk.m_hashes.size() == chunk.m_unitCount;
    return complete ? std::optional(chunk) : std::nullopt;
}

std::int64_t IndexChunk::rowOf(std::size_t ordinal) const
{
    const auto after = std::upper_bound(m_runs.begin(), m_runs.end(), ordinal, [](std::size_t wanted, const Run &run) { return wanted < run.ordinal; });
    if (after == m_runs.begin())
        return 0;
    const Run &run = *(after - 1);
    return run.row + static_cast<std::int64_t>(ordinal - run.ordinal);
}

std::int64_t IndexChunk::lastRow() const
{
    return rowOf(m_unitCount - 1);
}

/// The words of the units from the one whose start is known to this one.
std::size_t IndexChunk::wordsBefore(std::size_t unit, std::size_t lengthIndex) const
{
    std::size_t at = unit / unitsPerSourceStart * unitsPerSourceStart;
    std::size_t words = 0;
    while (at < unit) {
        while (lengthIndex > 0 && m_lengths[lengthIndex].firstUnit > at)
            --lengthIndex;
        std::size_t until = unit;
        for (std::size_t next = lengthIndex + 1; next < m_lengths.size() && m_lengths[next].firstUnit <= at; ++next)
            lengthIndex = next;
        if (lengthIndex + 1 < m_lengths.size())
            until = std::clamp<std::size_t>(m_lengths[lengthIndex + 1].firstUnit, at + 1, unit);
        words += (until - at) * m_lengths[lengthIndex].words;
        at = until;
    }
    return words;
}

void IndexChunk::readSource(std::size_t unit, std::size_t lengthIndex, std::vector<WordId> &words) const
{
    words.clear();
    const std::size_t start = m_sourceStarts[unit / unitsPerSourceStart];
    const unsigned char *const end = m_sources.data() + m_sources.size();
    const unsigned char *at = m_sources.data() + std::min(start, m_sources.size());
    skipVarints(at, end, wordsBefore(unit, lengthIndex));
    for (std::size_t left = m_lengths[lengthIndex].words; left > 0 && at < end; --left)
        words.push_back(readVarint(at, end));
}

void IndexChunk::findSimilar(const FuzzyQuery &query, std::vector<Candidate> &candidates) const
{
    const auto shorter = [](const Length &length, std::size_t words) { return length.words < words; };
    const auto last = m_lengths.end() - 1;   // the end of the units
    const auto firstLength = std::lower_bound(m_lengths.begin(), last, query.shortest(), shorter);
    const auto endLength = std::lower_bound(firstLength, last, query.longest() + 1, shorter);
    const std::size_t begin = firstLength->firstUnit;
    const std::size_t end = std::min<std::size_t>(endLength->firstUnit, m_unitCount);
    if (begin >= end)
        return;
    const std::size_t firstLine = begin / unitsPerLine;
    const std::size_t lines = (end + unitsPerLine - 1) / unitsPerLine - firstLine;

    std::vector<std::uint32_t> least(lines);
    auto length = firstLength;
    for (std::size_t line = 0; line < lines; ++line) {
        while (length + 1 != endLength && (length + 1)->firstUnit <= (firstLine + line) * unitsPerLine)
            ++length;
        least[line] = query.leastShared(length->words);
    }
    std::vector<std::uint64_t> found(lines * wordsPerLine);
    unitsThatShare(query.signature(), m_slices.data(), m_stride, firstLine, lines, least.data(), found.data());

    std::vector<WordId> words;
    length = firstLength;
    for (std::size_t word = 0; word < found.size(); ++word) {
        for (std::uint64_t left = found[word]; left != 0; left &= left - 1) {
            const std::size_t unit = firstLine * unitsPerLine + word * 64 + static_cast<std::size_t>(std::countr_zero(left));
            if (unit < begin || unit >= end)
                continue;
            while (length + 1 != endLength && (length + 1)->firstUnit <= unit)
                ++length;
            readSource(unit, static_cast<std::size_t>(length - m_lengths.begin()), words);
            if (const std::optional<int> ceiling = query.ceilingOf(words))
                candidates.push_back({rowOf(m_ordinals[unit]), *ceiling});
        }
    }
}

void IndexChunk::visitRowsOfHash(std::uint32_t hash, const std::function<void(std::int64_t row)> &visit) const
{
    const std::size_t bucket = bucketOfHash(hash);
    const std::size_t end = std::min<std::size_t>(m_hashStarts[bucket + 1], m_hashes.size());
    for (std::size_t at = m_hashStarts[bucket]; at < end; ++at) {
        if (m_hashes[at].hash == hashInBucket(hash))
            visit(rowOf(m_hashes[at].ordinal));
    }
}

/// The words of one side, asked for in rising order: those that stand together are read once.
class IndexChunk::Directory {
public:
    explicit Directory(const Words &words) : m_words(words), m_next(words.samples.begin()) {}

    Found find(WordId word)
    {
        if (m_next != m_words.samples.end() && (m_next == m_words.samples.begin() || m_next->word < word))
            startFrom(word);
        while (m_at < m_end && m_word < word)
            read();
        const bool there = m_word == word && m_size > 0 && m_postings <= m_words.postings.size() && m_size <= m_words.postings.size() - m_postings;
        return there ? Found{m_count, m_words.postings.subspan(m_postings, m_size)} : Found();
    }

private:
    /// At the last sample before the word.
    void startFrom(WordId word)
    {
        const auto after = std::lower_bound(m_next, m_words.samples.end(), word, [](const Sample &sample, WordId wanted) { return sample.word < wanted; });
        const Sample &sample = after == m_words.samples.begin() ? *after : *(after - 1);
        m_next = after == m_words.samples.begin() ? after + 1 : after;
        const std::size_t offset = std::min<std::size_t>(sample.directory, m_words.directory.size());
        m_at = m_words.directory.data() + offset;
        m_end = m_words.directory.data() + m_words.directory.size();
        m_word = sample.word;
        m_postings = sample.postings;
        m_size = 0;
        if (m_at < m_end)
            read();
    }

    void read()
    {
        m_postings += m_size;
        m_word += readVarint(m_at, m_end);
        m_count = readVarint(m_at, m_end);
        m_size = readVarint(m_at, m_end);
    }

    const Words &m_words;
    std::span<const Sample>::iterator m_next;   // the first one that has not been read
    const unsigned char *m_at = nullptr;
    const unsigned char *m_end = nullptr;
    WordId m_word = 0;                          // read last, with its postings
    std::size_t m_count = 0;
    std::size_t m_postings = 0;
    std::size_t m_size = 0;
};

/// A bit for each unit, in the order of rows.
std::vector<std::uint64_t> IndexChunk::withEachGroup(Side side, std::span<const WordGroup> groups) const
{
    std::vector<std::uint64_t> all((m_unitCount + 63) / 64, ~std::uint64_t(0));
    if (m_unitCount % 64 != 0)
        all.back() = (std::uint64_t(1) << (m_unitCount % 64)) - 1;
    std::vector<std::uint64_t> some;
    for (const WordGroup &group : groups) {
        some.assign(all.size(), 0);
        Directory directory(m_words[static_cast<std::size_t>(side)]);
        for (const WordId word : group) {
            const Found found = directory.find(word);
            readPostings(found.postings, found.count, m_unitCount, [&](std::uint32_t ordinal) { some[ordinal / 64] |= std::uint64_t(1) << (ordinal % 64); });
        }
        std::transform(all.begin(), all.end(), some.begin(), all.begin(), std::bit_and());
    }
    return all;
}

/// In the order in which the sources lie, which is several times as fast as in that of rows.
void IndexChunk::dropWithoutSequences(const WordFilter &filter, std::vector<std::uint64_t> &found) const
{
    std::vector<WordId> words;
    std::size_t length = 0;
    for (std::size_t unit = 0; unit < m_unitCount; ++unit) {
        const std::size_t ordinal = m_ordinals[unit];
        const std::uint64_t bit = std::uint64_t(1) << (ordinal % 64);
        if (ordinal >= m_unitCount || (found[ordinal / 64] & bit) == 0)
            continue;
        while (length + 2 < m_lengths.size() && m_lengths[length + 1].firstUnit <= unit)
            ++length;
        readSource(unit, length, words);
        if (!filter.hasSequences(words))
            found[ordinal / 64] ^= bit;
    }
}

bool IndexChunk::visitRows(Side side, const WordFilter &filter, const RowVisitor &visit) const
{
    std::vector<std::uint64_t> found = withEachGroup(side, filter.groups);
    if (side == Side::Source && !filter.sequences.empty() && std::any_of(found.begin(), found.end(), [](std::uint64_t bits) { return bits != 0; }))
        dropWithoutSequences(filter, found);
    for (std::size_t word = found.size(); word > 0; --word) {
        for (std::uint64_t left = found[word - 1]; left != 0;) {
            const auto bit = static_cast<std::size_t>(std::bit_width(left)) - 1;
            left ^= std::uint64_t(1) << bit;
            if (!visit(rowOf((word - 1) * 64 + bit)))
                return false;
        }
    }
    return true;
}

}  // namespace interlinear::cat
