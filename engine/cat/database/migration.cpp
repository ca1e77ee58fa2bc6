#include "engine/cat/database/database.h"
#include "engine/cat/database/database_errors.h"
#include "engine/cat/database/database_files.h"
#include "engine/core/files.h"

#include <sqlite3.h>

#include <unistd.h>

namespace interlinear::cat {

namespace {

void callTextFunction(sqlite3_context *context, int, sqlite3_value **arguments)
{
    const auto *function = static_cast<const TextFunction *>(sqlite3_user_data(context));
    const auto *bytes = static_cast<const char *>(sqlite3_value_blob(arguments[0]));
    const SqlValue value = function->apply({bytes ? bytes : "", static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]))});
    if (const std::int64_t *number = std::get_if<std::int64_t>(&value))
        sqlite3_result_int64(context, *number);
    else if (const std::string *text = std::get_if<std::string>(&value))
        sqlite3_result_text64(context, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    else
        sqlite3_result_blob64(context, std::get<BlobValue>(value).bytes.data(), std::get<BlobValue>(value).bytes.size(), SQLITE_TRANSIENT);
}

/// "work.itm.version-1.backup", or with a number where that is there already.
std::filesystem::path backupName(const std::filesystem::path &path, std::int64_t version, int attempt)
{
    const std::string number = attempt == 1 ? "" : "-" + std::to_string(attempt);
    return path.string() + ".version-" + std::to_string(version) + ".backup" + number;
}

Result<std::filesystem::path> giveBackupName(const std::filesystem::path &file, const std::filesystem::path &path, std::int64_t version)
{
    for (int attempt = 1;; ++attempt) {
        const std::filesystem::path name = backupName(path, version, attempt);
        std::error_code ignored;
        if (std::filesystem::exists(std::filesystem::symlink_status(name, ignored)))
            continue;
        if (auto named = giveName(file, name); !named)
            return std::unexpected(named.error());
        return name;
    }
}

}  // namespace

Result<void> Database::define(const TextFunction &function) const
{
    const int code = sqlite3_create_function_v2(m_connection.get(), function.name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                                const_cast<TextFunction *>(&function), callTextFunction, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return failure(code, m_connection.get(), m_path.string());
    return {};
}

/// From m_version to the schema's, within a transaction.
Result<void> Database::migrate(const Schema &schema) const
{
    for (std::int64_t version = m_version; version < schema.version; ++version) {
        const Migration &step = schema.migrations[static_cast<std::size_t>(version - 1)];
        for (const TextFunction &function : step.functions) {
            if (auto defined = define(function); !defined)
                return defined;
        }
        if (auto done = execute(step.sql.c_str()); !done)
            return done;
        for (const TextFunction &function : step.functions)
            sqlite3_create_function_v2(m_connection.get(), function.name, 1, SQLITE_UTF8, nullptr, nullptr, nullptr, nullptr, nullptr);
        if (auto marked = execute(("PRAGMA user_version = " + std::to_string(version + 1)).c_str()); !marked)
            return marked;
    }
    return {};
}

Result<void> Database::copyTo(const Database &copy) const
{
    sqlite3_backup *backup = sqlite3_backup_init(copy.m_connection.get(), "main", m_connection.get(), "main");
    if (!backup)
        return failure(sqlite3_extended_errcode(copy.m_connection.get()), copy.m_connection.get(), copy.m_path.string());
    sqlite3_backup_step(backup, -1);
    const int code = sqlite3_backup_finish(backup);
    if (code != SQLITE_OK)
        return failure(code, copy.m_connection.get(), copy.m_path.string());
    return {};
}

/// Copies the file as it is on disk, and syncs the copy, before anything of it is given up. The name of the copy.
Result<std::filesystem::path> Database::backUp() const
{
    const std::filesystem::path unnamed = backupName(m_path, m_version, 1).string() + "." + std::to_string(::gettid()) + ".part";
    std::error_code ignored;
    removeDatabase(unnamed);
    Result<void> copied = makeEmptyFile(unnamed, unnamed, std::filesystem::status(m_path, ignored).permissions());
    if (copied) {
        const Result<Database> original = connect(m_path);   // another connection: this one has begun to write
        const Result<Database> copy = connect(unnamed);
        copied = !original ? std::unexpected(original.error()) : !copy ? std::unexpected(copy.error()) : original->copyTo(*copy);
    }
    if (copied)
        copied = syncFile(unnamed);
    Result<std::filesystem::path> name = copied ? giveBackupName(unnamed, m_path, m_version) : std::unexpected(copied.error());
    removeDatabase(unnamed);
    syncFolderOf(m_path);
    return name;
}

Result<void> Database::upgrade(const Schema &schema)
{
    m_version = schema.version;   // what begin() lets pass: another program may have been sooner
    Result<Transaction> change = begin();
    if (!change)
        return std::unexpected(change.error());
    const Result<std::int64_t> version = pragma("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    m_version = *version;
    if (m_version == schema.version)
        return {};
    if (auto migrated = migrate(schema); !migrated)
        return migrated;
    const Result<std::filesystem::path> backup = backUp();
    if (!backup)
        return std::unexpected(backup.error());
    if (auto done = change->commit(); !done) {
        removeDatabase(*backup);
        return done;
    }
    m_version = schema.version;
    return {};
}

Result<Database> Database::upgradedCopy(const Schema &schema) const
{
    Result<Database> copy = connect(m_path, "", SQLITE_OPEN_READWRITE);   // a file without a name, gone when it is closed
    if (!copy)
        return copy;
    copy->m_version = m_version;
    if (auto copied = copyTo(*copy); !copied)
        return std::unexpected(copied.error());
    Result<Transaction> change = copy->begin();
    if (!change)
        return std::unexpected(change.error());
    if (auto migrated = copy->migrate(schema); !migrated)
        return std::unexpected(migrated.error());
    if (auto done = change->commit(); !done)
        return std::unexpected(done.error());
    copy->m_version = schema.version;
    if (auto closed = copy->execute("PRAGMA query_only = ON"); !closed)
        return std::unexpected(closed.error());
    return copy;
}

}  // namespace interlinear::cat
