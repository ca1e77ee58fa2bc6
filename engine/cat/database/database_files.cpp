#include "engine/cat/database/database_files.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace interlinear::cat {

namespace {

constexpr const char *sideFiles[] = {"", "-wal", "-shm", "-journal"};

}  // namespace

void removeDatabase(const std::filesystem::path &path)
{
    for (const char *ending : sideFiles)
        ::unlink((path.string() + ending).c_str());
}

Result<void> giveName(const std::filesystem::path &file, const std::filesystem::path &name)
{
    if (::renameat2(AT_FDCWD, file.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) == 0)
        return {};
    // File systems without that flag have hard links, or one program at a time.
    if (errno == EINVAL && (::link(file.c_str(), name.c_str()) == 0 || (errno == EPERM && ::access(name.c_str(), F_OK) != 0 && ::rename(file.c_str(), name.c_str()) == 0)))
        return {};
    if (errno == EEXIST)
        return fail(ErrorCode::InvalidArgument, name.string(), "exists already; choose another name");
    return failFromErrno(errno, true, name.string());
}

Result<void> findFile(const std::filesystem::path &path, const std::string &what)
{
    std::error_code problem;
    const std::filesystem::file_status status = std::filesystem::status(path, problem);
    if (status.type() == std::filesystem::file_type::not_found)
        return fail(ErrorCode::NotFound, path.string(), "does not exist; a %1 was expected", what);
    if (problem)
        return failFromErrno(problem.value(), false, path.string());
    if (status.type() != std::filesystem::file_type::regular)
        return fail(ErrorCode::Unreadable, path.string(), "is no file; a %1 was expected", what);
    if (std::filesystem::file_size(path, problem) == 0)
        return fail(ErrorCode::Damaged, path.string(), "is empty; a %1 was expected", what);
    return {};
}

bool canBeWritten(const std::filesystem::path &path)
{
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0 && ::faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0;
}

std::string uriOf(const std::filesystem::path &path)
{
    std::string uri = "file:";
    for (const char c : path.string()) {
        if (c == '%' || c == '?' || c == '#')
            uri += c == '%' ? "%25" : c == '?' ? "%3F" : "%23";
        else
            uri += c;
    }
    return uri;
}

Result<void> makeEmptyFile(const std::filesystem::path &file, const std::filesystem::path &name, std::filesystem::perms permissions)
{
    const int created = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, static_cast<mode_t>(permissions));
    if (created < 0)
        return failFromErrno(errno, true, name.string());
    ::close(created);
    return {};
}

Result<void> syncFile(const std::filesystem::path &file)
{
    const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = opened >= 0 && ::fsync(opened) == 0;
    const int problem = errno;
    if (opened >= 0)
        ::close(opened);
    if (!synced)
        return failFromErrno(problem, true, file.string());
    return {};
}

}  // namespace interlinear::cat
