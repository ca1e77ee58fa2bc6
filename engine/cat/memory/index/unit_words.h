// What an index reads of a unit: its texts, and the words in them.
//
//   Result<Statement> rows = database.prepare(unitTextsSql);
//   rows->start(lastRow);
//   const UnitWords words = wordsOf(readUnitTexts(*rows));
#pragma once

#include "engine/cat/database/database.h"
#include "engine/core/tagged_text.h"

#include <cstdint>
#include <string>
#include <vector>

namespace interlinear::cat {

struct UnitTexts {
    std::int64_t row = 0;
    std::string id;
    TaggedText source;
    TaggedText target;
};

/// Of the rows behind one.
inline constexpr const char *unitTextsSql = "SELECT row, id, source, source_tags, target, target_tags FROM unit WHERE row > ? ORDER BY row";
/// A damaged unit has what can be read; it is reported when it is found.
UnitTexts readUnitTexts(const Statement &row);

struct UnitWords {
    std::vector<std::string> source;   ///< contentKeys() of tokens.h, in order
    std::vector<std::string> target;
};
UnitWords wordsOf(const UnitTexts &unit);

}  // namespace interlinear::cat
