// What the memory has not been told yet. Memory and project are two files, which do not commit together: what a confirmation means for the memory
// is written beside it in the project's own transaction, and carried over afterwards as often as it takes.
//
//   postUnit(database, {unit, oldId, {}});          // within the transaction of the confirmation
//   Result<Outbox> waiting = readOutbox(database);
//   deliver(*waiting, memory);
//   eraseFromOutbox(database, *waiting);
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/memory.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace interlinear::cat {

struct PostedUnit {
    Unit unit;
    std::optional<std::string> replacedId;   ///< of the unit whose place it takes
    std::optional<std::string> usedId;       ///< of the unit that its target came from

    bool operator==(const PostedUnit &) const = default;
};

struct Outbox {
    std::vector<PostedUnit> units;
    std::vector<std::string> removedIds;   ///< they count after the units

    bool empty() const { return units.empty() && removedIds.empty(); }
    /// Those removed and those replaced: no unit of such an id holds any more, here or in the memory.
    std::set<std::string> goneIds() const;
};

/// NotUtf8, InvalidArgument or OutOfRange for a unit that no memory takes.
Result<void> postUnit(const Database &database, const PostedUnit &posted);
Result<void> postRemoval(const Database &database, const std::string &unitId);

Result<Outbox> readOutbox(const Database &database);
/// On the memory's disk when it returns. Doing it twice is doing it once. By how many units the memory has grown, or shrunk. Another writer of the memory is
/// waited for so long, then Locked.
Result<std::int64_t> deliver(const Outbox &outbox, Memory &memory, std::chrono::milliseconds patience = usualPatience);
/// In a transaction of its own; what was posted since stays.
Result<void> eraseFromOutbox(const Database &database, const Outbox &delivered);

}  // namespace interlinear::cat
