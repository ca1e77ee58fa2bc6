#include "engine/cat/memory/assembly/memory_words.h"

#include "engine/cat/memory/unit_rows.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr const char *newestUnits = "SELECT min(row), count(*) FROM (SELECT row FROM unit ORDER BY row DESC LIMIT 300000)";

}  // namespace

Result<MemoryWords> MemoryWords::open(Memory &memory)
{
    const Result<MemoryIndex *> index = memory.index();
    if (!index)
        return std::unexpected(index.error());
    Result<Statement> newest = memory.database().prepare(newestUnits);
    Result<Statement> unitOfRow = memory.database().prepare(std::string("SELECT ") + unitColumns + " FROM unit WHERE row = ?");
    if (!newest || !unitOfRow)
        return std::unexpected(!newest ? newest.error() : unitOfRow.error());
    if (const Result<bool> row = newest->start(); !row)
        return std::unexpected(row.error());
    return MemoryWords(**index, std::move(*unitOfRow), memory.path().string(), newest->integer(0), static_cast<std::size_t>(newest->integer(1)));
}

UnitWords::Entries MemoryWords::with(Side side, std::string_view key) const
{
    Entries rows;
    m_index->visitRows(side, {{.words = {m_index->find(side, key)}}}, [&](std::int64_t row) {
        if (row < m_firstRow)
            return false;
        rows.push_back(row);
        return true;
    });
    std::ranges::reverse(rows);
    return rows;
}

Result<std::optional<Unit>> MemoryWords::unit(std::int64_t entry) const
{
    const Result<bool> there = m_unitOfRow.start(entry);
    if (!there)
        return std::unexpected(there.error());
    if (!*there)
        return std::nullopt;
    Result<Unit> unit = readUnit(m_unitOfRow, 0, m_where);
    m_unitOfRow.reset();
    if (!unit)
        return std::unexpected(unit.error());
    return std::move(*unit);
}

}  // namespace interlinear::cat
