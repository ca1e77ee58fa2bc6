// What a translator can change in a segment: the target, how far the work on it is, and where the text came from.
//
//   SegmentContent draft{{"Guten Tag"}, SegmentState::Draft, {}};
//   SegmentContent fuzzy{{"Guten Abend"}, SegmentState::Draft, TargetOrigin::memory(845)};
//   isDone(SegmentState::Confirmed);   // true
#pragma once

#include "engine/core/tagged_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace interlinear::cat {

enum class SegmentState {
    New,         ///< nothing here yet
    Draft,       ///< in work
    Machine,     ///< written by the model, seen by nobody
    Confirmed,
    Reviewed,    ///< confirmed by a second person
    Locked       ///< not to be changed
};

/// "new", "draft", "machine", "confirmed", "reviewed", "locked".
std::string stateName(SegmentState state);
std::optional<SegmentState> stateFromName(std::string_view name);

/// Confirmed, reviewed or locked: nothing is left to do, and the translation belongs in the memory.
bool isDone(SegmentState state);

/// Where the text of a target came from before a person changed it.
struct TargetOrigin {
    enum class Kind { Typed, Machine, Memory };

    Kind kind = Kind::Typed;
    int perMille = 0;     ///< the match's score, 0 to 1020; Memory only
    std::string unitId;   ///< the match's unit; empty is unknown; Memory only

    static TargetOrigin machine() { return {Kind::Machine, 0, {}}; }
    static TargetOrigin memory(int perMille, std::string unitId = {}) { return {Kind::Memory, perMille, std::move(unitId)}; }

    bool operator==(const TargetOrigin &) const = default;
};

/// "", "machine", "memory 845", "memory 845 2f1c…" with the unit's id.
std::string originText(const TargetOrigin &origin);
std::optional<TargetOrigin> originFromText(std::string_view text);

struct SegmentContent {
    TaggedText target;
    SegmentState state = SegmentState::New;
    TargetOrigin origin;

    bool operator==(const SegmentContent &) const = default;
};

}  // namespace interlinear::cat
