#include "engine/cat/shared/reconciliation.h"

#include <algorithm>
#include <set>

namespace interlinear::cat {

namespace {

bool isGone(const UnitState &state)
{
    return state.standing == Standing::Withdrawn || state.standing == Standing::Removed;
}

bool agree(const UnitState &a, const UnitState &b)
{
    return a.standing == b.standing && a.replacedBy == b.replacedBy && a.unit.has_value() == b.unit.has_value() && (!a.unit || saysTheSame(*a.unit, *b.unit));
}

/// In the history, behind what holds in its place.
UnitState behind(const UnitState &remote, const Unit &unit)
{
    UnitState state{.id = unit.id, .standing = Standing::Withdrawn, .unit = unit, .leftMs = nowMs()};
    if (!isGone(remote)) {
        state.standing = Standing::Replaced;
        state.replacedBy = remote.standing == Standing::There ? remote.id : remote.replacedBy;
    }
    return state;
}

}  // namespace

Result<Reconciliation> Reconciliation::prepare(const Database &database)
{
    Result<UnitStates> states = UnitStates::prepare(database);
    if (!states)
        return std::unexpected(states.error());
    return Reconciliation(database, std::move(*states));
}

Result<void> Reconciliation::take(UnitState remote, bool ours)
{
    const Result<bool> queued = isQueued(*m_database, remote.id);
    if (!queued)
        return std::unexpected(queued.error());
    if (*queued && ours)
        return {};
    const Result<std::optional<UnitState>> local = m_states.find(remote.id);
    if (!local)
        return std::unexpected(local.error());
    if (!*local)
        return accept(remote);
    if (remote.unit && (*local)->unit) {
        remote.unit->useCount = std::max(remote.unit->useCount, (*local)->unit->useCount);
        remote.unit->usedMs = std::max(remote.unit->usedMs, (*local)->unit->usedMs);
    }
    if (**local == remote)
        return unqueue(*m_database, remote.id);
    if (auto accepted = accept(remote); !accepted)
        return accepted;
    return *queued && !agree(**local, remote) ? contest(**local, remote) : Result<void>();
}

Result<void> Reconciliation::accept(const UnitState &remote)
{
    ++m_changed;
    if (auto put = m_states.put(remote); !put)
        return put;
    return unqueue(*m_database, remote.id);
}

Result<void> Reconciliation::contest(const UnitState &local, const UnitState &remote)
{
    const bool contentIsLost = local.unit && !(remote.unit && saysTheSame(*local.unit, *remote.unit));
    if (contentIsLost) {
        if (auto kept = keepContent(*local.unit, remote, local.standing == Standing::There); !kept)
            return kept;
    }
    if (local.standing == Standing::Replaced && local.replacedBy != remote.replacedBy)
        return giveWay(local, remote);
    return isGone(local) && !isGone(remote) ? keepWish(remote) : Result<void>();
}

Result<void> Reconciliation::keepContent(const Unit &unit, const UnitState &remote, bool contests)
{
    Unit copy = unit;
    copy.id = newUnitId();
    UnitState state = behind(remote, copy);
    if (contests) {
        state.contests = remote.id;
        ++m_conflicts;
    }
    return m_states.put(state);
}

/// What took the unit's place here, and was never anywhere else, gives way to what did elsewhere.
Result<void> Reconciliation::giveWay(const UnitState &local, const UnitState &remote)
{
    const Result<std::optional<UnitState>> last = lastOf(local);
    if (!last)
        return std::unexpected(last.error());
    if (!*last)
        return keepWish(remote);
    const Result<bool> isNew = isQueued(*m_database, (*last)->id);
    if (!isNew)
        return std::unexpected(isNew.error());
    if (!*isNew)
        return {};   // others know it as a unit of its own, and both stay
    UnitState state = behind(remote, *(*last)->unit);
    state.contests = remote.id;
    ++m_conflicts;
    return m_states.put(state);
}

/// That the unit go, without a content of its own.
Result<void> Reconciliation::keepWish(const UnitState &remote)
{
    ++m_conflicts;
    return m_states.put({.id = newUnitId(), .standing = Standing::Removed, .leftMs = nowMs(), .contests = remote.id});
}

/// The unit at the end of those that took each other's place; nothing when it is gone.
Result<std::optional<UnitState>> Reconciliation::lastOf(UnitState state)
{
    std::set<std::string> passed;
    while (state.standing == Standing::Replaced && passed.insert(state.id).second) {
        Result<std::optional<UnitState>> next = m_states.find(state.replacedBy);
        if (!next)
            return next;
        if (!*next)
            return std::nullopt;
        state = std::move(**next);
    }
    return state.standing == Standing::There ? std::optional(std::move(state)) : std::nullopt;
}

}  // namespace interlinear::cat
