#include "engine/cat/memory/memory_writer.h"

#include "engine/cat/database/id_column.h"

#include <string>

namespace interlinear::cat {

namespace {

/// The version in the history of unit ?1 that says the same, by the same author.
constexpr const char *sameVersion =
    "WITH RECURSIVE earlier (id) AS (SELECT id FROM superseded WHERE replaced_by = ?1 UNION "
    "SELECT superseded.id FROM superseded JOIN earlier ON superseded.replaced_by = earlier.id) "
    "UPDATE unit SET created_ms = version.created_ms, approved = max(unit.approved, version.approved), use_count = version.use_count, used_ms = version.used_ms, "
    "properties = coalesce(unit.properties, version.properties) "
    "FROM (SELECT superseded.* FROM superseded JOIN unit AS new ON new.id = ?1 WHERE superseded.id IN (SELECT id FROM earlier) AND "
    "superseded.source = new.source AND superseded.source_tags IS new.source_tags AND superseded.target = new.target AND "
    "superseded.target_tags IS new.target_tags AND superseded.author = new.author ORDER BY superseded.row DESC LIMIT 1) AS version "
    "WHERE unit.id = ?1";

}  // namespace

enum MemoryWriter::Step : std::size_t {
    FindRemoved, FindSuperseded, FindFollower, Erase, Bury, Unbury, ForgetWithdrawn, Rename, KeepVersion, NameReplacement, TakeOver, NoteUse
};

MemoryWriter::MemoryWriter(Transaction transaction, UnitInserter inserter, std::vector<Statement> steps, bool anyRemoved)
    : m_inserter(std::move(inserter)), m_steps(std::move(steps)), m_anyRemoved(anyRemoved), m_transaction(std::move(transaction))
{
}

Result<MemoryWriter> MemoryWriter::begin(const Database &database, std::chrono::milliseconds patience)
{
    Result<Transaction> transaction = database.begin(patience);
    if (!transaction)
        return std::unexpected(transaction.error());
    Result<UnitInserter> inserter = UnitInserter::prepare(database);
    if (!inserter)
        return std::unexpected(inserter.error());
    const std::string keepVersion =
        std::string("INSERT OR REPLACE INTO superseded (") + storedUnitColumns + ", replaced_by, replaced_ms) SELECT " + storedUnitColumns + ", ?2, ?3 FROM unit WHERE id = ?1";
    std::vector<Statement> steps;
    for (const std::string &sql : {   // in the order of Step
             std::string("SELECT 1 FROM removed WHERE id = ?"),
             std::string("SELECT 1 FROM superseded WHERE id = ? AND replaced_by IS NOT NULL"),
             std::string("SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'removed'"),
             std::string("DELETE FROM unit WHERE id = ?"),
             std::string("INSERT INTO removed (id, removed_ms) VALUES (?, ?) ON CONFLICT (id) DO NOTHING"),
             std::string("DELETE FROM removed WHERE id = ?"),
             std::string("DELETE FROM superseded WHERE id = ? AND replaced_by IS NULL"),
             std::string("UPDATE unit SET id = ?2 WHERE id = ?1"),
             keepVersion,
             std::string("UPDATE superseded SET replaced_by = ?2 WHERE id = ?1 AND replaced_by IS NULL"),
             std::string(sameVersion),
             std::string("UPDATE unit SET use_count = use_count + 1, used_ms = max(used_ms, ?2) WHERE id = ?1"),
         }) {
        Result<Statement> statement = database.prepare(sql);
        if (!statement)
            return std::unexpected(statement.error());
        steps.push_back(std::move(*statement));
    }
    const Result<std::int64_t> removed = database.integer("SELECT EXISTS (SELECT 1 FROM removed)");
    if (!removed)
        return std::unexpected(removed.error());
    return MemoryWriter(std::move(*transaction), std::move(*inserter), std::move(steps), *removed != 0);
}

template <typename... Values>
Result<void> MemoryWriter::run(Step step, const Values &...values)
{
    return m_steps[step].run(values...);
}

template <typename... Values>
Result<bool> MemoryWriter::answers(Step step, const Values &...values)
{
    const Result<bool> row = m_steps[step].start(values...);
    m_steps[step].reset();
    return row;
}

Result<Addition> MemoryWriter::whyAway(const std::string &id)
{
    const Result<bool> superseded = answers(FindSuperseded, idColumn(id));
    if (!superseded)
        return std::unexpected(superseded.error());
    return *superseded ? Addition::Superseded : Addition::RemovedBefore;
}

Result<Addition> MemoryWriter::add(const Unit &unit)
{
    if (auto good = checkUnit(unit); !good)
        return std::unexpected(good.error());
    const Result<bool> removed = m_anyRemoved ? answers(FindRemoved, idColumn(unit.id)) : Result<bool>(false);
    if (!removed)
        return std::unexpected(removed.error());
    if (*removed)
        return whyAway(unit.id);
    const Result<bool> inserted = m_inserter.insert(unit);
    if (!inserted)
        return std::unexpected(inserted.error());
    m_growth += *inserted ? 1 : 0;
    return *inserted ? Addition::Added : Addition::KnownAlready;
}

Result<Addition> MemoryWriter::addAgain(const Unit &unit)
{
    const Result<Addition> added = add(unit);
    if (!added || *added != Addition::RemovedBefore)
        return added;
    if (auto forgotten = forgetRemoval(unit.id); !forgotten)
        return std::unexpected(forgotten.error());
    return add(unit);
}

Result<Addition> MemoryWriter::replace(const std::string &earlierId, const Unit &unit)
{
    if (earlierId == unit.id)
        return fail(ErrorCode::InvalidArgument, "unit " + unit.id, "cannot take its own place; give the edited unit an id of its own");
    const Result<Addition> added = add(unit);
    if (!added)
        return added;
    const SqlValue replacement = idColumn(unit.id);
    if (const auto retired = retire(earlierId, &replacement); !retired)
        return std::unexpected(retired.error());
    if (auto named = run(NameReplacement, idColumn(earlierId), replacement); !named)   // where it had been taken back before
        return std::unexpected(named.error());
    if (*added == Addition::Added) {
        if (auto taken = run(TakeOver, replacement); !taken)
            return std::unexpected(taken.error());
    }
    return added;
}

Result<bool> MemoryWriter::edit(const Unit &unit)
{
    if (auto good = checkUnit(unit); !good)
        return std::unexpected(good.error());
    const std::string version = newUnitId();
    const SqlValue id = idColumn(unit.id);
    const Result<bool> there = m_steps[Rename].changes(id, idColumn(version));
    if (!there || !*there)
        return there;
    const Result<bool> inserted = m_inserter.insert(unit);
    if (!inserted)
        return inserted;
    ++m_growth;   // until the version retires
    return retire(version, &id);
}

/// Out of the units and into the history.
Result<bool> MemoryWriter::retire(const std::string &id, const SqlValue *replacement)
{
    const SqlValue key = idColumn(id);
    const Result<void> kept = replacement ? run(KeepVersion, key, *replacement, nowMs()) : run(KeepVersion, key, std::optional<std::string>(), nowMs());
    if (!kept)
        return std::unexpected(kept.error());
    return remove(id);
}

Result<bool> MemoryWriter::withdraw(const std::string &id)
{
    return retire(id, nullptr);
}

Result<bool> MemoryWriter::remove(const std::string &id)
{
    const Result<bool> erased = m_steps[Erase].changes(idColumn(id));
    if (!erased)
        return erased;
    m_growth -= *erased ? 1 : 0;
    if (auto buried = bury(id, nowMs()); !buried)
        return std::unexpected(buried.error());
    return erased;
}

Result<void> MemoryWriter::takeOut(const std::string &id, std::optional<std::int64_t> removedMs)
{
    const Result<bool> followed = answers(FindFollower);
    if (!followed)
        return std::unexpected(followed.error());
    const Result<bool> erased = m_steps[Erase].changes(idColumn(id));
    if (!erased)
        return std::unexpected(erased.error());
    m_growth -= *erased ? 1 : 0;
    return removedMs || *followed ? bury(id, removedMs.value_or(nowMs())) : Result<void>();
}

Result<void> MemoryWriter::bury(const std::string &id, std::int64_t atMs)
{
    m_anyRemoved = true;
    return run(Bury, idColumn(id), atMs);
}

Result<void> MemoryWriter::forgetRemoval(const std::string &id)
{
    const Result<bool> superseded = answers(FindSuperseded, idColumn(id));
    if (!superseded || *superseded)
        return superseded ? Result<void>() : std::unexpected(superseded.error());
    if (auto forgotten = run(ForgetWithdrawn, idColumn(id)); !forgotten)
        return forgotten;
    return run(Unbury, idColumn(id));
}

Result<void> MemoryWriter::noteUse(const std::string &id, std::int64_t atMs)
{
    return run(NoteUse, idColumn(id), atMs);
}

Result<void> MemoryWriter::commit()
{
    return m_transaction.commit();
}

}  // namespace interlinear::cat
