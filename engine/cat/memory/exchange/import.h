// Units of other programs into a memory: TMX 1.4b, XLIFF, PO, CSV and TSV.
//
//   Result<ImportReport> report = importUnits(memory, "client.tmx", {.progress = showProgress}, stop);
//   if (report) show(report->added, report->skipped);
//
// One thread reads, the caller's writes. A file is streamed: memory does not grow with it.
#pragma once

#include "engine/cat/memory/memory.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace interlinear::cat {

enum class UnitFormat { Tmx, Xliff, Po, Table };

/// What to do with a unit whose source the memory has already, in the same context, with another target.
enum class SameSource {
    Add,        ///< both stay: a lookup shows both
    KeepOurs,   ///< the file's is not taken
    Replace     ///< ours is taken back, and stays in the history. Of several such units in one file each stays
};

struct ImportProgress {
    std::uintmax_t bytesRead = 0;
    std::uintmax_t bytesTotal = 0;   ///< 0 for a pipe
    std::size_t units = 0;           ///< read so far
};

struct ImportSettings {
    bool approved = true;                       ///< false: every unit is unapproved, whatever the file says
    SameSource sameSource = SameSource::Add;
    std::optional<UnitFormat> format;           ///< else by the file's name, else by its content
    std::vector<std::string> columns;           ///< of a table, in order (table_columns.h); empty: its first row, or source and target
    std::function<void(const ImportProgress &)> progress;   ///< called on the caller's thread, some times a second
};

struct ImportReport {
    struct Skipped {
        std::int64_t line = 0;       ///< of the unit's end in the file
        std::string reason;
    };
    UnitFormat format = UnitFormat::Tmx;
    std::size_t added = 0;
    std::size_t known = 0;           ///< the memory has the same texts in the same context already, or a unit of that id
    std::size_t replaced = 0;        ///< units of the memory that others took the place of
    std::size_t keptOurs = 0;        ///< units of the file that gave way
    std::size_t skippedCount = 0;
    std::vector<Skipped> skipped;    ///< the first thousand
    std::size_t otherDirection = 0;  ///< units that the file has in another direction than the memory
    std::string fileSource;          ///< the source language of those: "de"
};

/// Units of the memory's two languages, whichever of them the file calls the source; a variant ("en-GB") serves its language. All or nothing: BadFormat with
/// the line for what is not of the format, Cancelled, and on every Error the memory is as it was. Importing a file again adds nothing; a unit that was
/// removed comes back. No part of a file is fetched from elsewhere, and entities may not grow.
Result<ImportReport> importUnits(Memory &memory, const std::filesystem::path &path, const ImportSettings &settings = {}, std::stop_token stop = {});

/// "TMX", "XLIFF", "PO", "table".
std::string formatName(UnitFormat format);

}  // namespace interlinear::cat
