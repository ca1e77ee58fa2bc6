// The states of ids in a memory's file: read, and put there whatever was there before.
//
//   Result<Transaction> change = database.begin();
//   Result<UnitStates> states = UnitStates::prepare(database);
//   Result<std::optional<UnitState>> before = states->find(remote.id);
//   states->put(remote);
//   change->commit();
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/unit_rows.h"
#include "engine/cat/shared/unit_state.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// Of one file that has the tables of a replica. To put, it lives within one transaction.
class UnitStates {
public:
    static Result<UnitStates> prepare(const Database &database);
    /// Nothing for an id that the memory never heard of.
    Result<std::optional<UnitState>> find(const std::string &id);
    /// Unlike what MemoryWriter does, an id that has gone comes back when the state says so.
    Result<void> put(const UnitState &state);

private:
    enum Step : std::size_t;
    UnitStates(UnitInserter inserter, std::vector<Statement> steps, std::string where);
    Result<void> readInto(UnitState &state, Step step, bool &found);
    Result<std::string> contestedBy(const std::string &id);

    UnitInserter m_inserter;
    std::vector<Statement> m_steps;
    std::string m_where;
};

}  // namespace interlinear::cat
