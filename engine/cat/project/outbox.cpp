#include "engine/cat/project/outbox.h"

#include "engine/cat/database/id_column.h"
#include "engine/cat/memory/unit_rows.h"

namespace interlinear::cat {

namespace {

Result<std::vector<PostedUnit>> waitingUnits(const Database &database)
{
    Result<Statement> rows = database.prepare(std::string("SELECT ") + unitColumns + ", replaced, used FROM unit LEFT JOIN effect ON unit_id = id ORDER BY row");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<PostedUnit> units;
    Result<bool> row = rows->start();
    for (; row && *row; row = rows->next()) {
        Result<Unit> unit = readUnit(*rows, 0, database.path().string());
        if (!unit)
            return std::unexpected(unit.error());
        units.push_back({std::move(*unit), rows->optionalText(unitColumnCount), rows->optionalText(unitColumnCount + 1)});
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

/// A unit is new to the memory once, so its use of another one is counted once.
Result<void> deliverUnit(const PostedUnit &posted, MemoryWriter &writer)
{
    const Result<Addition> added = posted.replacedId ? writer.replace(*posted.replacedId, posted.unit) : writer.add(posted.unit);
    if (!added)
        return std::unexpected(added.error());
    return *added == Addition::Added && posted.usedId ? writer.noteUse(*posted.usedId, posted.unit.changedMs) : Result<void>();
}

}  // namespace

std::set<std::string> Outbox::goneIds() const
{
    std::set<std::string> ids(removedIds.begin(), removedIds.end());
    for (const PostedUnit &posted : units) {
        if (posted.replacedId)
            ids.insert(*posted.replacedId);
    }
    return ids;
}

Result<void> postUnit(const Database &database, const PostedUnit &posted)
{
    if (auto good = checkUnit(posted.unit); !good)
        return good;
    Result<UnitInserter> inserter = UnitInserter::prepare(database);
    if (!inserter)
        return std::unexpected(inserter.error());
    if (const Result<bool> inserted = inserter->insert(posted.unit); !inserted)
        return std::unexpected(inserted.error());
    if (!posted.replacedId && !posted.usedId)
        return {};
    Result<Statement> insert = database.prepare("INSERT INTO effect (unit_id, replaced, used) VALUES (?, ?, ?) ON CONFLICT (unit_id) DO NOTHING");
    if (!insert)
        return std::unexpected(insert.error());
    return insert->run(idColumn(posted.unit.id), posted.replacedId, posted.usedId);
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
    Result<std::vector<PostedUnit>> units = waitingUnits(database);
    if (!units)
        return std::unexpected(units.error());
    Result<std::vector<std::string>> removedIds = waitingRemovals(database);
    if (!removedIds)
        return std::unexpected(removedIds.error());
    return Outbox{std::move(*units), std::move(*removedIds)};
}

Result<std::int64_t> deliver(const Outbox &outbox, Memory &memory, std::chrono::milliseconds patience)
{
    Result<MemoryWriter> writer = memory.write(patience);
    if (!writer)
        return std::unexpected(writer.error());
    for (const PostedUnit &posted : outbox.units) {
        if (auto taken = deliverUnit(posted, *writer); !taken)
            return std::unexpected(taken.error());
    }
    for (const std::string &id : outbox.removedIds) {
        if (const Result<bool> withdrawn = writer->withdraw(id); !withdrawn)
            return std::unexpected(withdrawn.error());
    }
    const std::int64_t growth = writer->growth();
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
    Result<Statement> eraseEffect = database.prepare("DELETE FROM effect WHERE unit_id = ?");
    if (!eraseEffect)
        return std::unexpected(eraseEffect.error());
    Result<Statement> eraseRemoval = database.prepare("DELETE FROM removal WHERE unit_id = ?");
    if (!eraseRemoval)
        return std::unexpected(eraseRemoval.error());
    for (const PostedUnit &posted : delivered.units) {
        if (auto erased = eraseUnit->run(idColumn(posted.unit.id)); !erased)
            return erased;
        if (auto erased = eraseEffect->run(idColumn(posted.unit.id)); !erased)
            return erased;
    }
    for (const std::string &id : delivered.removedIds) {
        if (auto erased = eraseRemoval->run(id); !erased)
            return erased;
    }
    return change->commit();
}

}  // namespace interlinear::cat
