#include "engine/cat/shared/conflicts.h"

#include "engine/cat/database/id_column.h"
#include "engine/cat/shared/unit_states.h"

#include <set>

namespace interlinear::cat {

namespace {

/// What holds in the place of the unit by now.
Result<std::optional<Unit>> currentOf(UnitStates &states, std::string id)
{
    std::set<std::string> passed;
    while (passed.insert(id).second) {
        Result<std::optional<UnitState>> state = states.find(id);
        if (!state)
            return std::unexpected(state.error());
        if (!*state)
            return std::nullopt;
        if ((*state)->standing != Standing::Replaced)
            return (*state)->standing == Standing::There ? std::move((*state)->unit) : std::nullopt;
        id = (*state)->replacedBy;
    }
    return std::nullopt;
}

Result<Conflict> conflictOf(UnitStates &states, const UnitState &lost)
{
    Result<std::optional<Unit>> current = currentOf(states, lost.contests);
    if (!current)
        return std::unexpected(current.error());
    return Conflict{lost.id, std::move(*current), lost.unit};
}

Result<std::vector<std::string>> conflictIds(const Database &database)
{
    Result<Statement> rows = database.prepare("SELECT id FROM shared_conflict ORDER BY id");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<std::string> ids;
    Result<bool> row = rows->start();
    for (; row && *row; row = rows->next())
        ids.push_back(idText(rows->value(0)));
    if (!row)
        return std::unexpected(row.error());
    return ids;
}

/// The unit that the decision asks for, with an id of its own; nothing: that there be none.
std::optional<Unit> wanted(const Conflict &conflict, const Decision &decision)
{
    std::optional<Unit> unit = conflict.other;
    if (const TakeText *text = std::get_if<TakeText>(&decision)) {
        if (!unit)
            unit = conflict.current;
        if (unit)
            unit->target = text->target;
    }
    if (unit) {
        unit->id = newUnitId();
        unit->changedMs = nowMs();
    }
    return unit;
}

Result<void> addBeside(MemoryWriter &writer, const std::optional<Unit> &unit)
{
    if (!unit)
        return {};
    const Result<Addition> added = writer.add(*unit);
    return added ? Result<void>() : std::unexpected(added.error());
}

/// In the place of the current one.
Result<void> carryOut(MemoryWriter &writer, const std::optional<Unit> &current, const std::optional<Unit> &unit)
{
    if (!unit) {
        const Result<bool> withdrawn = current ? writer.withdraw(current->id) : Result<bool>(false);
        return withdrawn ? Result<void>() : std::unexpected(withdrawn.error());
    }
    const Result<Addition> added = current ? writer.replace(current->id, *unit) : writer.add(*unit);
    return added ? Result<void>() : std::unexpected(added.error());
}

}  // namespace

Result<std::vector<Conflict>> openConflicts(const Memory &memory)
{
    const Result<std::vector<std::string>> ids = conflictIds(memory.database());
    if (!ids)
        return std::unexpected(ids.error());
    Result<UnitStates> states = UnitStates::prepare(memory.database());
    if (!states)
        return std::unexpected(states.error());
    std::vector<Conflict> conflicts;
    for (const std::string &id : *ids) {
        const Result<std::optional<UnitState>> lost = states->find(id);
        if (!lost)
            return std::unexpected(lost.error());
        if (!*lost || (*lost)->contests.empty())
            continue;   // another program decided meanwhile
        Result<Conflict> conflict = conflictOf(*states, **lost);
        if (!conflict)
            return std::unexpected(conflict.error());
        conflicts.push_back(std::move(*conflict));
    }
    return conflicts;
}

Result<void> decide(Memory &memory, const std::string &conflict, const Decision &decision)
{
    Result<MemoryWriter> writer = memory.write();
    if (!writer)
        return std::unexpected(writer.error());
    Result<UnitStates> states = UnitStates::prepare(memory.database());
    if (!states)
        return std::unexpected(states.error());
    const Result<std::optional<UnitState>> lost = states->find(conflict);
    if (!lost)
        return std::unexpected(lost.error());
    if (!*lost || (*lost)->contests.empty())
        return fail(ErrorCode::NotFound, memory.path().string(), "has no open conflict \"%1\"; somebody has decided it, or there was none", conflict);
    if (!std::holds_alternative<KeepCurrent>(decision)) {
        const Result<Conflict> opinions = conflictOf(*states, **lost);
        if (!opinions)
            return std::unexpected(opinions.error());
        const std::optional<Unit> unit = wanted(*opinions, decision);
        const bool both = std::holds_alternative<KeepBoth>(decision);
        if (auto done = both ? addBeside(*writer, unit) : carryOut(*writer, opinions->current, unit); !done)
            return done;
    }
    Result<Statement> settle = memory.database().prepare("DELETE FROM shared_conflict WHERE id = ?");
    if (!settle)
        return std::unexpected(settle.error());
    if (auto settled = settle->run(idColumn(conflict)); !settled)
        return settled;
    return writer->commit();
}

}  // namespace interlinear::cat
