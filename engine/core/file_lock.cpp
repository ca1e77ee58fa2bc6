#include "engine/core/file_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace interlinear {

Result<FileLock> FileLock::take(const std::filesystem::path &file)
{
    FileLock lock(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (lock.m_fd < 0)
        return failFromErrno(errno, /*writing=*/true, file.string());
    if (flock(lock.m_fd, LOCK_EX | LOCK_NB) == 0)
        return lock;
    if (errno == EWOULDBLOCK)
        return fail(ErrorCode::Locked, file.string(), "is held by another process");
    return failFromErrno(errno, /*writing=*/true, file.string());
}

FileLock::~FileLock()
{
    if (m_fd >= 0)
        close(m_fd);
}

}  // namespace interlinear
