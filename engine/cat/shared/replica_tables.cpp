#include "engine/cat/shared/replica_tables.h"

#include "engine/cat/database/id_column.h"

#include <array>

namespace interlinear::cat {

namespace {

/// A conflict is the version that lost, and the unit that it would have changed.
constexpr std::array<const char *, 3> tables{
    "CREATE TABLE IF NOT EXISTS shared_link (one INTEGER PRIMARY KEY CHECK (one = 1), connection TEXT NOT NULL, memory_uuid TEXT NOT NULL, "
    "last_number INTEGER NOT NULL, last_push TEXT NOT NULL, push TEXT, push_change INTEGER)",
    "CREATE TABLE IF NOT EXISTS shared_queue (change INTEGER PRIMARY KEY AUTOINCREMENT, id NOT NULL UNIQUE)",
    "CREATE TABLE IF NOT EXISTS shared_conflict (id PRIMARY KEY NOT NULL, contested NOT NULL) WITHOUT ROWID"};

struct Watched {
    const char *name;
    const char *event;
    const char *row;
};

/// How often a unit is used is told only together with what it says.
constexpr std::array<Watched, 7> watched{{
    {"shared_unit_added", "INSERT ON unit", "NEW"},
    {"shared_unit_changed", "UPDATE OF source, source_tags, target, target_tags, approved, properties ON unit", "NEW"},
    {"shared_version_kept", "INSERT ON superseded", "NEW"},
    {"shared_version_replaced", "UPDATE OF replaced_by ON superseded", "NEW"},
    {"shared_unit_removed", "INSERT ON removed", "NEW"},
    {"shared_conflict_noticed", "INSERT ON shared_conflict", "NEW"},
    {"shared_conflict_decided", "DELETE ON shared_conflict", "OLD"},
}};

}  // namespace

Result<void> makeTriggers(const Database &database)
{
    for (const Watched &table : watched) {
        const std::string id = std::string(table.row) + ".id";
        // Two statements: what an INSERT says of conflicts would hold within the trigger as well.
        const std::string sql = std::string("CREATE TRIGGER IF NOT EXISTS ") + table.name + " AFTER " + table.event + " BEGIN DELETE FROM shared_queue WHERE id = " +
                                id + "; INSERT INTO shared_queue (id) VALUES (" + id + "); END";
        if (auto made = database.run(sql); !made)
            return made;
    }
    return {};
}

Result<void> makeReplica(const Database &database, const ServerLink &link)
{
    for (const char *table : tables) {
        if (auto made = database.run(table); !made)
            return made;
    }
    if (auto made = makeTriggers(database); !made)
        return made;
    for (const char *from : {"unit ORDER BY row", "superseded ORDER BY row", "removed WHERE id NOT IN (SELECT id FROM superseded)"}) {
        if (auto queued = database.run(std::string("INSERT OR IGNORE INTO shared_queue (id) SELECT id FROM ") + from); !queued)
            return queued;
    }
    return writeLink(database, link);
}

Result<std::optional<ServerLink>> readLink(const Database &database)
{
    const Result<std::int64_t> there = database.integer("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'shared_link'");
    if (!there)
        return std::unexpected(there.error());
    if (*there == 0)
        return std::nullopt;
    Result<Statement> rows = database.prepare("SELECT connection, memory_uuid, last_number, last_push, push, push_change FROM shared_link");
    if (!rows)
        return std::unexpected(rows.error());
    const Result<bool> row = rows->start();
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::nullopt;
    ServerLink link{rows->text(0), rows->text(1), rows->integer(2), rows->text(3), std::nullopt};
    if (const auto token = rows->optionalText(4))
        link.push = OpenPush{*token, rows->integer(5)};
    return link;
}

Result<void> writeLink(const Database &database, const ServerLink &link)
{
    const std::optional<std::string> token = link.push ? std::optional(link.push->token) : std::nullopt;
    return database.run("INSERT OR REPLACE INTO shared_link VALUES (1, ?, ?, ?, ?, ?, ?)", link.connection, link.memoryUuid, link.lastNumber, link.lastPush,
               token, link.push ? link.push->lastChange : 0);
}

Result<std::size_t> countQueued(const Database &database)
{
    const Result<std::int64_t> count = database.integer("SELECT count(*) FROM shared_queue");
    if (!count)
        return std::unexpected(count.error());
    return static_cast<std::size_t>(*count);
}

Result<std::int64_t> lastQueued(const Database &database)
{
    return database.integer("SELECT max(change) FROM shared_queue");
}

Result<std::vector<QueuedUnit>> queuedUnits(const Database &database, std::int64_t after, std::int64_t last, std::int64_t limit)
{
    Result<Statement> rows = database.prepare("SELECT change, id FROM shared_queue WHERE change > ? AND change <= ? ORDER BY change LIMIT ?");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<QueuedUnit> queued;
    Result<bool> row = rows->start(after, last, limit);
    for (; row && *row; row = rows->next())
        queued.push_back({rows->integer(0), idText(rows->value(1))});
    if (!row)
        return std::unexpected(row.error());
    return queued;
}

Result<bool> isQueued(const Database &database, const std::string &id)
{
    const Result<std::int64_t> found = database.integer("SELECT 1 FROM shared_queue WHERE id = ?", idColumn(id));
    if (!found)
        return std::unexpected(found.error());
    return *found != 0;
}

Result<void> unqueue(const Database &database, const std::string &id)
{
    return database.run("DELETE FROM shared_queue WHERE id = ?", idColumn(id));
}

Result<void> unqueueUpTo(const Database &database, std::int64_t lastChange)
{
    return database.run("DELETE FROM shared_queue WHERE change <= ?", lastChange);
}

}  // namespace interlinear::cat
