// A memory as a TMX 1.4b file, and TMX files into a memory.
//
//   Result<ImportReport> report = importTmx(memory, "client.tmx");
//   if (report) show(report->added, report->skipped);
//   if (auto written = exportTmx(memory, "memory.tmx"); !written) return written;
//
// Inline tags are bpt/ept pairs and ph. Characters that XML cannot hold come back in texts, and are U+FFFD elsewhere. Dates are whole seconds.
#pragma once

#include "engine/cat/memory/memory.h"

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace interlinear::cat {

struct ImportReport {
    struct Skipped {
        std::int64_t line = 0;   ///< of the unit's end in the file
        std::string reason;
    };
    std::size_t added = 0;
    std::size_t known = 0;       ///< were in the memory already
    std::vector<Skipped> skipped;
};

/// Units of the memory's two languages, whichever of them the file calls the source; a variant ("en-GB") serves its language. All or nothing:
/// BadFormat with the line for what is not TMX, Cancelled, and on every Error the memory is as it was. Importing a file again adds nothing.
/// The document type is read over, nothing is fetched, and entities may not grow. The text may be UTF-8 or UTF-16.
Result<ImportReport> importTmx(Memory &memory, const std::filesystem::path &path, std::stop_token stop = {});

/// Replaces the file only when the new one is complete and on disk; a device or a pipe is written into. The memory's own file is InvalidArgument.
Result<void> exportTmx(const Memory &memory, const std::filesystem::path &path);

}  // namespace interlinear::cat
