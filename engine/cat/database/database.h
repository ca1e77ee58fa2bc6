// An SQLite file with the promises that confirmed work needs: write-ahead log, a sync to disk at every commit, foreign keys,
// a schema version that is checked, and errors that are sentences.
//
//   Result<Database> database = Database::open(path, schema);
//   Result<Transaction> change = database->begin();
//   Result<Statement> insert = database->prepare("INSERT INTO note (body) VALUES (?)");
//   if (auto done = insert->run(text); !done) return done;      // leaving without commit() rolls back
//   return change->commit();
//
// A Database and what comes from it belong to one thread at a time; another thread or process opens the file again.
#pragma once

#include "engine/cat/database/statement_shelf.h"
#include "engine/core/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace interlinear::cat {

/// Bytes to bind that are no text.
struct Blob {
    std::string_view bytes;
};

/// A value whose kind is known at run time only.
struct BlobValue {
    std::string bytes;
};
using SqlValue = std::variant<std::int64_t, std::string, BlobValue>;

/// A function of one text that the SQL of a migration may call.
struct TextFunction {
    const char *name = nullptr;
    SqlValue (*apply)(std::string_view text) = nullptr;
};

/// Makes a file of one version one of the next, within a transaction.
struct Migration {
    std::string sql;
    std::vector<TextFunction> functions;
};

/// What a kind of file looks like inside.
struct Schema {
    std::string what;                    ///< for sentences: "translation memory"
    std::int32_t applicationId = 0;      ///< in the file's header; another one is not our file
    std::int32_t version = 1;            ///< a higher one in the file is refused
    std::string sql;                     ///< creates the tables of this version
    std::vector<Migration> migrations;   ///< [n]: from version n + 1 to n + 2; as many as `version` - 1
    int pageBytes = 4096;                ///< of a new file; a file keeps what it was made with
};

/// How long another program's lock is waited for.
inline constexpr std::chrono::milliseconds usualPatience{2000};

/// What a file is opened for.
enum class Access {
    Write,   ///< a file that cannot be written is Unwritable
    Read     ///< takes a file, a folder or a medium that nobody may write to as well
};

/// A prepared statement. Parameters are bound, never pasted into the text.
class Statement {
public:
    /// Binds all parameters in order and runs to the first row: true when there is one.
    template <typename... Values>
    Result<bool> start(const Values &...values)
    {
        reset();
        int index = 0;
        (bind(++index, values), ...);
        return next();
    }
    /// Binds all parameters and runs a statement that answers no rows.
    template <typename... Values>
    Result<void> run(const Values &...values)
    {
        const Result<bool> changed = changes(values...);
        if (!changed)
            return std::unexpected(changed.error());
        return {};
    }
    /// As run(), and whether a row came, changed or went.
    template <typename... Values>
    Result<bool> changes(const Values &...values)
    {
        m_copiesValues = false;   // they outlive the call
        const Result<bool> row = start(values...);
        m_copiesValues = true;
        return finish(row);
    }
    /// Steps to the next row; false at the end.
    Result<bool> next();
    /// Ends the statement's hold on the file; the next start() does it too.
    void reset();

    std::int64_t integer(int column) const;
    /// Text or blob, byte for byte; NULL is empty.
    std::string text(int column) const;
    std::optional<std::string> optionalText(int column) const;
    /// What bound it says: a number, a text, or bytes; NULL is an empty text.
    SqlValue value(int column) const;

private:
    friend class Database;
    struct Shelver {
        std::shared_ptr<StatementShelf> shelf;
        void operator()(sqlite3_stmt *statement) const { shelf->put(statement); }
    };
    Statement(sqlite3_stmt *statement, std::shared_ptr<StatementShelf> shelf, std::string where) : m_statement(statement, {std::move(shelf)}), m_where(std::move(where)) {}

    Result<bool> finish(const Result<bool> &row);
    void bind(int index, std::int64_t value);
    void bind(int index, std::string_view value);
    void bind(int index, const std::string &value) { bind(index, std::string_view(value)); }
    void bind(int index, const char *value) { bind(index, std::string_view(value)); }
    void bind(int index, const std::optional<std::string> &value);
    void bind(int index, Blob value);
    void bind(int index, const SqlValue &value);

    std::unique_ptr<sqlite3_stmt, Shelver> m_statement;
    std::string m_where;
    int m_bindProblem = 0;
    bool m_copiesValues = true;
};

