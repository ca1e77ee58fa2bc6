// Changes of a memory that happen together or not at all.
//
//   Result<MemoryWriter> writer = memory.write();
//   if (auto added = writer->add(unit); !added) return added;
//   if (auto replaced = writer->replace(oldId, edited); !replaced) return replaced;
//   if (auto removed = writer->remove(wrongId); !removed) return removed;
//   return writer->commit();     // without it nothing happened
//
// Doing anything twice is doing it once, and the order in which a memory hears of units, of what replaces them and of what is taken back does not
// matter: an id that has gone never comes back by itself. While a writer lives, other writers of the file wait.
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/unit.h"
#include "engine/cat/memory/unit_rows.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

enum class Addition {
    Added,
    KnownAlready,   ///< a unit of that id is there, and stays as it is
    RemovedBefore,  ///< a unit of that id was removed or taken back, and stays away
    Superseded      ///< a unit of that id was replaced by a later one, and stays in its history
};

class MemoryWriter {
public:
    /// NotUtf8, InvalidArgument or OutOfRange for a unit that checkUnit() refuses.
    Result<Addition> add(const Unit &unit);
    /// As add(), but a unit that was removed or taken back comes again: a person asks for it. One that was replaced by a later one stays away.
    Result<Addition> addAgain(const Unit &unit);
    /// As add(), and the unit takes the place of an earlier one, which stays in its history; the ids differ. Where it says again what a version in its
    /// history said, by the same author, it is that version back: with its creation, approval, use and properties.
    Result<Addition> replace(const std::string &earlierId, const Unit &unit);
    /// The unit of that id is this one from now on; what it was stays in its history, as a version of an id of its own. False where no unit of that id is there,
    /// and nothing happens then.
    Result<bool> edit(const Unit &unit);
    /// Takes a unit back, or keeps it from ever coming; what it was stays in the history. Whether it was there.
    Result<bool> withdraw(const std::string &id);
    /// Removes the unit, or keeps it from ever coming: only the id is remembered. Whether it was there.
    Result<bool> remove(const std::string &id);
    /// Removes the unit as if it had never come, or as if it had stayed away since it was removed at that time; those who follow the memory hear of a removal.
    Result<void> takeOut(const std::string &id, std::optional<std::int64_t> removedMs);
    /// Forgets that a unit of this id was removed or taken back, so that add() takes it: a person asks for it back.
    Result<void> forgetRemoval(const std::string &id);
    /// A segment was confirmed with this unit, at that time. Counted each time that it is called; nothing for an id of no unit.
    Result<void> noteUse(const std::string &id, std::int64_t atMs);
    /// By how many units the memory grows with the commit, or shrinks.
    std::int64_t growth() const { return m_growth; }
    /// On disk when this returns without an Error; the writer's work is done.
    Result<void> commit();

private:
    friend class Memory;
    enum Step : std::size_t;
    MemoryWriter(Transaction transaction, UnitInserter inserter, std::vector<Statement> steps, bool anyRemoved);
    static Result<MemoryWriter> begin(const Database &database, std::chrono::milliseconds patience);

    template <typename... Values>
    Result<void> run(Step step, const Values &...values);
    template <typename... Values>
    Result<bool> answers(Step step, const Values &...values);
    Result<Addition> whyAway(const std::string &id);
    Result<void> bury(const std::string &id, std::int64_t atMs);
    Result<bool> retire(const std::string &id, const SqlValue *replacement);

    UnitInserter m_inserter;
    std::vector<Statement> m_steps;
    std::int64_t m_growth = 0;
    bool m_anyRemoved;   // false: no id is kept away, and none need be looked for
    Transaction m_transaction;
};

}  // namespace interlinear::cat
