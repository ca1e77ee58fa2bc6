#include "engine/cat/project/outbox.h"

#include "engine/cat/memory/unit_rows.h"

namespace interlinear::cat {

namespace {

Result<std::vector<Unit>> waitingUnits(const Database &database)
{
    Result<Statement> rows = database.prepare(std::string("SELECT ") + unitColumns + " FROM unit ORDER BY row");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<Unit> units;
    Result<bool> row = rows->start();
    for (; row && *row; row = rows->next()) {
        Result<Unit> unit = readUnit(*rows, 0, database.path().string());
        if (!unit)
            return std::unexpected(unit.error());
        units.push_back(std::move(*unit));
    }
    if (!row)
        return std::unexpected(row.error());
    return units;
}

Result<std::vector<std::string>> waitingRemovals(const Database &database)
{
    Result<Statement> rows = database.prepare("SELECT unit_id FROM removal ORDER BY unit_id");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<std::string> ids;
    Result<bool> row = rows->start();
    for (; row && *row; row = rows->next())
        ids.push_back(rows->text(0));
    if (!row)
        return std::unexpected(row.error());
    return ids;
}

}  // namespace

Result<void> postUnit(const Database &database, const Unit &unit)
{
    if (auto good = checkUnit(unit); !good)
        return good;
    Result<Statement> insert = database.prepare(unitInsertSql());
    if (!insert)
        return std::unexpected(insert.error());
    const Result<bool> inserted = insertUnit(*insert, unit);
    if (!inserted)
        return std::unexpected(inserted.error());
    return {};
}

Result<void> postRemoval(const Database &database, const std::string &unitId)
{
    Result<Statement> insert = database.prepare("INSERT INTO removal (unit_id) VALUES (?) ON CONFLICT (unit_id) DO NOTHING");
    if (!insert)
        return std::unexpected(insert.error());
    return insert->run(unitId);
}

Result<Outbox> readOutbox(const Database &database)
{
    // The two reads need no common instant: a removal outweighs its unit in whatever order the memory hears of them.
    Result<std::vector<Unit>> units = waitingUnits(database);
    if (!units)
        return std::unexpected(units.error());
    Result<std::vector<std::string>> removedIds = waitingRemovals(database);
    if (!removedIds)
        return std::unexpected(removedIds.error());
    return Outbox{std::move(*units), std::move(*removedIds)};
}

Result<std::int64_t> deliver(const Outbox &outbox, Memory &memory)
{
    Result<MemoryWriter> writer = memory.write();
    if (!writer)
        return std::unexpected(writer.error());
    std::int64_t growth = 0;
    for (const Unit &unit : outbox.units) {
        const Result<Addition> added = writer->add(unit);
        if (!added)
            return std::unexpected(added.error());
        growth += *added == Addition::Added ? 1 : 0;
    }
    for (const std::string &id : outbox.removedIds) {
        const Result<bool> removed = writer->remove(id);
        if (!removed)
            return std::unexpected(removed.error());
        growth -= *removed ? 1 : 0;
    }
    if (auto done = writer->commit(); !done)
        return std::unexpected(done.error());
    return growth;
}

Result<void> eraseFromOutbox(const Database &database, const Outbox &delivered)
{
    Result<Transaction> change = database.begin();
    if (!change)
        return std::unexpected(change.error());
    Result<Statement> eraseUnit = database.prepare("DELETE FROM unit WHERE id = ?");
    if (!eraseUnit)
        return std::unexpected(eraseUnit.error());
    Result<Statement> eraseRemoval = database.prepare("DELETE FROM removal WHERE unit_id = ?");
    if (!eraseRemoval)
        return std::unexpected(eraseRemoval.error());
    for (const Unit &unit : delivered.units) {
        if (auto erased = eraseUnit->run(unit.id); !erased)
            return erased;
    }
    for (const std::string &id : delivered.removedIds) {
        if (auto erased = eraseRemoval->run(id); !erased)
            return erased;
    }
    return change->commit();
}

}  // namespace interlinear::cat
