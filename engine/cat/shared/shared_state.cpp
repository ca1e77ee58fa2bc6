#include "engine/cat/shared/shared_state.h"

#include "engine/cat/shared/replica_tables.h"

namespace interlinear::cat {

Result<std::optional<SharedState>> sharedState(const Memory &memory)
{
    const Result<std::optional<ServerLink>> link = readLink(memory.database());
    if (!link)
        return std::unexpected(link.error());
    if (!*link)
        return std::nullopt;
    const Result<std::size_t> waiting = countQueued(memory.database());
    if (!waiting)
        return std::unexpected(waiting.error());
    const Result<std::int64_t> conflicts = memory.database().integer("SELECT count(*) FROM shared_conflict");
    if (!conflicts)
        return std::unexpected(conflicts.error());
    return SharedState{(*link)->connection, *waiting, static_cast<std::size_t>(*conflicts)};
}

}  // namespace interlinear::cat
