// What the memory has not been told yet. Memory and project are two files, which do not commit together: what a confirmation means for the memory
// is written beside it in the project's own transaction, and carried over afterwards as often as it takes.
//
//   postUnit(database, unit);                       // within the transaction of the confirmation
//   Result<Outbox> waiting = readOutbox(database);
//   deliver(*waiting, memory);
//   eraseFromOutbox(database, *waiting);
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/memory.h"

#include <cstdint>
#include <string>
#include <vector>

namespace interlinear::cat {

struct Outbox {
    std::vector<Unit> units;
    std::vector<std::string> removedIds;   ///< they count after the units

    bool empty() const { return units.empty() && removedIds.empty(); }
};

/// NotUtf8 or InvalidArgument for a unit that no memory takes.
Result<void> postUnit(const Database &database, const Unit &unit);
Result<void> postRemoval(const Database &database, const std::string &unitId);

Result<Outbox> readOutbox(const Database &database);
/// On the memory's disk when it returns. Doing it twice is doing it once. By how many units the memory has grown, or shrunk.
Result<std::int64_t> deliver(const Outbox &outbox, Memory &memory);
/// In a transaction of its own; what was posted since stays.
Result<void> eraseFromOutbox(const Database &database, const Outbox &delivered);

}  // namespace interlinear::cat
