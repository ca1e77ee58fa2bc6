// An id in a table: a UUID takes 16 bytes instead of 36, any other id stands as text. The column has no type.
//
//   statement->run(idColumn(unit.id));
//   std::string id = idText(row.value(0));
#pragma once

#include "engine/cat/database/database.h"

#include <string>
#include <string_view>

namespace interlinear::cat {

/// The bytes of a UUID as it is written in lower case with its four hyphens, else the text.
SqlValue idColumn(std::string_view id);
/// What idColumn() was made of. A value that it does not make is text somehow.
std::string idText(const SqlValue &column);

}  // namespace interlinear::cat
