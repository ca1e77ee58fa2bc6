// A part of a word index: up to 65,536 units that follow one another in the database, complete in itself but for the vocabulary, and never changed once made.
//
//   ChunkBuilder builder;
//   builder.add(row, {.source = sourceWords, .target = targetWords});   // rows rise
//   const std::string bytes = builder.build();
//   const std::optional<IndexChunk> chunk = IndexChunk::view(bytes);
//   chunk->findSimilar(FuzzyQuery(queryWords, 700), candidates);
//   chunk->visitRows(Side::Target, filter, [](std::int64_t row) { return true; });
//
// Units are kept by the length of their source, so that a fuzzy query looks at one stretch of them: first at the signatures (signature.h), then, for what may be similar, at
// the words themselves (word_distance.h). The bytes are read where they lie. Bytes that are damaged give wrong answers, never a read outside them.
#pragma once

#include "engine/cat/memory/index/signature.h"
#include "engine/cat/memory/index/word_distance.h"
#include "engine/cat/memory/index/word_filter.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

enum class Side { Source, Target };
constexpr std::size_t sideCount = 2;

struct Candidate {
    std::int64_t row = 0;
    int ceilingPerMille = 0;   ///< 1000 - ceil(1000 D / N): what the score is at most, before context
};

/// What makes a source similar to a query: with N the larger count of words and D the edit distance, ceil(1000 D / N) <= 1000 - threshold.
class FuzzyQuery {
public:
    /// Threshold from 1 to 1000 per mille.
    FuzzyQuery(std::span<const WordId> words, int thresholdPerMille);

    std::size_t shortest() const { return m_shortest; }   ///< words of a similar source
    std::size_t longest() const { return m_longest; }
    /// How many words of the query a similar source of that length has at least.
    std::uint32_t leastShared(std::size_t length) const;
    const SignatureQuery &signature() const { return m_signature; }
    /// Nothing below the threshold.
    std::optional<int> ceilingOf(std::span<const WordId> words) const;

private:
    std::size_t allowedEdits(std::size_t larger) const;

    std::size_t m_length;
    std::size_t m_threshold;
    std::size_t m_shortest;
    std::size_t m_longest;
    SignatureQuery m_signature;
    WordDistance m_distance;
};

/// A chunk that was made by ChunkBuilder, in memory that somebody else keeps.
class IndexChunk {
public:
    /// Nothing when the bytes are no chunk.
    static std::optional<IndexChunk> view(std::string_view bytes);

    std::size_t size() const { return m_unitCount; }
    std::string_view bytes() const { return m_bytes; }
    std::int64_t lastRow() const;

    void findSimilar(const FuzzyQuery &query, std::vector<Candidate> &candidates) const;
    /// Calls visit(row) for each unit whose source has that hash, oldest first; for a few others too.
    void visitRowsOfHash(std::uint32_t hash, const std::function<void(std::int64_t row)> &visit) const;
    /// Asks for the memory that visitRowsOfHash() reads: of many chunks, for all of them first.
    void prefetchHash(std::uint32_t hash) const;
    /// The units that pass the filter by their words on that side, newest first, until the visitor answers false; whether it never did. Others are among them where a
    /// group has more words than are worth reading.
    bool visitRows(Side side, const WordFilter &filter, const RowVisitor &visit) const;

private:
    friend class ChunkBuilder;
    struct Length {       // sources of this length
        std::uint32_t words;
        std::uint32_t firstUnit;
    };
    struct Run {          // rows without a gap
        std::int64_t row;
        std::uint32_t ordinal;
        std::uint32_t unused;
    };
    struct Sample {       // of a directory of words
        WordId word;
        std::uint32_t directory;
        std::uint32_t postings;
    };
    struct Words {        // of one side
        std::span<const Sample> samples;
        std::span<const unsigned char> directory;   // varints: word less the one before, units, bytes of postings
        std::span<const unsigned char> postings;
    };
    struct HashedUnit {
        std::uint16_t hash;   // hashInBucket()
        std::uint16_t ordinal;
    };
    struct Found {
        std::size_t count = 0;
        std::span<const unsigned char> postings;
    };

    class Directory;
    static std::vector<Found> find(const Words &words, const WordGroup &group);
    std::vector<std::uint64_t> allUnits() const;
    std::vector<std::uint64_t> withEachGroup(Side side, std::span<const WordGroup> groups, double wordsForUnit) const;
    std::vector<std::uint64_t> mayHaveEachGroup(const WordFilter &filter) const;
    std::vector<std::uint64_t> withSequences(const WordFilter &filter) const;
    std::int64_t rowOf(std::size_t ordinal) const;
    std::size_t wordsBefore(std::size_t unit, std::size_t lengthIndex) const;
    template <typename Visit>
    void visitSource(std::size_t unit, std::size_t lengthIndex, Visit visit) const;
    void readSource(std::size_t unit, std::size_t lengthIndex, std::vector<WordId> &words) const;

    std::string_view m_bytes;
    std::size_t m_unitCount = 0;
    std::size_t m_stride = 0;                       // of the signature slices
    std::span<const Length> m_lengths;              // rising; one more for the end
    std::span<const Run> m_runs;
    std::span<const std::uint64_t> m_slices;
    std::span<const std::uint16_t> m_ordinals;      // [unit]: its place in the order of rows
    std::span<const std::uint32_t> m_sourceStarts;  // of every eighth unit
    std::span<const unsigned char> m_sources;       // varints: the words of unit after unit
    Words m_words[sideCount];
    std::span<const std::uint32_t> m_hashStarts;    // [bucket]; one more for the end
    std::span<const HashedUnit> m_hashes;           // bucket after bucket, rising in each
};

/// What an index knows of a unit.
struct UnitWordIds {
    std::span<const WordId> source;          ///< its content, in order
    std::span<const WordId> besideSource;    ///< words that it is found by and that are no content
    std::span<const WordId> target;          ///< all that it is found by
    std::uint32_t sourceHash = 0;            ///< sourceHash() of the source
};

/// Collects units and makes a chunk of them.
class ChunkBuilder {
public:
    static constexpr std::size_t mostUnits = 65536;

    /// Rows rise; not more than mostUnits.
    void add(std::int64_t row, const UnitWordIds &words);
    std::size_t size() const { return m_rows.size(); }
    std::string build() const;
    void clear();
    /// Word w of a source becomes source[w], likewise in targets.
    void renumber(std::span<const WordId> source, std::span<const WordId> target);

    std::int64_t row(std::size_t unit) const { return m_rows[unit]; }
    std::uint32_t sourceHash(std::size_t unit) const { return m_hashes[unit]; }
    std::span<const WordId> source(std::size_t unit) const { return m_texts[0].of(unit); }
    std::span<const WordId> besideSource(std::size_t unit) const { return m_besideSource.of(unit); }
    std::span<const WordId> target(std::size_t unit) const { return m_texts[1].of(unit); }

private:
    struct Texts {
        std::vector<WordId> words;
        std::vector<std::size_t> starts{0};

        void add(std::span<const WordId> unit)
        {
            words.insert(words.end(), unit.begin(), unit.end());
            starts.push_back(words.size());
        }
        std::span<const WordId> of(std::size_t unit) const { return std::span(words).subspan(starts[unit], starts[unit + 1] - starts[unit]); }
    };

    std::vector<std::int64_t> m_rows;
    std::vector<std::uint32_t> m_hashes;
    Texts m_texts[sideCount];
    Texts m_besideSource;
};

}  // namespace interlinear::cat
