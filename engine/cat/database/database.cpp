#include "engine/cat/database/database.h"

#include "engine/core/files.h"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr int lockPatienceMs = 2000;

std::string connectionPath(sqlite3 *connection)
{
    const char *name = sqlite3_db_filename(connection, "main");
    return name ? name : "";
}

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

/// The sentence for a result code of SQLite. A failed COMMIT leaves its reason in errno, everything else in the connection.
std::unexpected<Error> failure(int code, sqlite3 *connection, std::string where, int commitErrno = 0)
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
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
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

constexpr const char *sideFiles[] = {"", "-wal", "-shm", "-journal"};

void removeDatabase(const std::filesystem::path &path)
{
    for (const char *ending : sideFiles)
        ::unlink((path.string() + ending).c_str());
}

/// Gives a finished file its name; one that has the name already is never replaced, whoever made it.
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

Result<void> findFile(const std::filesystem::path &path, const Schema &schema)
{
    std::error_code problem;
    const std::filesystem::file_status status = std::filesystem::status(path, problem);
    if (status.type() == std::filesystem::file_type::not_found)
        return fail(ErrorCode::NotFound, path.string(), "does not exist; a %1 was expected", schema.what);
    if (problem)
        return failFromErrno(problem.value(), false, path.string());
    if (status.type() != std::filesystem::file_type::regular)
        return fail(ErrorCode::Unreadable, path.string(), "is no file; a %1 was expected", schema.what);
    if (std::filesystem::file_size(path, problem) == 0)
        return fail(ErrorCode::Damaged, path.string(), "is empty; a %1 was expected", schema.what);
    return {};
}

/// A database in the log mode is written to only together with files beside it.
bool canBeWritten(const std::filesystem::path &path)
{
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0 && ::faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0;
}

/// "file:a%3Fb.tm": the characters that mean something in a URI are escaped.
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

}  // namespace

void Statement::Finalizer::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

void Statement::bind(int index, std::int64_t value)
{
    m_bindProblem |= sqlite3_bind_int64(m_statement.get(), index, value);
}

