// Makes the index of a memory, on several threads: whole, or an older one with what came since.
//
//   const Result<void> built = buildIndex(database, older, [&](std::string_view bytes) { return file->write(bytes); }, 2, {});
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/index/index_file.h"
#include "engine/core/result.h"

#include <cstdint>
#include <stop_token>
#include <string_view>

namespace interlinear::cat {

/// Hash of the memory's UUID.
Result<std::uint64_t> memoryIdentity(const Database &database);
/// Whether the file is of this memory, and the units that it samples, as far as they are still there, are what they were.
Result<bool> isIndexOf(const IndexFile &file, const Database &database);

/// Writes an index of every row that the database has to the sink. Chunks of the older index (null: none) that are full are copied, unless
/// many of its units are gone by now, and its words keep their numbers.
/// The calling thread waits and lends the database to one thread after the other. Cancelled when asked to stop.
Result<void> buildIndex(const Database &database, const IndexFile *older, const IndexFileWriter::Sink &sink, std::size_t threads, const std::stop_token &stop);

}  // namespace interlinear::cat
