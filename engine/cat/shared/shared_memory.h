// A translation memory that a team shares: a file here that answers at once, and a PostgreSQL server through which the files of the team follow each other.
//
//   Result<SharedMemory> shared = SharedMemory::join("service=team", "ui", "ui.itm");   // once
//   shared->memory().lookup(query, settings);          // the file alone; every way to change a memory works, offline too
//   Result<SyncReport> report = shared->synchronise({});   // sends what changed here, applies what others changed
//   shared->waitForNews(std::chrono::seconds(1));      // until somebody has sent something
//   openConflicts(shared->memory());                   // see conflicts.h
//
// One thread at a time; others, and other programs, open the file beside it as a Memory. Passwords stay where libpq looks for them.
#pragma once

#include "engine/cat/memory/memory.h"
#include "engine/cat/shared/replica_tables.h"
#include "engine/cat/shared/server_memory.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace interlinear::cat {

struct SyncReport {
    std::size_t received = 0;    ///< changes of others that changed the file
    std::size_t sent = 0;        ///< units
    std::size_t conflicts = 0;   ///< new ones
};

class SharedMemory {
public:
    /// Makes the memory of that file a shared one of that name, and the server's tables where there are none; nothing is sent yet. Doing it again is doing it
    /// once. InvalidArgument when the name is taken, or the file is a replica of another one; as ServerConnection::open() and prepareServer().
    static Result<SharedMemory> share(const std::filesystem::path &path, const std::string &connection, const std::string &name);
    /// Makes a new file that follows the shared memory, still empty. An empty name is the only one on the server. NotFound for a name that is not there,
    /// InvalidArgument when there are several and none was chosen, or the file exists.
    static Result<SharedMemory> join(const std::string &connection, const std::string &name, const std::filesystem::path &path);
    /// Asks no server. As Memory::open(); InvalidArgument for a memory that is not shared.
    static Result<SharedMemory> open(const std::filesystem::path &path);

    Memory &memory() { return m_memory; }
    /// From now on the server is there: it moved, or the user has another name. Checked at the next synchronise().
    Result<void> moveTo(const std::string &connection);
    /// Units whose changes the server has not been told yet.
    Result<std::size_t> countWaiting() const;

    /// Until the file and the server agree, or the stop (Cancelled), or an Error; whatever was done until then is done. Interrupted at any instant, nothing
    /// is lost or told twice. The file's other writers wait for milliseconds, never for the network. Damaged when the server is not the one that the file has
    /// followed.
    Result<SyncReport> synchronise(const std::stop_token &stop);
    /// Whether others have sent anything since the last synchronise(), or do within this time.
    Result<bool> waitForNews(std::chrono::milliseconds time);

private:
    SharedMemory(Memory memory, ServerLink link, std::string connection)
        : m_memory(std::move(memory)), m_link(std::move(link)), m_connection(std::move(connection))
    {
    }
    static Result<SharedMemory> link(Memory memory, ServerLink link, const std::string &connection);
    Result<void> readAgain();
    Result<void> connect();
    Result<void> checkPast();
    Result<void> settle();
    Result<void> pull(SyncReport &report, const std::stop_token &stop);
    Result<void> apply(const std::vector<ServerChange> &changes, SyncReport &report);
    Result<bool> push(SyncReport &report);
    Result<std::size_t> send(ServerPush &push, std::int64_t lastChange);
    Result<void> update(const ServerLink &next, std::optional<std::int64_t> arrived);

    Memory m_memory;
    ServerLink m_link;
    std::string m_connection;    // with a password where the caller gave one
    std::optional<ServerMemory> m_server;
};

}  // namespace interlinear::cat
