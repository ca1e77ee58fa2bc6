// The units of one memory into another.
//
//   Result<MergeReport> report = mergeMemory(into, from, {});
//   report->added;     // new to the memory
//
// The rule: of two units with the same id the one changed later stays (on a tie that of `into`), with what it replaces in its history. A unit whose texts, tags,
// context and document are those of a unit there is that unit. Everything else is added as it is.
#pragma once

#include "engine/cat/memory/memory.h"

#include <cstddef>
#include <cstdint>

namespace interlinear::cat {

/// What removals mean.
enum class Removals {
    Respected,   ///< what was removed from one memory, and not changed later in the other, is in neither afterwards
    Ignored      ///< what is in `from` comes back, and what was removed from it stays
};

/// Which direction a memory may have.
enum class MergedDirection {
    Same,     ///< another one is refused
    Either    ///< a memory from the target language to the source language is turned round; its units lose context, and have ids from their content
};

struct MergeSettings {
    Removals removals = Removals::Respected;
    MergedDirection direction = MergedDirection::Same;
};

struct MergeReport {
    std::size_t added = 0;
    std::size_t updated = 0;      ///< were there, and were changed later in `from`
    std::size_t known = 0;        ///< were there
    std::size_t keptAway = 0;     ///< were removed from `into` before
    std::size_t removed = 0;      ///< were in `into`, and were removed from `from`
    std::int64_t change = 0;      ///< for undo(); 0 when nothing was added, updated or removed
};

/// All or nothing, in one transaction of `into`; `from` is only read. InvalidArgument for other languages (variants of one language are one: the units say which) and for
/// one file as both. About 40 bytes for each unit of `into`.
Result<MergeReport> mergeMemory(Memory &into, const Memory &from, const MergeSettings &settings);

}  // namespace interlinear::cat
