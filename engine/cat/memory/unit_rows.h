// Units as rows of the memory's table `unit`.
//
//   Result<Statement> rows = database.prepare(std::string("SELECT ") + unitColumns + " FROM unit ORDER BY row");
//   while (*rows->next()) units.push_back(*readUnit(*rows, 0, where));
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/unit.h"

namespace interlinear::cat {

/// The columns that readUnit() reads and bindUnit() binds, in order.
inline constexpr const char *unitColumns = "id, source, source_tags, target, target_tags, source_language, target_language, previous, next, "
                                           "document, author, created_ms, changed_ms, origin, properties";

/// The unit that stands in the row's columns from the first one on; content that no writer wrote is Damaged.
Result<Unit> readUnit(const Statement &row, int firstColumn, const std::string &where);

/// INSERT INTO unit, unless one of that id is there: true when it was not. The statement is unitInsertSql().
Result<bool> insertUnit(Statement &insert, const Unit &unit);
std::string unitInsertSql();

}  // namespace interlinear::cat
