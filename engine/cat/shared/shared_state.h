// How a memory's file stands with the team that shares it, without asking the server.
//
//   Result<std::optional<SharedState>> state = sharedState(memory);   // nothing for a memory that is not shared
//   (*state)->waiting;                                                // 0: the server has been told everything
#pragma once

#include "engine/cat/memory/memory.h"

#include <cstddef>
#include <optional>
#include <string>

namespace interlinear::cat {

struct SharedState {
    std::string connection;      ///< without a password
    std::size_t waiting = 0;     ///< units whose changes the server has not been told yet
    std::size_t conflicts = 0;   ///< that nobody has decided yet
};

Result<std::optional<SharedState>> sharedState(const Memory &memory);

}  // namespace interlinear::cat
