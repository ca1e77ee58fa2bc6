#include "engine/core/cache_folder.h"

#include <cstdlib>

namespace interlinear {

std::filesystem::path userCacheFolder()
{
    const char *cache = std::getenv("XDG_CACHE_HOME"), *home = std::getenv("HOME");
    if (cache && std::filesystem::path(cache).is_absolute())   // others are to be ignored, says the XDG Base Directory Specification
        return std::filesystem::path(cache) / "interlinear";
    return home && *home ? std::filesystem::path(home) / ".cache" / "interlinear" : std::filesystem::path();
}

}  // namespace interlinear
