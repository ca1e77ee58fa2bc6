#include "engine/cat/memory/search/unit_pages.h"

#include "engine/cat/database/id_column.h"

#include <limits>

namespace interlinear::cat {

Result<UnitPage> unitPage(const Memory &memory, std::optional<std::int64_t> from, std::size_t units)
{
    Result<Statement> rows
        = memory.database().prepare(std::string("SELECT row, ") + unitColumns + " FROM unit WHERE row <= ? ORDER BY row DESC LIMIT ?");
    if (!rows)
        return std::unexpected(rows.error());
    UnitPage page;
    Result<bool> row = rows->start(from.value_or(std::numeric_limits<std::int64_t>::max()), static_cast<std::int64_t>(units) + 1);
    for (; row && *row; row = rows->next()) {
        if (page.units.size() == units) {
            page.next = rows->integer(0);
            break;
        }
        Result<Unit> unit = readUnit(*rows, 1, memory.path().string());
        if (!unit)
            return std::unexpected(unit.error());
        page.units.push_back(std::move(*unit));
    }
    if (!row)
        return std::unexpected(row.error());
    return page;
}

Result<std::vector<Unit>> unitsWithIds(const Memory &memory, const std::vector<std::string> &ids)
{
    Result<Statement> rows = memory.database().prepare(std::string("SELECT ") + unitColumns + " FROM unit WHERE id = ?");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<Unit> units;
    for (const std::string &id : ids) {
        const Result<bool> there = rows->start(idColumn(id));
        if (!there)
            return std::unexpected(there.error());
        if (!*there)
            continue;
        Result<Unit> unit = readUnit(*rows, 0, memory.path().string());
        if (!unit)
            return std::unexpected(unit.error());
        units.push_back(std::move(*unit));
    }
    return units;
}

}  // namespace interlinear::cat
