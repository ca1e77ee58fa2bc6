// One change of many units at once: looked at before it is made, made as a whole, and taken back as a whole.
//
//   const BulkChange change{.selection = {.filter = {.author = "Zoë"}}, .edit = ReplaceText{{.text = "Enter"}, "Return", SearchedSide::Source}};
//   preview(memory, change, show);                                  // every unit as it is and as it would be
//   const Result<AppliedChange> applied = apply(memory, change);
//   undo(memory, applied->number);                                  // next week too: the memory's file remembers
#pragma once

#include "engine/cat/memory/memory.h"
#include "engine/cat/memory/search/concordance.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace interlinear::cat {

/// Which units: all that pass every part that is set.
struct UnitSelection {
    std::vector<std::string> ids;        ///< none: every unit
    UnitFilter filter;
    std::optional<PatternText> text;     ///< in source or target
};

struct ReplaceText {
    PatternText find;
    std::string replacement;             ///< see replaceIn()
    SearchedSide side = SearchedSide::Both;
};

/// Of the kind Property.
struct SetProperty {
    std::string name;
    std::optional<std::string> value;    ///< nothing takes the property away
};

struct SetApproved {
    bool approved = true;
};

struct RemoveUnits {};

using UnitEdit = std::variant<ReplaceText, SetProperty, SetApproved, RemoveUnits>;

struct BulkChange {
    UnitSelection selection;
    UnitEdit edit;
};

struct ChangedUnit {
    Unit before;
    std::optional<Unit> after;           ///< nothing: removed
};

struct AppliedChange {
    std::int64_t number = 0;             ///< for undo(); 0 when no unit changed
    std::size_t units = 0;
};

struct RecordedChange {
    std::int64_t number = 0;
    std::int64_t atMs = 0;
    std::size_t units = 0;
};

struct UndoReport {
    std::size_t restored = 0;            ///< as they were before
    std::size_t takenOut = 0;            ///< that the change had added
    std::size_t changedSince = 0;        ///< left alone: somebody changed, removed or added them again meanwhile
};

/// Every unit that would differ, in the order of the memory. Nothing is changed. The visitor's Error ends it; what TextPattern refuses; InvalidArgument, naming
/// the unit, for a text that would become empty.
Result<void> preview(const Memory &memory, const BulkChange &change, const std::function<Result<void>(const ChangedUnit &)> &visit);

/// The same change made, all or nothing. A changed unit keeps its id and is changed now, with what it said in its history; a removed one stays away as
/// MemoryWriter::remove() has it.
Result<AppliedChange> apply(Memory &memory, const BulkChange &change);

/// Those that can be taken back, oldest first. An upgrade of a file of schema version 1 forgets them.
Result<std::vector<RecordedChange>> recordedChanges(const Memory &memory);

/// Brings the units of a change back exactly as they were, and takes out what it added, but for those that are not as it left them: these stay in the change, to be
/// brought back once what came later has been undone. Of the others it remembers nothing more; the history tells of both. NotFound for another number.
Result<UndoReport> undo(Memory &memory, std::int64_t number);

}  // namespace interlinear::cat
