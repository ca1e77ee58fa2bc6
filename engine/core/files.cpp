#include "engine/core/files.h"

#include "engine/core/utf8.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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
        return fail(ErrorCode::NotUtf8, path.string(), "byte %1 is not UTF-8; save the file as UTF-8 and open it again", *bad);
    return bytes;
}

namespace {

/// Devices and pipes take bytes; only a file can be replaced.
Result<void> writeInto(const std::filesystem::path &device, std::string_view bytes)
{
    Descriptor file(::open(device.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.get() < 0)
        return failFromErrno(errno, true, device.string());
    if (const int problem = writeAll(file.get(), bytes); problem != 0)
        return failFromErrno(problem, true, device.string());
    return {};
}

}  // namespace

Result<void> writeFileAtomically(const std::filesystem::path &path, std::string_view bytes)
{
    std::error_code ignored;
    const std::filesystem::path target = std::filesystem::is_symlink(path, ignored) ? std::filesystem::canonical(path, ignored) : path;
    if (std::filesystem::is_directory(target, ignored))
        return fail(ErrorCode::Unwritable, path.string(), "is a folder; a file name was expected");
    if (std::filesystem::exists(target, ignored) && !std::filesystem::is_regular_file(target, ignored))
        return writeInto(target, bytes);
    if (std::filesystem::exists(target, ignored) && ::access(target.c_str(), W_OK) != 0)
        return failFromErrno(errno, true, path.string());

    const std::string temporary = target.string() + "." + std::to_string(::gettid()) + ".part";
    Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (file.get() < 0)
        return failFromErrno(errno, true, path.string());
    struct stat status {};
    if (::stat(target.c_str(), &status) == 0)
        ::fchmod(file.get(), status.st_mode & 07777);

    int problem = writeAll(file.get(), bytes);
    if (problem == 0 && ::fsync(file.get()) != 0)
        problem = errno;
    if (file.close() != 0 && problem == 0)
        problem = errno;
    if (problem == 0 && ::rename(temporary.c_str(), target.c_str()) != 0)
        problem = errno;
    if (problem != 0) {
        ::unlink(temporary.c_str());
        return failFromErrno(problem, true, path.string());
    }
    syncFolderOf(target);
    return {};
}

}  // namespace interlinear
