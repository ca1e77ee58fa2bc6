#include "engine/cat/memory/index/index_chunk.h"

#include "engine/cat/memory/index/chunk_layout.h"
#include "engine/cat/memory/index/posting_list.h"
#include "engine/cat/memory/index/varint.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>

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

/// Asks for what is read soon: the index of a large memory is in no cache, and most of the time goes into waiting for it.
template <typename Value>
void prefetch(std::span<const Value> values, std::size_t at)
{
    if (at < values.size())
        __builtin_prefetch(values.data() + at);
}

/// So many words are found in the time in which a unit is looked at, its words here or its text in the memory.
constexpr double wordsForUnitOfChunk = 1;
constexpr double wordsForUnitOfMemory = 64;
constexpr std::size_t unitsAhead = 8;   // whose words are asked for while those of another are read

/// Whether the signature of a source says all about the group.
bool isOneWithItsOwnBit(const WordGroup &group)
{
    return group.size() == 1 && group.front() < bitsOfOneWord;
}

std::size_t countOf(const std::vector<std::uint64_t> &bits)
{
    return std::transform_reduce(bits.begin(), bits.end(), std::size_t(0), std::plus(), [](std::uint64_t word) { return static_cast<std::size_t>(std::popcount(word)); });
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

/// Until the visitor says that it knows enough.
template <typename Visit>
void IndexChunk::visitSource(std::size_t unit, std::size_t lengthIndex, Visit visit) const
{
    const std::size_t start = m_sourceStarts[unit / unitsPerSourceStart];
    const unsigned char *const end = m_sources.data() + m_sources.size();
    const unsigned char *at = m_sources.data() + std::min(start, m_sources.size());
    skipVarints(at, end, wordsBefore(unit, lengthIndex));
    for (std::size_t left = m_lengths[lengthIndex].words; left > 0 && at < end; --left) {
        if (visit(readVarint(at, end)))
            return;
    }
}

void IndexChunk::readSource(std::size_t unit, std::size_t lengthIndex, std::vector<WordId> &words) const
{
    words.clear();
    visitSource(unit, lengthIndex, [&words](WordId word) {
        words.push_back(word);
        return false;
    });
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

void IndexChunk::prefetchHash(std::uint32_t hash) const
{
    const std::size_t typical = m_unitCount / hashBuckets;   // units in the bucket
    for (const std::size_t ahead : {std::size_t(0), typical})
        prefetch(m_hashes, m_hashStarts[bucketOfHash(hash)] + ahead);
}

/// Reads a directory of words from a sample on.
class IndexChunk::Directory {
public:
    Directory(const Words &words, const Sample &sample)
        : m_at(words.directory.data() + std::min<std::size_t>(sample.directory, words.directory.size())), m_end(words.directory.data() + words.directory.size()),
          m_word(sample.word), m_postings(sample.postings)
    {
        if (m_at < m_end)
            read();
    }

    /// The first word that is not before this one.
    void readTo(WordId word)
    {
        while (m_at < m_end && m_word < word)
            read();
    }

    Found found(const Words &words, WordId word) const
    {
        const bool there = m_word == word && m_size > 0 && m_postings <= words.postings.size() && m_size <= words.postings.size() - m_postings;
        return there ? Found{m_count, words.postings.subspan(m_postings)} : Found();
    }

private:
    void read()
    {
        m_postings += m_size;
        std::uint32_t bytes = 0;
        if (m_end - m_at >= 4)
            std::memcpy(&bytes, m_at, 4);
        if (m_end - m_at >= 4 && (bytes & 0x808080) == 0) {   // most words stand near the one before and in few units
            m_word += bytes & 0x7F;
            m_count = bytes >> 8 & 0x7F;
            m_size = bytes >> 16 & 0x7F;
            m_at += 3;
            return;
        }
        m_word += readVarint(m_at, m_end);
        m_count = readVarint(m_at, m_end);
        m_size = readVarint(m_at, m_end);
    }

    const unsigned char *m_at;
    const unsigned char *m_end;
    WordId m_word;             // read last, with its postings
    std::size_t m_count = 0;
    std::size_t m_postings;
    std::size_t m_size = 0;
};

std::vector<IndexChunk::Found> IndexChunk::find(const Words &words, const WordGroup &group)
{
    std::vector<Found> found;
    if (words.samples.empty() || group.empty())
        return found;
    std::vector<const Sample *> starts;   // [word of the group]: the last sample before it
    auto after = words.samples.begin();
    for (const WordId word : group) {
        after = std::lower_bound(after, words.samples.end(), word, [](const Sample &sample, WordId wanted) { return sample.word < wanted; });
        starts.push_back(&*(after == words.samples.begin() ? after : after - 1));
        for (const std::size_t line : {0, 64})
            prefetch(words.directory, starts.back()->directory + line);
    }
    Directory directory(words, *starts.front());
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (i > 0 && starts[i] != starts[i - 1])
            directory = Directory(words, *starts[i]);
        directory.readTo(group[i]);
        found.push_back(directory.found(words, group[i]));
        prefetch(found.back().postings, 0);
    }
    return found;
}

/// A bit for each unit.
std::vector<std::uint64_t> IndexChunk::allUnits() const
{
    std::vector<std::uint64_t> all((m_unitCount + 63) / 64, ~std::uint64_t(0));
    if (m_unitCount % 64 != 0)
        all.back() = (std::uint64_t(1) << (m_unitCount % 64)) - 1;
    return all;
}

/// A bit for each unit, in the order of rows. A group that is large for the units that are left is not asked, nor are those behind it: reading where so many words stand
/// costs more than looking at those units.
std::vector<std::uint64_t> IndexChunk::withEachGroup(Side side, std::span<const WordGroup> groups, double wordsForUnit) const
{
    std::vector<std::uint64_t> all = allUnits();
    std::vector<std::uint64_t> some;
    for (const WordGroup &group : groups) {
        if (static_cast<double>(group.size()) > wordsForUnit * static_cast<double>(countOf(all)))
            break;
        some.assign(all.size(), 0);
        for (const Found &found : find(m_words[static_cast<std::size_t>(side)], group))
            readPostings(found.postings, found.count, m_unitCount, [&](std::uint32_t ordinal) { some[ordinal / 64] |= std::uint64_t(1) << (ordinal % 64); });
        std::transform(all.begin(), all.end(), some.begin(), all.begin(), std::bit_and());
    }
    return all;
}

/// A bit for each unit, in the order in which the sources lie: whether by its signature it may have a word of each group, or the joker.
std::vector<std::uint64_t> IndexChunk::mayHaveEachGroup(const WordFilter &filter) const
{
    std::vector<std::uint64_t> all = allUnits();
    const auto sliceOf = [&](WordId word) { return m_slices.subspan(signatureBit(word) * m_stride, all.size()); };
    for (const WordGroup &group : filter.groups) {
        if (group.size() != 1)
            continue;   // many words have all bits
        const std::span<const std::uint64_t> slice = sliceOf(group.front());
        const std::span<const std::uint64_t> jokers = sliceOf(filter.sequences.joker() == unknownWord ? group.front() : filter.sequences.joker());
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] &= slice[i] | jokers[i];
    }
    return all;
}

