#include "engine/cat/database/database.h"

#include "engine/cat/database/database_errors.h"
#include "engine/cat/database/database_files.h"
#include "engine/core/files.h"

#include <sqlite3.h>

#include <cerrno>
#include <unistd.h>
#include <utility>

namespace interlinear::cat {

namespace {

// KiB of pages that a connection keeps: many while it writes, when inserts fall all over the indexes.
constexpr const char *beginWriting = "BEGIN IMMEDIATE; PRAGMA cache_size = -65536";
constexpr const char *endWriting = "PRAGMA cache_size = -8192";

}  // namespace

void Statement::bind(int index, std::int64_t value)
{
    m_bindProblem |= sqlite3_bind_int64(m_statement.get(), index, value);
}

void Statement::bind(int index, std::string_view value)
{
    const char *bytes = value.empty() ? "" : value.data();   // a null pointer would bind NULL
    m_bindProblem |= sqlite3_bind_text64(m_statement.get(), index, bytes, value.size(), m_copiesValues ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8);
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
    m_bindProblem |= sqlite3_bind_blob64(m_statement.get(), index, bytes, value.bytes.size(), m_copiesValues ? SQLITE_TRANSIENT : SQLITE_STATIC);
}

void Statement::bind(int index, const SqlValue &value)
{
    if (const std::int64_t *number = std::get_if<std::int64_t>(&value))
        bind(index, *number);
    else if (const std::string *text = std::get_if<std::string>(&value))
        bind(index, *text);
    else
        bind(index, Blob{std::get<BlobValue>(value).bytes});
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

Result<bool> Statement::finish(const Result<bool> &row)
{
    const bool changed = sqlite3_changes64(sqlite3_db_handle(m_statement.get())) > 0;
    reset();
    sqlite3_clear_bindings(m_statement.get());
    if (!row)
        return row;
    return changed;
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

SqlValue Statement::value(int column) const
{
    switch (sqlite3_column_type(m_statement.get(), column)) {
    case SQLITE_INTEGER: return integer(column);
    case SQLITE_BLOB: return BlobValue{text(column)};
    default: return text(column);
    }
}

Transaction::Transaction(Transaction &&other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)), m_where(std::move(other.m_where)) {}

Transaction::~Transaction()
{
    if (!m_connection)
        return;
    sqlite3_exec(m_connection, "ROLLBACK", nullptr, nullptr, nullptr);
    sqlite3_exec(m_connection, endWriting, nullptr, nullptr, nullptr);
}

Result<void> Transaction::commit()
{
    errno = 0;
    const int code = sqlite3_exec(m_connection, "COMMIT", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return failure(code, m_connection, m_where, errno);
    sqlite3_exec(std::exchange(m_connection, nullptr), endWriting, nullptr, nullptr, nullptr);
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
    sqlite3_busy_timeout(connection.get(), static_cast<int>(usualPatience.count()));
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
    if (auto made = makeEmptyFile(file, name, std::filesystem::perms(0666)); !made)
        return made;
    const Result<Database> database = connect(file);
    if (!database)
        return std::unexpected(database.error());
    const std::string sql = "PRAGMA page_size = " + std::to_string(schema.pageBytes) + "; PRAGMA synchronous = FULL; BEGIN IMMEDIATE;" + schema.sql
        + "; PRAGMA application_id = " + std::to_string(schema.applicationId) + "; PRAGMA user_version = " + std::to_string(schema.version) + "; COMMIT";
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
    return database->m_version < schema.version ? database->upgradedCopy(schema) : std::move(database);
}

Result<Database> Database::open(const std::filesystem::path &path, const Schema &schema, Access access)
{
    if (auto found = findFile(path, schema.what); !found)
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
    if (auto upgraded = database->m_version < schema.version ? database->upgrade(schema) : Result<void>(); !upgraded)
        return std::unexpected(upgraded.error());
    return database;
}

Result<void> Database::useWriteAheadLog() const
{
    return execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA cache_size = -8192");
}

Result<void> Database::checkWritable() const
{
    if (sqlite3_db_readonly(m_connection.get(), "main") == 1)
        return cannotWrite(m_path.string(), "it is read-only");
    return {};
}

Result<void> Database::verify(const Schema &schema)
{
    const Result<std::int64_t> application = pragma("PRAGMA application_id");
    if (!application)
        return std::unexpected(application.error());
    if (*application != schema.applicationId)
        return fail(ErrorCode::BadFormat, m_path.string(), "is a database of another kind; a %1 was expected", schema.what);
    const Result<std::int64_t> version = pragma("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    if (*version > schema.version)
        return tooNew(*version, schema.version);
    if (*version < 1)
        return damaged(m_path.string(), "schema version " + std::to_string(*version));
    m_version = *version;
    std::error_code problem;
    const bool large = std::filesystem::file_size(m_path, problem) > wholeCheckBytes && !problem;
    return large ? checkSize() : runCheck("PRAGMA quick_check(1)");
}

/// Whether all pages that the header speaks of are there; some may be in the log still.
Result<void> Database::checkSize() const
{
    const Result<std::int64_t> pages = pragma("PRAGMA page_count");
    if (!pages)
        return std::unexpected(pages.error());
    const Result<std::int64_t> pageSize = pragma("PRAGMA page_size");
    if (!pageSize)
        return std::unexpected(pageSize.error());
    std::error_code problem;
    const auto sizeOf = [&](const std::string &file) {
        const std::uintmax_t size = std::filesystem::file_size(file, problem);
        return problem ? 0 : size;
    };
    const std::uintmax_t size = sizeOf(m_path.string()) + sizeOf(m_path.string() + "-wal");
    const auto expected = static_cast<std::uintmax_t>(*pages * *pageSize);
    if (size < expected)
        return damaged(m_path.string(), "it has " + std::to_string(size) + " of its " + std::to_string(expected) + " bytes");
    return {};
}

std::unexpected<Error> Database::tooNew(std::int64_t version, std::int64_t known) const
{
    return fail(ErrorCode::NewerVersion, m_path.string(), "was written by a later version of the program (schema %1; this one knows up to %2); update the program", version,
                known);
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
    sqlite3_stmt *statement = m_shelf->take(sql);
    const int code = statement ? SQLITE_OK : sqlite3_prepare_v2(m_connection.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK)
        return failure(code, m_connection.get(), m_path.string());
    return Statement(statement, m_shelf, m_path.string());
}

Result<void> Database::execute(const char *sql) const
{
    const int code = sqlite3_exec(m_connection.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return failure(code, m_connection.get(), m_path.string());
    return {};
}

Result<Transaction> Database::begin(std::chrono::milliseconds patience) const
{
    sqlite3_busy_timeout(m_connection.get(), static_cast<int>(patience.count()));
    const Result<void> begun = execute(beginWriting);
    sqlite3_busy_timeout(m_connection.get(), static_cast<int>(usualPatience.count()));
    if (!begun)
        return std::unexpected(begun.error());
    Transaction transaction(m_connection.get(), m_path.string());
    const Result<std::int64_t> version = pragma("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    if (*version > m_version)
        return tooNew(*version, m_version);
    return transaction;
}

}  // namespace interlinear::cat
