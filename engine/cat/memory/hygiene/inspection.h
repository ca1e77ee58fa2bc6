// What a memory holds that a person should look at: duplicates, contradictions, suspicious units.
//
//   const auto show = [](const Finding &finding) { … return Result<void>(); };
//   if (auto done = inspect(memory, {}, show); !done) return done;
//
// The memory is read twice and never as a whole: about 20 bytes a unit are kept, and 150 for each that shares a text with another. Nothing is changed.
#pragma once

#include "engine/cat/memory/hygiene/finding.h"
#include "engine/cat/memory/memory.h"

#include <functional>
#include <set>
#include <stop_token>

namespace interlinear::cat {

struct InspectionSettings {
    std::set<FindingKind> kinds;   ///< what to look for; empty is everything
};

/// Findings of single units come in the order of the memory, then those of several units by kind. The visitor's Error ends it; Cancelled when asked to stop.
/// Some 15 seconds for each million units on one core.
Result<void> inspect(const Memory &memory, const InspectionSettings &settings, const std::function<Result<void>(const Finding &)> &visit, std::stop_token stop = {});

}  // namespace interlinear::cat
