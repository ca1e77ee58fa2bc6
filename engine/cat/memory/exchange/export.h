// A memory as a file that other programs read.
//
//   if (auto written = exportUnits(memory, "memory.tmx"); !written) return written;      // the name says which format
//   if (auto written = exportTable(memory, path, '\t'); !written) return written;
//
// The file is replaced only when the new one is complete and on disk; a device or a pipe is written into. The memory's own file is InvalidArgument. Units
// come as of one instant, in the order of adding.
#pragma once

#include "engine/cat/memory/memory.h"

#include <filesystem>

namespace interlinear::cat {

/// TMX; ".csv", ".tsv" and ".tab" are tables. InvalidArgument for a name of another format, such as ".xlf".
Result<void> exportUnits(const Memory &memory, const std::filesystem::path &path);

/// TMX 1.4b, level 2. Inline tags are bpt/ept pairs and ph. Characters that XML cannot hold come back in texts, and are U+FFFD elsewhere. Dates are whole
/// seconds.
Result<void> exportTmx(const Memory &memory, const std::filesystem::path &path);

/// A row of column names (see table_columns.h), then a unit a row, as RFC 4180 quotes them. Inline tags stand as their code in the text,
/// and a column of their own brings them back. Ids are left out.
Result<void> exportTable(const Memory &memory, const std::filesystem::path &path, char delimiter);

}  // namespace interlinear::cat
