// Units as rows of the table `unit` of resources/sql/unit.sql, which memories and projects have.
//
//   Result<Statement> rows = database.prepare(std::string("SELECT ") + unitColumns + " FROM unit ORDER BY row");
//   while (*rows->next()) units.push_back(*readUnit(*rows, 0, where));
//   Result<UnitInserter> inserter = UnitInserter::prepare(database);   // in a transaction
//   inserter->insert(unit);
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/unit.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace interlinear::cat {

/// Properties as JSON, [[kind, name, value], …]; nothing for none.
std::optional<std::string> propertiesColumn(const std::vector<Property> &properties);
/// What propertiesColumn() wrote; nothing for anything else.
std::optional<std::vector<Property>> propertiesFrom(const std::optional<std::string> &column);

/// The columns that readUnit() reads, in order. Another table with the same columns is read under the name: "FROM superseded AS unit".
inline constexpr const char *unitColumns = "id, source, source_tags, target, target_tags, source_language, target_language, previous, next, context_id, "
                                           "(SELECT text FROM name WHERE name.id = unit.document), (SELECT text FROM name WHERE name.id = unit.author), "
                                           "created_ms, changed_ms, origin, approved, use_count, used_ms, properties";
inline constexpr int unitColumnCount = 19;

/// The columns that a unit is stored in, but for its row number: to copy rows from one table to another.
inline constexpr const char *storedUnitColumns = "id, source, source_tags, target, target_tags, source_language, target_language, previous, next, context_id, document, "
                                                 "author, created_ms, changed_ms, origin, approved, use_count, used_ms, properties, source_hash";

/// The unit that stands in the row's columns from the first one on; content that no writer wrote is Damaged.
Result<Unit> readUnit(const Statement &row, int firstColumn, const std::string &where);

/// Creates the tables `name` and `unit`, as they are in schema version 2 of memories and of projects.
std::string unitTableSql();
/// Fills them from the table `unit_1`, which had that name in version 1, and drops it. The SQL calls the functions.
std::string unitFrom1Sql();
std::vector<TextFunction> unitMigrationFunctions();

/// Puts units into the table. It lives within one transaction: it remembers names that a rollback would take away.
class UnitInserter {
public:
    static Result<UnitInserter> prepare(const Database &database);
    /// Nothing happens when a unit of that id is there: false.
    Result<bool> insert(const Unit &unit);

private:
    UnitInserter(Statement addName, Statement findName, Statement insert);
    Result<std::int64_t> numberOf(const std::string &name);

    Statement m_addName, m_findName, m_insert;
    std::map<std::string, std::int64_t> m_names;
};

}  // namespace interlinear::cat
