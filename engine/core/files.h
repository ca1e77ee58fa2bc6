// Whole files in and out, with errors that name the file. Writing replaces the old file only once the new one is safely on disk.
//
//   const Result<std::string> bytes = readFile(path);
//   if (auto written = writeFileAtomically(path, text); !written) return std::unexpected(written.error());
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace interlinear {

/// The bytes of a file. A folder, a missing or an unreadable file is an Error.
Result<std::string> readFile(const std::filesystem::path &path);

/// As readFile(), and the bytes must be UTF-8; a byte order mark is kept.
Result<std::string> readTextFile(const std::filesystem::path &path);

/// Writes beside the target, syncs, then renames: after a crash or a full disk the old file is whole. A device or a pipe is written into. Any thread.
Result<void> writeFileAtomically(const std::filesystem::path &path, std::string_view bytes);

/// Makes a file's name, new or changed, outlive a loss of power.
void syncFolderOf(const std::filesystem::path &path);

}  // namespace interlinear
