// Units that a person gives to a memory, and what became of them.
//
//   const Result<Additions> additions = addUnits(memory, units);
//   printAdditions(*additions, invocation);      // "2 added, 1 known already"
#pragma once

#include "app/cli/command.h"

#include "engine/cat/memory/memory.h"

#include <cstddef>
#include <span>
#include <string>

namespace interlinear::cli {

struct Additions {
    std::size_t added = 0;        ///< those that had been deleted before included
    std::size_t known = 0;
    std::size_t superseded = 0;   ///< were replaced by a later unit, and stay in its history
};

/// All, durable, or on an Error none.
Result<Additions> addUnits(cat::Memory &memory, std::span<const cat::Unit> units);

/// "2 added, 1 known already"; superseded ones only where there are some.
std::string additionsText(const Additions &additions);

}  // namespace interlinear::cli