/// A bit for each unit, in the order of rows. The sources are read in the order in which they lie, which is several times as fast as in that of rows.
std::vector<std::uint64_t> IndexChunk::withSequences(const WordFilter &filter) const
{
    const std::vector<std::uint64_t> may = mayHaveEachGroup(filter);
    const double share = static_cast<double>(countOf(may)) / static_cast<double>(m_unitCount);
    const auto others = std::ranges::find_if_not(filter.groups, isOneWithItsOwnBit);
    std::vector<std::uint64_t> found = withEachGroup(Side::Source, {others, filter.groups.end()}, share * wordsForUnitOfChunk);
    if (countOf(found) == 0)
        return found;

    std::vector<std::uint16_t> units(m_unitCount);
    std::size_t count = 0;
    for (std::size_t word = 0; word < may.size(); ++word) {
        for (const std::size_t line : {0, 32})
            prefetch(m_ordinals, (word + 16) * 64 + line);
        for (std::uint64_t left = may[word]; left != 0; left &= left - 1) {
            const std::size_t unit = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
            const std::size_t ordinal = std::min<std::size_t>(m_ordinals[unit], m_unitCount - 1);
            units[count] = static_cast<std::uint16_t>(unit);
            count += found[ordinal / 64] >> (ordinal % 64) & 1;   // a branch would be foreseen by nothing
        }
    }

    std::ranges::fill(found, 0);
    std::size_t length = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i + unitsAhead < count)
            prefetch(m_sources, m_sourceStarts[units[i + unitsAhead] / unitsPerSourceStart]);
        const std::size_t unit = units[i];
        while (length + 2 < m_lengths.size() && m_lengths[length + 1].firstUnit <= unit)
            ++length;
        WordSequences::Reading reading(filter.sequences);
        bool there = false;
        visitSource(unit, length, [&](WordId word) { return there = reading.isThere(word); });
        if (const std::size_t ordinal = m_ordinals[unit]; there && ordinal < m_unitCount)
            found[ordinal / 64] |= std::uint64_t(1) << (ordinal % 64);
    }
    return found;
}

bool IndexChunk::visitRows(Side side, const WordFilter &filter, const RowVisitor &visit) const
{
    const bool inOrder = side == Side::Source && !filter.sequences.empty();
    const std::vector<std::uint64_t> found = inOrder ? withSequences(filter) : withEachGroup(side, filter.groups, wordsForUnitOfMemory);
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
