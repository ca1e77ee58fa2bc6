// What a unit was before it was edited: every version, with what took its place and when.
//
//   Result<std::vector<UnitVersion>> versions = unitHistory(database, unit.id);
//   versions->back().replacedMs;   // 0: that one is in the memory
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/unit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

struct UnitVersion {
    Unit unit;
    std::optional<std::string> replacedBy;   ///< the id of the unit that took its place; nothing when none did
    std::int64_t replacedMs = 0;             ///< when it left the memory, milliseconds since 1970 UTC; 0 when it is in it

    bool operator==(const UnitVersion &) const = default;
};

/// The unit of this id, all that came before it and all that came after, each behind what it replaced. Empty for an id of none.
Result<std::vector<UnitVersion>> unitHistory(const Database &database, const std::string &id);

}  // namespace interlinear::cat
