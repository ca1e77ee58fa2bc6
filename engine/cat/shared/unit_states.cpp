#include "engine/cat/shared/unit_states.h"

#include "engine/cat/database/id_column.h"

namespace interlinear::cat {

enum UnitStates::Step : std::size_t {
    FindUnit, FindVersion, FindRemoved, FindConflict, EraseUnit, EraseVersion, EraseRemoved, EraseConflict, KeepVersion, Bury, Contest
};

UnitStates::UnitStates(UnitInserter inserter, std::vector<Statement> steps, std::string where)
    : m_inserter(std::move(inserter)), m_steps(std::move(steps)), m_where(std::move(where))
{
}

Result<UnitStates> UnitStates::prepare(const Database &database)
{
    Result<UnitInserter> inserter = UnitInserter::prepare(database);
    if (!inserter)
        return std::unexpected(inserter.error());
    const std::string columns = storedUnitColumns;
    std::vector<Statement> steps;
    for (const std::string &sql : {   // in the order of Step
             std::string("SELECT ") + unitColumns + ", NULL, 0 FROM unit WHERE id = ?",
             std::string("SELECT ") + unitColumns + ", replaced_by, replaced_ms FROM superseded AS unit WHERE id = ?",
             std::string("SELECT removed_ms FROM removed WHERE id = ?"),
             std::string("SELECT contested FROM shared_conflict WHERE id = ?"),
             std::string("DELETE FROM unit WHERE id = ?"),
             std::string("DELETE FROM superseded WHERE id = ?"),
             std::string("DELETE FROM removed WHERE id = ?"),
             std::string("DELETE FROM shared_conflict WHERE id = ?"),
             "INSERT INTO superseded (" + columns + ", replaced_by, replaced_ms) SELECT " + columns + ", ?2, ?3 FROM unit WHERE id = ?1",
             std::string("INSERT INTO removed (id, removed_ms) VALUES (?, ?)"),
             std::string("INSERT INTO shared_conflict (id, contested) VALUES (?, ?)"),
         }) {
        Result<Statement> statement = database.prepare(sql);
        if (!statement)
            return std::unexpected(statement.error());
        steps.push_back(std::move(*statement));
    }
    return UnitStates(std::move(*inserter), std::move(steps), database.path().string());
}

Result<void> UnitStates::readInto(UnitState &state, Step step, bool &found)
{
    Statement &rows = m_steps[step];
    const Result<bool> row = rows.start(idColumn(state.id));
    found = row && *row;
    if (!found)
        return row ? Result<void>() : std::unexpected(row.error());
    Result<Unit> unit = readUnit(rows, 0, m_where);
    if (unit && rows.optionalText(unitColumnCount))
        state.replacedBy = idText(rows.value(unitColumnCount));
    state.leftMs = rows.integer(unitColumnCount + 1);
    rows.reset();
    if (!unit)
        return std::unexpected(unit.error());
    state.unit = std::move(*unit);
    return {};
}

Result<std::string> UnitStates::contestedBy(const std::string &id)
{
    Statement &rows = m_steps[FindConflict];
    const Result<bool> row = rows.start(idColumn(id));
    if (!row)
        return std::unexpected(row.error());
    std::string contested = *row ? idText(rows.value(0)) : std::string();
    rows.reset();
    return contested;
}

Result<std::optional<UnitState>> UnitStates::find(const std::string &id)
{
    UnitState state{.id = id};
    const Result<std::string> contested = contestedBy(id);
    if (!contested)
        return std::unexpected(contested.error());
    state.contests = *contested;
    bool found = false;
    if (auto read = readInto(state, FindUnit, found); !read)
        return std::unexpected(read.error());
    if (found)
        return state;
    if (auto read = readInto(state, FindVersion, found); !read)
        return std::unexpected(read.error());
    if (found) {
        state.standing = state.replacedBy.empty() ? Standing::Withdrawn : Standing::Replaced;
        return state;
    }
    Statement &removed = m_steps[FindRemoved];
    const Result<bool> row = removed.start(idColumn(id));
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::nullopt;
    state.standing = Standing::Removed;
    state.leftMs = removed.integer(0);
    removed.reset();
    return state;
}

Result<void> UnitStates::put(const UnitState &state)
{
    const SqlValue id = idColumn(state.id);
    for (const Step step : {EraseUnit, EraseVersion, EraseRemoved, EraseConflict}) {
        if (auto erased = m_steps[step].run(id); !erased)
            return erased;
    }
    if (state.unit) {
        if (auto inserted = m_inserter.insert(*state.unit); !inserted)
            return std::unexpected(inserted.error());
    }
    if (state.standing == Standing::Replaced || state.standing == Standing::Withdrawn) {
        const Result<void> kept = state.standing == Standing::Replaced ? m_steps[KeepVersion].run(id, idColumn(state.replacedBy), state.leftMs)
                                                                       : m_steps[KeepVersion].run(id, std::optional<std::string>(), state.leftMs);
        if (!kept)
            return kept;
        if (auto erased = m_steps[EraseUnit].run(id); !erased)
            return erased;
    }
    if (state.standing != Standing::There) {
        if (auto buried = m_steps[Bury].run(id, state.leftMs); !buried)
            return buried;
    }
    return state.contests.empty() ? Result<void>() : m_steps[Contest].run(id, idColumn(state.contests));
}

}  // namespace interlinear::cat