void Statement::bind(int index, std::string_view value)
{
    const char *bytes = value.empty() ? "" : value.data();   // a null pointer would bind NULL
    m_bindProblem |= sqlite3_bind_text64(m_statement.get(), index, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bind(int index, const std::optional<std::string> &value)
{
    if (value)
        bind(index, std::string_view(*value));
    else
        m_bindProblem |= sqlite3_bind_null(m_statement.get(), index);
}

void Statement::bind(int index, Blob value)
{
    const char *bytes = value.bytes.empty() ? "" : value.bytes.data();
    m_bindProblem |= sqlite3_bind_blob64(m_statement.get(), index, bytes, value.bytes.size(), SQLITE_TRANSIENT);
}

Result<bool> Statement::next()
{
    sqlite3 *connection = sqlite3_db_handle(m_statement.get());
    if (m_bindProblem != 0)
        return failure(m_bindProblem, connection, m_where);
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return failure(code, connection, m_where);
}

void Statement::reset()
{
    sqlite3_reset(m_statement.get());
    m_bindProblem = 0;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

std::string Statement::text(int column) const
{
    const void *bytes = sqlite3_column_blob(m_statement.get(), column);
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return bytes ? std::string(static_cast<const char *>(bytes), static_cast<std::size_t>(size)) : std::string();
}

std::optional<std::string> Statement::optionalText(int column) const
{
    if (sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL)
        return std::nullopt;
    return text(column);
}

Transaction::Transaction(Transaction &&other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)), m_where(std::move(other.m_where)) {}

Transaction::~Transaction()
{
    if (m_connection)
        sqlite3_exec(m_connection, "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Transaction::commit()
{
    errno = 0;
    const int code = sqlite3_exec(m_connection, "COMMIT", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return failure(code, m_connection, m_where, errno);
    m_connection = nullptr;
    return {};
}

void Database::Closer::operator()(sqlite3 *connection) const
{
    sqlite3_close_v2(connection);   // waits for statements that outlive it
}

Result<Database> Database::connect(const std::filesystem::path &path)
{
    return connect(path, path.string(), SQLITE_OPEN_READWRITE);
}

Result<Database> Database::connect(const std::filesystem::path &path, const std::string &name, int flags)
{
    sqlite3 *raw = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    Connection connection(raw);
    if (code != SQLITE_OK)
        return failure(code, connection.get(), path.string());
    sqlite3_busy_timeout(connection.get(), lockPatienceMs);
    sqlite3_db_config(connection.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return Database(std::move(connection), path);
}

// Made under another name, so that whenever it is interrupted the path holds the whole file or none.
Result<Database> Database::create(const std::filesystem::path &path, const Schema &schema)
{
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, ignored)))
        return fail(ErrorCode::InvalidArgument, path.string(), "exists already; choose another name");
    const std::filesystem::path unnamed = path.string() + "." + std::to_string(::gettid()) + ".part";
    removeDatabase(unnamed);
    Result<void> made = fill(unnamed, path, schema);
    if (made)
        made = giveName(unnamed, path);
    removeDatabase(unnamed);
    if (!made)
        return std::unexpected(made.error());
    syncFolderOf(path);
    return open(path, schema);
}

Result<void> Database::fill(const std::filesystem::path &file, const std::filesystem::path &name, const Schema &schema)
{
    const int created = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (created < 0)
        return failFromErrno(errno, true, name.string());
    ::close(created);
    const Result<Database> database = connect(file);
    if (!database)
        return std::unexpected(database.error());
    const std::string sql = "PRAGMA synchronous = FULL; BEGIN IMMEDIATE;" + schema.sql + "; PRAGMA application_id = " + std::to_string(schema.applicationId)
        + "; PRAGMA user_version = " + std::to_string(schema.version) + "; COMMIT";
    Result<void> done = database->execute(sql.c_str());
    if (!done)
        done.error().where = name.string();   // the one that people know
    return done;
}

// Nobody who respects the file's permissions can change it, and no log holds what is newer: then it needs no lock, and no log to make.
Result<Database> Database::openReadOnly(const std::filesystem::path &path, const Schema &schema)
{
    std::error_code ignored;
    const std::string log = path.string() + "-wal";
    if (std::filesystem::exists(log, ignored) && std::filesystem::file_size(log, ignored) > 0) {
        return fail(ErrorCode::Unreadable, path.string(),
                    "cannot be written, and has changes waiting in %1; let its owner close it, or copy both files to a folder of your own", log);
    }
    Result<Database> database = connect(path, uriOf(path) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    if (!database)
        return database;
    if (auto verified = database->verify(schema); !verified)
        return std::unexpected(verified.error());
    return database;
}

Result<Database> Database::open(const std::filesystem::path &path, const Schema &schema, Access access)
{
    if (auto found = findFile(path, schema); !found)
        return std::unexpected(found.error());
    if (access == Access::Read && !canBeWritten(path))
        return openReadOnly(path, schema);
    Result<Database> database = connect(path);
    if (!database)
        return database;
    if (auto writable = database->checkWritable(); !writable)
        return std::unexpected(writable.error());
    if (auto verified = database->verify(schema); !verified)
        return std::unexpected(verified.error());
    if (auto logged = database->useWriteAheadLog(); !logged)
        return std::unexpected(logged.error());
    return database;
}

Result<void> Database::useWriteAheadLog() const
{
    return execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON");
}

Result<void> Database::checkWritable() const
{
    if (sqlite3_db_readonly(m_connection.get(), "main") == 1)
        return cannotWrite(m_path.string(), "it is read-only");
    return {};
}

Result<void> Database::verify(const Schema &schema) const
{
    const Result<std::int64_t> application = pragma("PRAGMA application_id");
    if (!application)
        return std::unexpected(application.error());
    if (*application != schema.applicationId)
        return fail(ErrorCode::BadFormat, m_path.string(), "is a database of another kind; a %1 was expected", schema.what);
    const Result<std::int64_t> version = pragma("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    if (*version > schema.version) {
        return fail(ErrorCode::NewerVersion, m_path.string(), "was written by a later version of the program (schema %1; this one knows up to %2); update the program",
                    *version, schema.version);
    }
    if (*version < 1)
        return damaged(m_path.string(), "schema version " + std::to_string(*version));
    return runCheck("PRAGMA quick_check(1)");
}

Result<void> Database::check() const
{
    return runCheck("PRAGMA integrity_check(1)");
}

Result<void> Database::runCheck(const char *pragma) const
{
    Result<Statement> statement = prepare(pragma);
    if (!statement)
        return std::unexpected(statement.error());
    const Result<bool> row = statement->start();
    if (!row)
        return std::unexpected(row.error());
    const std::string finding = *row ? statement->text(0) : "no answer";
    if (finding != "ok")
        return damaged(m_path.string(), finding);
    return {};
}

Result<std::int64_t> Database::pragma(const char *name) const
{
    Result<Statement> statement = prepare(name);
    if (!statement)
        return std::unexpected(statement.error());
    const Result<bool> row = statement->start();
    if (!row)
        return std::unexpected(row.error());
    return statement->integer(0);
}

Result<Statement> Database::prepare(std::string_view sql) const
{
    sqlite3_stmt *statement = nullptr;
    const int code = sqlite3_prepare_v2(m_connection.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK)
        return failure(code, m_connection.get(), m_path.string());
    return Statement(statement, m_path.string());
}

Result<void> Database::execute(const char *sql) const
{
    const int code = sqlite3_exec(m_connection.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return failure(code, m_connection.get(), m_path.string());
    return {};
}

Result<Transaction> Database::begin() const
{
    if (auto begun = execute("BEGIN IMMEDIATE"); !begun)
        return std::unexpected(begun.error());
    return Transaction(m_connection.get(), connectionPath(m_connection.get()));
}

}  // namespace interlinear::cat
