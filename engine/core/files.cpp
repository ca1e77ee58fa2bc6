#include "engine/core/files.h"

#include "engine/core/utf8.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace interlinear {

namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int get() const { return m_fd; }
    int close()
    {
        const int result = m_fd >= 0 ? ::close(m_fd) : 0;
        m_fd = -1;
        return result;
    }

private:
    int m_fd;
};

int writeAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR)
            return errno;
        if (count > 0)
            bytes.remove_prefix(static_cast<size_t>(count));
    }
    return 0;
}

}  // namespace

void syncFolderOf(const std::filesystem::path &path)
{
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() >= 0)
        ::fsync(descriptor.get());
}

Result<std::string> readFile(const std::filesystem::path &path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0)
        return failFromErrno(errno, false, path.string());
    struct stat status {};
    if (::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode))
        return fail(ErrorCode::Unreadable, path.string(), "is a folder; a file was expected");
    std::string bytes;
    bytes.reserve(static_cast<size_t>(status.st_size > 0 ? status.st_size : 0));
    char buffer[1 << 16];
    for (;;) {
        const ssize_t count = ::read(file.get(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failFromErrno(errno, false, path.string());
        if (count == 0)
            return bytes;
        bytes.append(buffer, static_cast<size_t>(count));
    }
}

Result<std::string> readTextFile(const std::filesystem::path &path)
{
    Result<std::string> bytes = readFile(path);
    if (!bytes)
        return bytes;
    if (const auto bad = firstInvalidUtf8(*bytes))
        return notUtf8(path.string(), *bytes, *bad);
    return bytes;
}

namespace {

constexpr std::size_t bytesAtOnce = 1 << 16;

}  // namespace

FileWriter::FileWriter(int fd, std::filesystem::path path, std::filesystem::path target, std::filesystem::path temporary)
    : m_fd(fd), m_path(std::move(path)), m_target(std::move(target)), m_temporary(std::move(temporary))
{
}

FileWriter::FileWriter(FileWriter &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)),
      m_path(std::move(other.m_path)),
      m_target(std::move(other.m_target)),
      m_temporary(std::exchange(other.m_temporary, {})),
      m_waiting(std::move(other.m_waiting))
{
}

FileWriter::~FileWriter()
{
    if (m_fd >= 0)
        ::close(m_fd);
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

Result<FileWriter> FileWriter::open(const std::filesystem::path &path)
{
    std::error_code ignored, nameless;
    std::filesystem::path target = std::filesystem::is_symlink(path, ignored) ? std::filesystem::canonical(path, nameless) : path;
    if (nameless)
        target = path;   // "/dev/stdout" leads to a pipe that has no name
    if (std::filesystem::is_directory(target, ignored))
        return fail(ErrorCode::Unwritable, path.string(), "is a folder; a file name was expected");
    const bool there = std::filesystem::exists(target, ignored);
    if (there && !std::filesystem::is_regular_file(target, ignored)) {   // devices and pipes take bytes; only a file can be replaced
        const int fd = ::open(target.c_str(), O_WRONLY | O_CLOEXEC);
        if (fd < 0)
            return failFromErrno(errno, true, path.string());
        return FileWriter(fd, path, target, {});
    }
    if (there && ::access(target.c_str(), W_OK) != 0)
        return failFromErrno(errno, true, path.string());

    const std::string temporary = target.string() + "." + std::to_string(::gettid()) + ".part";
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return failFromErrno(errno, true, path.string());
    struct stat status {};
    if (::stat(target.c_str(), &status) == 0)
        ::fchmod(fd, status.st_mode & 07777);
    return FileWriter(fd, path, target, temporary);
}

Result<void> FileWriter::flush()
{
    const int problem = writeAll(m_fd, m_waiting);
    m_waiting.clear();
    if (problem != 0)
        return failFromErrno(problem, true, m_path.string());
    return {};
}

Result<void> FileWriter::write(std::string_view bytes)
{
    if (bytes.size() < bytesAtOnce) {
        m_waiting += bytes;
        return m_waiting.size() < bytesAtOnce ? Result<void>() : flush();
    }
    if (auto flushed = flush(); !flushed)
        return flushed;
    const int problem = writeAll(m_fd, bytes);
    return problem == 0 ? Result<void>() : failFromErrno(problem, true, m_path.string());
}

Result<void> FileWriter::finish()
{
    if (!m_temporary.empty() && ::fsync(m_fd) != 0)
        return failFromErrno(errno, true, m_path.string());
    if (::close(std::exchange(m_fd, -1)) != 0)
        return failFromErrno(errno, true, m_path.string());
    if (!m_temporary.empty() && ::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        return failFromErrno(errno, true, m_path.string());
    return {};
}

Result<void> FileWriter::commit()
{
    if (auto flushed = flush(); !flushed)
        return flushed;
    if (auto finished = finish(); !finished)
        return finished;
    if (!std::exchange(m_temporary, {}).empty())
        syncFolderOf(m_target);
    return {};
}

Result<void> writeFileAtomically(const std::filesystem::path &path, std::string_view bytes)
{
    Result<FileWriter> file = FileWriter::open(path);
    if (!file)
        return std::unexpected(file.error());
    if (auto written = file->write(bytes); !written)
        return written;
    return file->commit();
}

bool isSameFile(const std::filesystem::path &a, const std::filesystem::path &b)
{
    std::error_code ignored;
    if (std::filesystem::exists(a, ignored) && !std::filesystem::is_regular_file(a, ignored))
        return false;
    return std::filesystem::equivalent(a, b, ignored) || std::filesystem::weakly_canonical(a, ignored) == std::filesystem::weakly_canonical(b, ignored);
}

}  // namespace interlinear
