// One process at a time: a lock on a file, which the system lets go of when the process ends, however it ends.
//
//   Result<FileLock> lock = FileLock::take("run/lock");
//   if (!lock && lock.error().code == ErrorCode::Locked) …      // somebody else is at it
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <utility>

namespace interlinear {

class FileLock {
public:
    /// Makes the file if need be. Locked when another lock, of this process or another, holds it; Unwritable when there can be no such file.
    static Result<FileLock> take(const std::filesystem::path &file);
    ~FileLock();
    FileLock(FileLock &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    FileLock &operator=(FileLock &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }

private:
    explicit FileLock(int fd) : m_fd(fd) {}

    int m_fd;
};

}  // namespace interlinear