/// All or nothing: rolled back unless commit() succeeds.
class Transaction {
public:
    ~Transaction();
    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;
    /// On disk when this returns without an Error.
    Result<void> commit();

private:
    friend class Database;
    Transaction(sqlite3 *connection, std::string where) : m_connection(connection), m_where(std::move(where)) {}

    sqlite3 *m_connection;
    std::string m_where;
};

class Database {
public:
    static constexpr std::uintmax_t wholeCheckBytes = 64 << 20;

    /// Makes a new file, whole or not at all; one that exists is an InvalidArgument, and is left alone.
    static Result<Database> create(const std::filesystem::path &path, const Schema &schema);
    /// Opens and checks a file: NotFound, Unwritable, BadFormat (not such a file), NewerVersion, Damaged, Locked.
    /// Up to wholeCheckBytes the check reads the whole file; of a larger one the header against the size, and the tables' definitions, so
    /// that a file that was cut is found at once, and other damage when the place is read, or by check(). For reading, Unreadable when changes wait beside a
    /// file that cannot be written.
    ///
    /// A file of an earlier version becomes one of this version, in one transaction: interrupted at any instant it is the old file still. Before, the
    /// whole of it is copied to "PATH.version-N.backup" beside it (DiskFull or Unwritable: nothing has changed). A file that cannot be written to is
    /// opened for reading as a temporary copy of this version.
    static Result<Database> open(const std::filesystem::path &path, const Schema &schema, Access access = Access::Write);

    /// Cheap for a text that was prepared before. The schema does not fit the statement: Damaged.
    Result<Statement> prepare(std::string_view sql) const;
    /// A statement that is needed once and answers no rows.
    template <typename... Values>
    Result<void> run(std::string_view sql, const Values &...values) const
    {
        Result<Statement> statement = prepare(sql);
        return statement ? statement->run(values...) : std::unexpected(statement.error());
    }
    /// The first column of the first row of a statement that is needed once; 0 when there is none.
    template <typename... Values>
    Result<std::int64_t> integer(std::string_view sql, const Values &...values) const
    {
        Result<Statement> statement = prepare(sql);
        if (!statement)
            return std::unexpected(statement.error());
        const Result<bool> row = statement->start(values...);
        if (!row)
            return std::unexpected(row.error());
        return *row ? statement->integer(0) : 0;
    }
    /// Takes the write lock; another writer is waited for so long, then Locked. NewerVersion when a later version of the program has changed
    /// the schema meanwhile.
    Result<Transaction> begin(std::chrono::milliseconds patience = usualPatience) const;
    /// SQLite's full check of structure and indexes; a finding is Damaged.
    Result<void> check() const;

    const std::filesystem::path &path() const { return m_path; }

private:
    struct Closer {
        void operator()(sqlite3 *connection) const;
    };
    using Connection = std::unique_ptr<sqlite3, Closer>;
    Database(Connection connection, std::filesystem::path path) : m_connection(std::move(connection)), m_path(std::move(path)) {}

    static Result<Database> connect(const std::filesystem::path &path);
    static Result<Database> connect(const std::filesystem::path &path, const std::string &name, int flags);
    static Result<Database> openReadOnly(const std::filesystem::path &path, const Schema &schema);
    Result<Database> upgradedCopy(const Schema &schema) const;
    Result<void> upgrade(const Schema &schema);
    Result<void> migrate(const Schema &schema) const;
    Result<void> copyTo(const Database &copy) const;
    Result<std::filesystem::path> backUp() const;
    Result<void> define(const TextFunction &function) const;
    static Result<void> fill(const std::filesystem::path &file, const std::filesystem::path &name, const Schema &schema);
    Result<void> execute(const char *sql) const;
    Result<std::int64_t> pragma(const char *name) const;
    Result<void> useWriteAheadLog() const;
    Result<void> checkWritable() const;
    Result<void> verify(const Schema &schema);
    std::unexpected<Error> tooNew(std::int64_t version, std::int64_t known) const;
    Result<void> checkSize() const;
    Result<void> runCheck(const char *pragma) const;

    Connection m_connection;
    std::shared_ptr<StatementShelf> m_shelf = std::make_shared<StatementShelf>();
    std::filesystem::path m_path;
    std::int64_t m_version = 0;   // of the schema
};

}  // namespace interlinear::cat
