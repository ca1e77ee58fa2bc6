#include "engine/cat/database/database_errors.h"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace interlinear::cat {

namespace {

std::unexpected<Error> fromSystem(int systemErrno, std::string where, std::string_view detail)
{
    switch (systemErrno) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return fail(ErrorCode::DiskFull, std::move(where), "cannot grow: %1; free some space and try again", std::strerror(systemErrno));
    case EACCES:
    case EPERM:
    case EROFS:
        return cannotWrite(std::move(where), std::strerror(systemErrno));
    case 0:
        return fail(ErrorCode::Unreadable, std::move(where), "cannot be used: %1", detail);
    default:
        return fail(ErrorCode::Unreadable, std::move(where), "cannot be used: %1 (%2)", detail, std::strerror(systemErrno));
    }
}

}  // namespace

std::unexpected<Error> damaged(std::string where, std::string_view detail)
{
    if (detail.starts_with("***"))   // SQLite's heading above a finding
        detail.remove_prefix(std::min(detail.find('\n') + 1, detail.size()));
    return fail(ErrorCode::Damaged, std::move(where), "is damaged (%1); work on a copy of a backup, this file is left as it is", detail);
}

std::unexpected<Error> cannotWrite(std::string where, std::string_view reason)
{
    return fail(ErrorCode::Unwritable, std::move(where), "cannot be written (%1); make the file and its folder writable", reason);
}

std::unexpected<Error> failure(int code, sqlite3 *connection, std::string where, int commitErrno)
{
    const std::string detail = sqlite3_errmsg(connection);
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail(ErrorCode::Locked, std::move(where), "is in use by another program; wait until that one is done, or close it, and try again");
    case SQLITE_FULL:
        return fail(ErrorCode::DiskFull, std::move(where), "cannot grow: the disk is full; free some space and try again");
    case SQLITE_READONLY:
        return cannotWrite(std::move(where), detail);
    case SQLITE_NOTADB:
        return fail(ErrorCode::Damaged, std::move(where), "is no database, or its beginning is damaged; name another file, or work on a copy of a backup: this file is left as it is");
    case SQLITE_CORRUPT:
    case SQLITE_ERROR:      // our statements are constant, so the file's tables are at fault
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return damaged(std::move(where), detail);
    case SQLITE_TOOBIG:
        return fail(ErrorCode::OutOfRange, std::move(where), "cannot hold a text of more than a billion bytes");
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_PERM:
        return fromSystem(commitErrno != 0 ? commitErrno : sqlite3_system_errno(connection), std::move(where), detail);
    default:
        return fail(ErrorCode::EngineFailure, std::move(where), "the database gave up: %1", detail);
    }
}

}  // namespace interlinear::cat
