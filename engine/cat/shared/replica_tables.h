// What a memory's file remembers as the replica of a shared memory: which one, how far it has followed, and what the server has not been told yet.
//
//   makeReplica(database, {.connection = "service=team", .memoryUuid = uuid});   // in a transaction
//   Result<std::optional<ServerLink>> link = readLink(database);
//   Result<std::vector<QueuedUnit>> queued = queuedUnits(database, 0, last, 1000);
//
// Triggers put into the queue whatever changes units, in whatever program, with the same commit.
#pragma once

#include "engine/cat/database/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// Changes on their way, until it is known that they have not arrived, or they have come back.
struct OpenPush {
    std::string token;
    std::int64_t lastChange = 0;   ///< of the queue

    bool operator==(const OpenPush &) const = default;
};

struct ServerLink {
    std::string connection;        ///< without a password
    std::string memoryUuid;        ///< of the shared memory
    std::int64_t lastNumber = 0;   ///< the change of the server that was applied last
    std::string lastPush;          ///< the push that brought it; a server that says otherwise has another past
    std::optional<OpenPush> push;

    bool operator==(const ServerLink &) const = default;
};

struct QueuedUnit {
    std::int64_t change = 0;       ///< rises; a later change of the same unit takes a new one
    std::string id;
};

/// Makes the tables, and puts all that is in the memory into the queue. In a transaction.
Result<void> makeReplica(const Database &database, const ServerLink &link);
/// Makes triggers anew that an upgrade of the memory's schema took away. In a transaction.
Result<void> makeTriggers(const Database &database);
/// Nothing for a memory that is no replica.
Result<std::optional<ServerLink>> readLink(const Database &database);
Result<void> writeLink(const Database &database, const ServerLink &link);

Result<std::size_t> countQueued(const Database &database);
/// 0 when nothing waits.
Result<std::int64_t> lastQueued(const Database &database);
/// In the order of their changes, those behind `after` up to `last`.
Result<std::vector<QueuedUnit>> queuedUnits(const Database &database, std::int64_t after, std::int64_t last, std::int64_t limit);
Result<bool> isQueued(const Database &database, const std::string &id);
Result<void> unqueue(const Database &database, const std::string &id);
Result<void> unqueueUpTo(const Database &database, std::int64_t lastChange);

}  // namespace interlinear::cat
