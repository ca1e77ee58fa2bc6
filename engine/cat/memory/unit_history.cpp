#include "engine/cat/memory/unit_history.h"

#include "engine/cat/database/id_column.h"
#include "engine/cat/memory/unit_rows.h"

namespace interlinear::cat {

namespace {

/// All ids that are connected with ?1: forward to what took its place, and back from there.
constexpr const char *connectedIds =
    "WITH RECURSIVE later (id) AS (SELECT ?1 UNION SELECT replaced_by FROM superseded JOIN later USING (id) WHERE replaced_by IS NOT NULL), "
    "connected (id) AS (SELECT id FROM later UNION SELECT superseded.id FROM superseded JOIN connected ON superseded.replaced_by = connected.id) ";

Result<void> read(const Database &database, const std::string &sql, const std::string &id, std::vector<UnitVersion> &versions)
{
    Result<Statement> rows = database.prepare(sql);
    if (!rows)
        return std::unexpected(rows.error());
    Result<bool> row = rows->start(idColumn(id));
    for (; row && *row; row = rows->next()) {
        Result<Unit> unit = readUnit(*rows, 0, database.path().string());
        if (!unit)
            return std::unexpected(unit.error());
        std::optional<std::string> replacement;
        if (rows->optionalText(unitColumnCount))
            replacement = idText(rows->value(unitColumnCount));
        versions.push_back({std::move(*unit), std::move(replacement), rows->integer(unitColumnCount + 1)});
    }
    if (!row)
        return std::unexpected(row.error());
    return {};
}

}  // namespace

Result<std::vector<UnitVersion>> unitHistory(const Database &database, const std::string &id)
{
    std::vector<UnitVersion> versions;
    const std::string select = std::string(connectedIds) + "SELECT " + unitColumns;
    if (auto earlier = read(database, select + ", replaced_by, replaced_ms FROM superseded AS unit WHERE id IN connected ORDER BY row", id, versions); !earlier)
        return std::unexpected(earlier.error());
    if (auto now = read(database, select + ", NULL, 0 FROM unit WHERE id IN connected ORDER BY row", id, versions); !now)
        return std::unexpected(now.error());
    return versions;
}

}  // namespace interlinear::cat
