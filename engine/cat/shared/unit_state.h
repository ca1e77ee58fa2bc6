// All that a memory knows of one id: whether its unit is there, what took its place, and what it said.
//
//   UnitState state{.id = unit.id, .standing = Standing::There, .unit = unit};
//   std::string text = toJson(state);                          // ASCII throughout
//   Result<UnitState> back = unitStateFromJson(text, "server, change 7");
#pragma once

#include "engine/cat/memory/unit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace interlinear::cat {

enum class Standing {
    There,
    Replaced,    ///< another unit took its place; its content is in the history
    Withdrawn,   ///< taken back; its content is in the history
    Removed      ///< only the id is remembered
};

struct UnitState {
    std::string id;
    Standing standing = Standing::There;
    std::optional<Unit> unit;   ///< nothing when removed
    std::string replacedBy;     ///< an id when replaced
    std::int64_t leftMs = 0;    ///< when it left the memory, milliseconds since 1970 UTC by the clock of whoever did it; never decides anything
    std::string contests;       ///< the id of the unit that this version lost against; empty when nobody has to decide

    bool operator==(const UnitState &) const = default;
};

/// The same translation: texts, context, languages, approval and properties; author, dates and use do not count.
bool saysTheSame(const Unit &a, const Unit &b);

std::string toJson(const UnitState &state);
/// Anything that toJson() does not write, or a unit that no memory takes, is Damaged.
Result<UnitState> unitStateFromJson(std::string_view json, const std::string &where);

}  // namespace interlinear::cat
