// What the fuzzers of the readers of units share.
//
//   .read = [](const std::filesystem::path &file) { return brokenPromise(file, readTmx); }
#pragma once

#include "engine/cat/memory/exchange/unit_sink.h"

#include <filesystem>
#include <functional>
#include <string>

namespace interlinear::fuzz {

using UnitReader = std::function<Result<void>(cat::TextInput &, const cat::Languages &, cat::UnitSink &)>;

/// Reads the file from en to de. Every unit has two texts and, where a memory would take it, well-formed tags; an Error is a sentence. Empty when that is so.
std::string brokenPromise(const std::filesystem::path &file, const UnitReader &reader);

}  // namespace interlinear::fuzz
