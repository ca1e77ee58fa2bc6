// One shared memory on a server: the changes of all who share it, numbered in the order in which the server heard of them.
//
//   Result<ServerMemory> memory = ServerMemory::open("service=team", uuid);
//   Result<std::vector<ServerChange>> news = memory->changesAfter(41);
//   Result<std::optional<ServerPush>> push = ServerPush::begin(*memory, 47, token);   // nothing: others were sooner, follow them first
//   push->add(states);
//   Result<std::int64_t> last = push->commit();
//
// Whoever pushes holds the memory's row until the commit, so a number is never seen before a lower one. Everything follows the server's order; no clock counts.
#pragma once

#include "engine/cat/shared/server_connection.h"
#include "engine/cat/shared/unit_state.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

struct ServerMemoryInfo {
    std::string name;
    std::string uuid;
    std::string sourceLanguage, targetLanguage;
    std::int64_t lastChange = 0;
};

struct ServerChange {
    std::int64_t number = 0;
    std::string push;
    UnitState state;
};

/// All of a server, by name; as checkServer().
Result<std::vector<ServerMemoryInfo>> sharedMemories(ServerConnection &server);
/// Where one of that uuid is there already it is that one. InvalidArgument when another one has the name, or this one other languages.
Result<void> addSharedMemory(ServerConnection &server, const ServerMemoryInfo &info);

class ServerMemory {
public:
    /// As ServerConnection::open() and checkServer(); NotFound when the server has no such memory.
    static Result<ServerMemory> open(const std::string &connection, const std::string &uuid);

    const ServerMemoryInfo &info() const { return m_info; }
    /// Whether the connection still stands.
    bool answers() { return m_server.run("SELECT 1").has_value(); }
    /// The next ones in order, some megabytes of them; none at the end. Damaged for one that cannot be read.
    Result<std::vector<ServerChange>> changesAfter(std::int64_t number);
    /// Which push brought the change; nothing when there is no such change.
    Result<std::optional<std::string>> pushOf(std::int64_t number);
    /// Whether the push has brought a change behind this one.
    Result<bool> hasPush(const std::string &token, std::int64_t after);
    /// From now on; see waitForNews().
    Result<void> listen();
    /// Whether anybody has pushed to any memory of the server within this time, or since the last call.
    Result<bool> waitForNews(std::chrono::milliseconds time) { return m_server.waitForNotification(time); }

private:
    friend class ServerPush;
    ServerMemory(ServerConnection server, ServerMemoryInfo info, std::string id) : m_server(std::move(server)), m_info(std::move(info)), m_id(std::move(id)) {}

    ServerConnection m_server;
    ServerMemoryInfo m_info;
    std::string m_id;
};

/// Changes that come together: all, or none unless commit() succeeds.
class ServerPush {
public:
    /// Nothing when the server has changes behind `lastNumber`. Locked when another push takes longer than half a minute.
    static Result<std::optional<ServerPush>> begin(ServerMemory &memory, std::int64_t lastNumber, const std::string &token);
    Result<void> add(const std::vector<UnitState> &states);
    /// The number of the last change. After an Error nobody knows whether it happened; see ServerMemory::hasPush().
    Result<std::int64_t> commit();

private:
    ServerPush(ServerMemory &memory, ServerTransaction transaction, std::int64_t last, std::string token)
        : m_memory(&memory), m_transaction(std::move(transaction)), m_last(last), m_token(std::move(token))
    {
    }

    ServerMemory *m_memory;
    ServerTransaction m_transaction;
    std::int64_t m_last;
    std::string m_token;
};

}  // namespace interlinear::cat
