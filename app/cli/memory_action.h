// A command of "memory" that works on one memory file.
//
//   addMemoryAction(memory, "stats", "Languages, units and size", Access::Read, invocation, [](cat::Memory &memory) { … return Done; });
#pragma once

#include "app/cli/command.h"

#include "engine/cat/memory/memory.h"

#include <functional>

namespace interlinear::cli {

/// The command has the argument FILE. For writing, every unit is checked before the action runs (of a file of up to Database::wholeCheckBytes), and another
/// program that writes is waited for.
CLI::App *addMemoryAction(CLI::App &memory, const char *name, const char *description, cat::Access access, Invocation &invocation,
                          std::function<int(cat::Memory &)> action);

/// What "memory" has for searching, keeping clean, aligning and sharing.
void addMemoryConcordance(CLI::App &memory, Invocation &invocation);
void addMemoryHygiene(CLI::App &memory, Invocation &invocation);
void addMemoryAlignment(CLI::App &memory, Invocation &invocation);
void addMemorySharing(CLI::App &memory, Invocation &invocation);

}  // namespace interlinear::cli
