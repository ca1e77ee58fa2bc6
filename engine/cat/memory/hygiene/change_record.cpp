#include "engine/cat/memory/hygiene/change_record.h"

#include "engine/cat/database/id_column.h"
#include "engine/cat/memory/unit_rows.h"

#include <algorithm>
#include <string>
#include <utility>

namespace interlinear::cat {

namespace {

/// Has the columns of `unit`: named after the version of the schema that gave it those.
const std::string keptTable = "changed_unit_2";

/// By the row of the unit: no other change adds the same one.
constexpr const char *additionTable = "CREATE TABLE IF NOT EXISTS added_unit (row INTEGER PRIMARY KEY, change INTEGER NOT NULL, removed_ms INTEGER)";

Result<bool> hasTable(const Database &database, const std::string &name)
{
    const Result<std::int64_t> count = database.integer("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", name);
    return count ? Result<bool>(*count != 0) : std::unexpected(count.error());
}

}  // namespace

ChangeRecord::ChangeRecord(const Database &database, std::int64_t number, Statements statements)
    : m_database(database), m_number(number), m_statements(std::move(statements))
{
}

Result<ChangeRecord> ChangeRecord::over(const Database &database, std::int64_t number)
{
    Result<Statement> keep = database.prepare("INSERT INTO " + keptTable + " SELECT ?, NULL, unit.* FROM unit WHERE row = ?");
    Result<Statement> noteSuccessor = database.prepare("UPDATE " + keptTable + " SET successor = (SELECT max(row) FROM unit) WHERE change = ? AND row = ?");
    Result<Statement> noteAddition = database.prepare("INSERT INTO added_unit SELECT max(row), ?, ? FROM unit");
    Result<Statement> successorReturned = database.prepare("UPDATE " + keptTable + " SET successor = (SELECT max(row) FROM unit) WHERE successor = ?");
    Result<Statement> additionReturned = database.prepare("UPDATE added_unit SET row = (SELECT max(row) FROM unit) WHERE row = ?");
    for (const Result<Statement> *statement : {&keep, &noteSuccessor, &noteAddition, &successorReturned, &additionReturned}) {
        if (!*statement)
            return std::unexpected(statement->error());
    }
    return ChangeRecord(database, number,
                        {std::move(*keep), std::move(*noteSuccessor), std::move(*noteAddition), std::move(*successorReturned), std::move(*additionReturned)});
}

Result<ChangeRecord> ChangeRecord::begin(const Database &database, std::int64_t atMs)
{
    for (const std::string &sql : {std::string("CREATE TABLE IF NOT EXISTS bulk_change (number INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL)"),
                                   "CREATE TABLE IF NOT EXISTS " + keptTable + " AS SELECT 0 AS change, 0 AS successor, unit.* FROM unit WHERE 0",
                                   "CREATE INDEX IF NOT EXISTS " + keptTable + "_row ON " + keptTable + " (change, row)",
                                   "CREATE INDEX IF NOT EXISTS " + keptTable + "_successor ON " + keptTable + " (successor)", std::string(additionTable)}) {
        if (auto made = database.run(sql); !made)
            return std::unexpected(made.error());
    }
    const Result<std::int64_t> number = database.integer("INSERT INTO bulk_change (at_ms) VALUES (?) RETURNING number", atMs);
    if (!number)
        return std::unexpected(number.error());
    return over(database, *number);
}

Result<ChangeRecord> ChangeRecord::open(const Database &database, std::int64_t number)
{
    const Result<std::vector<RecordedChange>> changes = list(database);
    if (!changes)
        return std::unexpected(changes.error());
    if (std::none_of(changes->begin(), changes->end(), [&](const RecordedChange &change) { return change.number == number; }))
        return fail(ErrorCode::NotFound, database.path().string(), "remembers no change of number %1; it was undone already, or was never made", number);
    if (auto made = database.run(additionTable); !made)   // earlier versions had none
        return std::unexpected(made.error());
    return over(database, number);
}

Result<std::vector<RecordedChange>> ChangeRecord::list(const Database &database)
{
    std::vector<RecordedChange> changes;
    const Result<bool> made = hasTable(database, keptTable);
    const Result<bool> hasAdditions = hasTable(database, "added_unit");
    if (!made || !hasAdditions)
        return std::unexpected(!made ? made.error() : hasAdditions.error());
    if (!*made)
        return changes;
    const std::string units = "SELECT change FROM " + keptTable + (*hasAdditions ? " UNION ALL SELECT change FROM added_unit" : "");
    Result<Statement> rows = database.prepare("SELECT number, at_ms, count(*) FROM bulk_change JOIN (" + units + ") ON change = number GROUP BY number ORDER BY number");
    if (!rows)
        return std::unexpected(rows.error());
    Result<bool> row = rows->start();
    for (; row && *row; row = rows->next())
        changes.push_back({rows->integer(0), rows->integer(1), static_cast<std::size_t>(rows->integer(2))});
    if (!row)
        return std::unexpected(row.error());
    return changes;
}

Result<void> ChangeRecord::keep(std::int64_t row)
{
    ++m_units;
    return m_statements.keep.run(m_number, row);
}

Result<void> ChangeRecord::noteSuccessor(std::int64_t row)
{
    return m_statements.noteSuccessor.run(m_number, row);
}

Result<void> ChangeRecord::noteAddition(std::optional<std::int64_t> removedMs)
{
    ++m_units;
    return removedMs ? m_statements.noteAddition.run(m_number, *removedMs) : m_statements.noteAddition.run(m_number, std::optional<std::string>());
}

Result<void> ChangeRecord::noteReturn(std::int64_t row)
{
    if (auto noted = m_statements.additionReturned.run(row); !noted)
        return noted;
    return m_statements.successorReturned.run(row);
}

Result<void> ChangeRecord::finish()
{
    return m_units == 0 ? forget({}, {}) : Result<void>();
}

Result<void> ChangeRecord::forEachKept(const std::function<Result<void>(const KeptUnit &)> &visit)
{
    // A row number never comes back: where the successor's is there, nobody has changed that since.
    Result<Statement> rows = m_database.prepare("SELECT row, CASE WHEN successor IS NULL THEN NOT EXISTS (SELECT 1 FROM main.unit AS now WHERE now.id = unit.id) "
                                                "ELSE EXISTS (SELECT 1 FROM main.unit AS now WHERE now.row = successor) END, " +
                                                std::string(unitColumns) + " FROM " + keptTable + " AS unit WHERE change = ? ORDER BY row");
    if (!rows)
        return std::unexpected(rows.error());
    Result<bool> row = rows->start(m_number);
    for (; row && *row; row = rows->next()) {
        Result<Unit> unit = readUnit(*rows, 2, m_database.path().string());
        if (!unit)
            return std::unexpected(unit.error());
        if (auto visited = visit({rows->integer(0), std::move(*unit), rows->integer(1) != 0}); !visited)
            return visited;
    }
    if (!row)
        return std::unexpected(row.error());
    return {};
}

Result<std::vector<AddedUnit>> ChangeRecord::addedUnits() const
{
    Result<Statement> rows = m_database.prepare("SELECT added_unit.row, removed_ms, unit.id FROM added_unit LEFT JOIN unit USING (row) WHERE change = ? ORDER BY 1");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<AddedUnit> units;
    Result<bool> row = rows->start(m_number);
    for (; row && *row; row = rows->next()) {
        AddedUnit &unit = units.emplace_back(AddedUnit{.row = rows->integer(0), .removedMs = {}, .id = {}});
        if (rows->optionalText(1))
            unit.removedMs = rows->integer(1);
        if (rows->optionalText(2))
            unit.id = idText(rows->value(2));
    }
    if (!row)
        return std::unexpected(row.error());
    return units;
}

Result<void> ChangeRecord::forget(const std::vector<std::int64_t> &kept, const std::vector<std::int64_t> &added)
{
    for (const auto &[table, forgotten] : {std::pair(keptTable, &kept), std::pair(std::string("added_unit"), &added)}) {
        Result<Statement> erase = m_database.prepare("DELETE FROM " + table + " WHERE change = ? AND row = ?");
        if (!erase)
            return std::unexpected(erase.error());
        for (const std::int64_t row : *forgotten) {
            if (auto erased = erase->run(m_number, row); !erased)
                return erased;
        }
    }
    return m_database.run("DELETE FROM bulk_change WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM " + keptTable +
                              " WHERE change = ?1) AND NOT EXISTS (SELECT 1 FROM added_unit WHERE change = ?1)",
                          m_number);
}

}  // namespace interlinear::cat
