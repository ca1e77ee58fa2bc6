// Where two people changed one unit without knowing of each other: both versions, until one of them decides.
//
//   Result<std::vector<Conflict>> open = openConflicts(memory);
//   decide(memory, open->front().id, KeepCurrent{});
//   decide(memory, open->front().id, TakeOther{});                 // the version that lost takes the place of the current one, which goes into the history
//   decide(memory, open->front().id, TakeText{merged});            // or a text made of both
//   decide(memory, open->front().id, KeepBoth{});                  // or two units of one source
#pragma once

#include "engine/cat/memory/memory.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace interlinear::cat {

struct Conflict {
    std::string id;
    std::optional<Unit> current;   ///< what holds; nothing when the unit is gone
    std::optional<Unit> other;     ///< what was wanted; nothing when it was that the unit go
};

struct KeepCurrent {};
struct TakeOther {};
struct TakeText {
    TaggedText target;
};
struct KeepBoth {};   ///< where one wanted the unit gone, what is left of the two holds
using Decision = std::variant<KeepCurrent, TakeOther, TakeText, KeepBoth>;

/// Of a memory that is a replica, in the order of their ids.
Result<std::vector<Conflict>> openConflicts(const Memory &memory);
/// One transaction, and a change like any other for the rest of the team. NotFound when no such conflict is open, InvalidArgument or NotUtf8 for a text that
/// no memory takes.
Result<void> decide(Memory &memory, const std::string &conflict, const Decision &decision);

}  // namespace interlinear::cat
