// What the server says, applied to a replica that has changes of its own.
//
//   Result<Transaction> change = database.begin();
//   Result<Reconciliation> reconciliation = Reconciliation::prepare(database);
//   for (const ServerChange &news : changes) reconciliation->take(news.state, false);
//   change->commit();
//
// The server heard of its change first, so that one holds. Where the replica's own, which the server has not heard of, says something else, it stays in the
// history, as a unit of its own id where it has none, and contests the other until a person decides; all of this goes to the server like any other change.
#pragma once

#include "engine/cat/shared/replica_tables.h"
#include "engine/cat/shared/unit_states.h"

#include <cstddef>

namespace interlinear::cat {

/// It lives within one transaction.
class Reconciliation {
public:
    static Result<Reconciliation> prepare(const Database &database);
    /// `ours`: the replica pushed it itself, so its own later change is no other opinion.
    Result<void> take(UnitState remote, bool ours);

    std::size_t changed() const { return m_changed; }
    std::size_t conflicts() const { return m_conflicts; }

private:
    Reconciliation(const Database &database, UnitStates states) : m_database(&database), m_states(std::move(states)) {}
    Result<void> accept(const UnitState &remote);
    Result<void> contest(const UnitState &local, const UnitState &remote);
    Result<void> keepContent(const Unit &unit, const UnitState &remote, bool contests);
    Result<void> giveWay(const UnitState &local, const UnitState &remote);
    Result<void> keepWish(const UnitState &remote);
    Result<std::optional<UnitState>> lastOf(UnitState state);

    const Database *m_database;
    UnitStates m_states;
    std::size_t m_changed = 0;
    std::size_t m_conflicts = 0;
};

}  // namespace interlinear::cat
