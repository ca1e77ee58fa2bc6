// The units that came since an index file was written, kept in memory.
//
//   RecentUnits recent(*file);
//   recent.add(row, {.source = sourceKeys, .besideSource = {}, .target = targetKeys});
//   recent.findSimilar(query, candidates);
#pragma once

#include "engine/cat/memory/index/index_chunk.h"
#include "engine/cat/memory/index/vocabulary.h"

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// As UnitWordIds.
struct UnitKeys {
    std::vector<std::string_view> source;
    std::vector<std::string_view> besideSource;
    std::vector<std::string_view> target;
    std::uint32_t sourceHash = 0;
};

class RecentUnits {
public:
    using Vocabularies = std::array<GrowingVocabulary, sideCount>;
    RecentUnits() = default;
    /// The words of a file keep their numbers; its bytes must stay while this lives.
    explicit RecentUnits(const WordsView &source, const WordsView &target) : m_vocabularies{GrowingVocabulary(source), GrowingVocabulary(target)} {}

    /// Rows rise.
    void add(std::int64_t row, const UnitKeys &keys);
    std::size_t size() const { return m_size; }
    /// Words of the file and those of the units here.
    const GrowingVocabulary &words(Side side) const { return m_vocabularies[static_cast<std::size_t>(side)]; }
    void findSimilar(const FuzzyQuery &query, std::vector<Candidate> &candidates) const;
    /// See IndexChunk::visitRowsOfHash().
    void visitRowsOfHash(std::uint32_t hash, const std::function<void(std::int64_t row)> &visit) const;
    /// See IndexChunk::visitRows().
    bool visitRows(Side side, const WordFilter &filter, const RowVisitor &visit) const;

private:
    Vocabularies m_vocabularies;
    std::size_t m_size = 0;
    std::deque<std::string> m_chunkBytes;
    std::vector<IndexChunk> m_chunks;   // of many units each
    ChunkBuilder m_newest;              // too few for a chunk
    std::vector<Signature> m_newestSignatures;
};

}  // namespace interlinear::cat
