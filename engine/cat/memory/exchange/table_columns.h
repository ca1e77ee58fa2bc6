// The columns of a CSV or TSV file of units, by their names.
//
//   const TableColumn *column = tableColumn("Source text", {"en", "de"});   // "source"
//   column->read(unit, "Press Enter.");
//   for (const TableColumn &column : tableColumns()) write(column.value(unit));
//
// Names are compared without case, and " ", "-" and "_" are one. A language of the memory names its side ("en", "de-DE"). Dates are "2020-01-02T03:04:05Z",
// approved is yes or no.
#pragma once

#include "engine/cat/memory/exchange/unit_sink.h"

#include <span>
#include <string>
#include <string_view>

namespace interlinear::cat {

struct TableColumn {
    std::string_view name;
    void (*read)(Unit &unit, const std::string &value);
    std::string (*value)(const Unit &unit);
};

/// source, target, source_language, target_language, previous, next, document, context, author, created, changed, approved, note, source_tags, target_tags, origin,
/// use_count, used, properties: in the order of writing. A text has the codes of its tags; what they are is in the column of tags, as JSON, behind it.
std::span<const TableColumn> tableColumns();

/// Null for a name that means nothing here.
const TableColumn *tableColumn(std::string_view name, const Languages &languages);

}  // namespace interlinear::cat
