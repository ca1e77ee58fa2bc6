// Whole files in and out, with errors that name the file. Writing replaces the old file only once the new one is safely on disk.
//
//   const Result<std::string> bytes = readFile(path);
//   if (auto written = writeFileAtomically(path, text); !written) return std::unexpected(written.error());
//   Result<FileWriter> file = FileWriter::open(path);      // the same piece by piece
//   if (auto written = file->write(line); !written) return written;
//   return file->commit();
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

/// What writeFileAtomically() does, for bytes that come one after the other. Without commit() the old file stays, and nothing new lies beside it.
/// A device or a pipe takes the bytes as they come. After an Error only destruction is left.
class FileWriter {
public:
    static Result<FileWriter> open(const std::filesystem::path &path);
    ~FileWriter();
    FileWriter(FileWriter &&other) noexcept;
    FileWriter &operator=(FileWriter &&) = delete;

    Result<void> write(std::string_view bytes);
    /// The file has its name, and is on disk, when this returns without an Error.
    Result<void> commit();

private:
    FileWriter(int fd, std::filesystem::path path, std::filesystem::path target, std::filesystem::path temporary);
    Result<void> flush();
    Result<void> finish();

    int m_fd;
    std::filesystem::path m_path;        // as the caller names it
    std::filesystem::path m_target;      // behind symbolic links
    std::filesystem::path m_temporary;   // empty for a device, and once it has its name
    std::string m_waiting;               // not yet given to the system
};

/// Whether both paths lead to one file, there already or not; devices are nobody's own.
bool isSameFile(const std::filesystem::path &a, const std::filesystem::path &b);

/// Makes a file's name, new or changed, outlive a loss of power.
void syncFolderOf(const std::filesystem::path &path);

}  // namespace interlinear
