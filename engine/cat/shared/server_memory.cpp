#include "engine/cat/shared/server_memory.h"

#include "engine/cat/shared/server_schema.h"

namespace interlinear::cat {

namespace {

constexpr const char *infoColumns = "SELECT name, uuid, source_language, target_language, last_change, id FROM interlinear.memory ";

/// At least one change, and no more than these characters if there are more.
constexpr const char *nextChanges =
    "SELECT number, push, state FROM (SELECT number, push, state, sum(length(state::text)) OVER (ORDER BY number) - length(state::text) AS before FROM "
    "(SELECT number, push, state FROM interlinear.change WHERE memory = $1::integer AND number > $2::bigint ORDER BY number LIMIT 5000) AS next) AS sized "
    "WHERE before < 8000000 ORDER BY number";

ServerMemoryInfo infoOf(const ServerRows &rows, int row)
{
    return {rows.text(row, 0), rows.text(row, 1), rows.text(row, 2), rows.text(row, 3), rows.integer(row, 4)};
}

}  // namespace

Result<std::vector<ServerMemoryInfo>> sharedMemories(ServerConnection &server)
{
    if (auto known = checkServer(server, serverSchema()); !known)
        return std::unexpected(known.error());
    const Result<ServerRows> rows = server.run(std::string(infoColumns) + "ORDER BY name");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<ServerMemoryInfo> memories;
    for (int row = 0; row < rows->count(); ++row)
        memories.push_back(infoOf(*rows, row));
    return memories;
}

Result<void> addSharedMemory(ServerConnection &server, const ServerMemoryInfo &info)
{
    if (auto added = server.run("INSERT INTO interlinear.memory (name, uuid, source_language, target_language) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                                {info.name, info.uuid, info.sourceLanguage, info.targetLanguage});
        !added)
        return std::unexpected(added.error());
    const Result<ServerRows> rows = server.run(std::string(infoColumns) + "WHERE uuid = $1", {info.uuid});
    if (!rows)
        return std::unexpected(rows.error());
    if (rows->count() == 0)
        return fail(ErrorCode::InvalidArgument, server.where(), "has another shared memory named \"%1\"; choose another name, or join that one", info.name);
    const ServerMemoryInfo there = infoOf(*rows, 0);
    if (there.sourceLanguage != info.sourceLanguage || there.targetLanguage != info.targetLanguage)
        return fail(ErrorCode::InvalidArgument, server.where(), "has this memory from %1 to %2, and the file goes from %3 to %4", there.sourceLanguage,
                    there.targetLanguage, info.sourceLanguage, info.targetLanguage);
    return {};
}

Result<ServerMemory> ServerMemory::open(const std::string &connection, const std::string &uuid)
{
    Result<ServerConnection> server = ServerConnection::open(connection);
    if (!server)
        return std::unexpected(server.error());
    if (auto known = checkServer(*server, serverSchema()); !known)
        return std::unexpected(known.error());
    const Result<ServerRows> rows = server->run(std::string(infoColumns) + "WHERE uuid = $1", {uuid});
    if (!rows)
        return std::unexpected(rows.error());
    if (rows->count() == 0)
        return fail(ErrorCode::NotFound, server->where(), "has no shared memory of the id %1; the file belongs to another server or database", uuid);
    return ServerMemory(std::move(*server), infoOf(*rows, 0), rows->text(0, 5));
}

Result<std::vector<ServerChange>> ServerMemory::changesAfter(std::int64_t number)
{
    const Result<ServerRows> rows = m_server.run(nextChanges, {m_id, std::to_string(number)});
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<ServerChange> changes;
    for (int row = 0; row < rows->count(); ++row) {
        Result<UnitState> state = unitStateFromJson(rows->text(row, 2), m_server.where() + ", change " + rows->text(row, 0));
        if (!state)
            return std::unexpected(state.error());
        changes.push_back({rows->integer(row, 0), rows->text(row, 1), std::move(*state)});
    }
    return changes;
}

Result<std::optional<std::string>> ServerMemory::pushOf(std::int64_t number)
{
    const Result<ServerRows> rows =
        m_server.run("SELECT push FROM interlinear.change WHERE memory = $1::integer AND number = $2::bigint", {m_id, std::to_string(number)});
    if (!rows)
        return std::unexpected(rows.error());
    return rows->count() == 0 ? std::nullopt : std::optional(rows->text(0, 0));
}

Result<bool> ServerMemory::hasPush(const std::string &token, std::int64_t after)
{
    const Result<ServerRows> rows = m_server.run("SELECT 1 FROM interlinear.change WHERE memory = $1::integer AND number > $2::bigint AND push = $3 LIMIT 1",
                                                 {m_id, std::to_string(after), token});
    if (!rows)
        return std::unexpected(rows.error());
    return rows->count() != 0;
}

Result<void> ServerMemory::listen()
{
    return m_server.execute("LISTEN interlinear");
}

Result<std::optional<ServerPush>> ServerPush::begin(ServerMemory &memory, std::int64_t lastNumber, const std::string &token)
{
    Result<ServerTransaction> transaction = ServerTransaction::begin(memory.m_server);
    if (!transaction)
        return std::unexpected(transaction.error());
    const Result<ServerRows> held = memory.m_server.run("SELECT last_change FROM interlinear.memory WHERE id = $1::integer FOR UPDATE", {memory.m_id});
    if (!held)
        return std::unexpected(held.error());
    if (held->count() != 1 || held->integer(0, 0) != lastNumber)
        return std::nullopt;
    return ServerPush(memory, std::move(*transaction), lastNumber, token);
}

Result<void> ServerPush::add(const std::vector<UnitState> &states)
{
    std::string list = "[";
    for (const UnitState &state : states)
        list += (list.size() == 1 ? "" : ",") + toJson(state);
    list += "]";
    const Result<ServerRows> added =
        m_memory->m_server.run("INSERT INTO interlinear.change (memory, number, push, state) SELECT $1::integer, $2::bigint + position, $3, state "
                               "FROM json_array_elements($4::json) WITH ORDINALITY AS list (state, position)",
                               {m_memory->m_id, std::to_string(m_last), m_token, list});
    if (!added)
        return std::unexpected(added.error());
    m_last += static_cast<std::int64_t>(states.size());
    return {};
}

Result<std::int64_t> ServerPush::commit()
{
    ServerConnection &server = m_memory->m_server;
    if (auto counted = server.run("UPDATE interlinear.memory SET last_change = $2::bigint WHERE id = $1::integer", {m_memory->m_id, std::to_string(m_last)});
        !counted)
        return std::unexpected(counted.error());
    if (auto told = server.run("SELECT pg_notify('interlinear', $1)", {m_memory->m_info.uuid}); !told)
        return std::unexpected(told.error());
    if (auto done = m_transaction.commit(); !done)
        return std::unexpected(done.error());
    return m_last;
}

}  // namespace interlinear::cat
