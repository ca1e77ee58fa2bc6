// The words of a memory's units by its index, for assembly.
//
//   Result<MemoryWords> words = MemoryWords::open(memory);
//   Result<std::vector<Fragment>> found = fragments(*words, query, 10);
//
// Of a large memory the newest 300,000 units alone: that is plenty to see which words go together, and keeps the lists short.
#pragma once

#include "engine/cat/memory/assembly/unit_words.h"
#include "engine/cat/memory/memory.h"

namespace interlinear::cat {

/// The thread of its memory, which must outlive it. Entries are rows of the memory as it was when this was opened.
class MemoryWords : public UnitWords {
public:
    static Result<MemoryWords> open(Memory &memory);

    std::size_t units() const override { return m_units; }
    Entries withSourceWord(std::string_view key) const override { return with(Side::Source, key); }
    Entries withTargetWord(std::string_view key) const override { return with(Side::Target, key); }
    Result<std::optional<Unit>> unit(std::int64_t entry) const override;

private:
    MemoryWords(const MemoryIndex &index, Statement unitOfRow, std::string where, std::int64_t firstRow, std::size_t units)
        : m_index(&index), m_unitOfRow(std::move(unitOfRow)), m_where(std::move(where)), m_firstRow(firstRow), m_units(units)
    {
    }
    Entries with(Side side, std::string_view key) const;

    const MemoryIndex *m_index;
    mutable Statement m_unitOfRow;
    std::string m_where;
    std::int64_t m_firstRow;
    std::size_t m_units;
};

}  // namespace interlinear::cat
