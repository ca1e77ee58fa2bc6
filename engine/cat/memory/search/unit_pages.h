// A memory looked through page by page, without reading the rest of it.
//
//   Result<UnitPage> newest = unitPage(memory, std::nullopt, 200);
//   Result<UnitPage> older = unitPage(memory, newest->next, 200);
//   Result<std::vector<Unit>> found = unitsWithIds(memory, finding.unitIds);
#pragma once

#include "engine/cat/memory/memory.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

struct UnitPage {
    std::vector<Unit> units;              ///< the one added or changed last comes first
    std::optional<std::int64_t> next;     ///< where the page behind begins; nothing at the end
};

/// At most so many units from that place on; from the newest on without one. No unit comes twice: one that changes meanwhile moves to the front.
Result<UnitPage> unitPage(const Memory &memory, std::optional<std::int64_t> from, std::size_t units);

/// In the order of the ids; those that are not in the memory are left out.
Result<std::vector<Unit>> unitsWithIds(const Memory &memory, const std::vector<std::string> &ids);

}  // namespace interlinear::cat
