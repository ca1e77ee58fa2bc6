// Where the program keeps what it can make again.
//
//   const std::filesystem::path cache = userCacheFolder();   // ~/.cache/interlinear
#pragma once

#include <filesystem>

namespace interlinear {

/// $XDG_CACHE_HOME/interlinear, else ~/.cache/interlinear; not made here. Empty where neither is known: then nothing is kept.
std::filesystem::path userCacheFolder();

}  // namespace interlinear
