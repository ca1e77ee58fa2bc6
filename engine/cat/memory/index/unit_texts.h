// What an index reads of a unit.
//
//   Result<Statement> rows = database.prepare(unitTextsSql);
//   rows->start(lastRow);
//   const UnitTexts unit = readUnitTexts(*rows);
#pragma once

#include "engine/cat/database/database.h"
#include "engine/core/tagged_text.h"

#include <cstdint>
#include <string>

namespace interlinear::cat {

struct UnitTexts {
    std::int64_t row = 0;
    std::string id;
    TaggedText source;
    TaggedText target;
    std::uint32_t sourceHash = 0;   ///< of the source
};

/// Of the rows behind one.
inline constexpr const char *unitTextsSql = "SELECT row, id, source, source_tags, target, target_tags, source_hash FROM unit WHERE row > ? ORDER BY row";
/// A damaged unit has what can be read; it is reported when it is found.
UnitTexts readUnitTexts(const Statement &row);

}  // namespace interlinear::cat
