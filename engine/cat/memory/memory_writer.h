// Changes of a memory that happen together or not at all.
//
//   Result<MemoryWriter> writer = memory.write();
//   if (auto added = writer->add(unit); !added) return added;
//   if (auto removed = writer->remove(oldId); !removed) return removed;
//   return writer->commit();     // without it nothing happened
//
// While a writer lives, other writers of the file wait.
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/unit.h"

namespace interlinear::cat {

enum class Addition {
    Added,
    KnownAlready,   ///< a unit of that id is there, and stays as it is
    RemovedBefore   ///< a unit of that id was removed, and stays away
};

class MemoryWriter {
public:
    /// Doing it twice is doing it once. NotUtf8 or InvalidArgument for a unit that checkUnit() refuses.
    Result<Addition> add(const Unit &unit);
    /// Removes the unit, or keeps it from ever coming: the id is remembered either way. Whether it was there.
    Result<bool> remove(const std::string &id);
    /// Forgets that a unit of this id was removed, so that add() takes it: a person asks for it back.
    Result<void> forgetRemoval(const std::string &id);
    /// On disk when this returns without an Error; the writer's work is done.
    Result<void> commit();

private:
    friend class Memory;
    MemoryWriter(Transaction transaction, Statement findRemoved, Statement insert, Statement erase, Statement bury, Statement unbury);
    static Result<MemoryWriter> begin(const Database &database);

    Statement m_findRemoved, m_insert, m_erase, m_bury, m_unbury;
    Transaction m_transaction;
};

}  // namespace interlinear::cat
