#include "engine/cat/shared/shared_memory.h"

#include "engine/cat/shared/connection_text.h"
#include "engine/cat/shared/reconciliation.h"
#include "engine/cat/shared/server_schema.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::int64_t unitsAtOnce = 1000;

Result<ServerMemoryInfo> chosen(const std::vector<ServerMemoryInfo> &memories, const std::string &name, const std::string &where)
{
    if (memories.empty())
        return fail(ErrorCode::NotFound, where, "holds no shared memories; \"interlinear-cli memory share\" makes the first");
    if (name.empty() && memories.size() == 1)
        return memories.front();
    std::string names;
    for (const ServerMemoryInfo &memory : memories)
        names += (names.empty() ? "" : ", ") + memory.name;
    if (name.empty())
        return fail(ErrorCode::InvalidArgument, where, "holds several shared memories; choose one of: %1", names);
    const auto found = std::find_if(memories.begin(), memories.end(), [&](const ServerMemoryInfo &memory) { return memory.name == name; });
    if (found == memories.end())
        return fail(ErrorCode::NotFound, where, "holds no shared memory \"%1\"; it has: %2", name, names);
    return *found;
}

}  // namespace

Result<SharedMemory> SharedMemory::link(Memory memory, ServerLink link, const std::string &connection)
{
    Result<Transaction> change = memory.database().begin();
    if (!change)
        return std::unexpected(change.error());
    if (auto made = makeReplica(memory.database(), link); !made)
        return std::unexpected(made.error());
    if (auto done = change->commit(); !done)
        return std::unexpected(done.error());
    return SharedMemory(std::move(memory), std::move(link), connection);
}

Result<SharedMemory> SharedMemory::share(const std::filesystem::path &path, const std::string &connection, const std::string &name)
{
    Result<Memory> memory = Memory::open(path);
    if (!memory)
        return std::unexpected(memory.error());
    const Result<std::optional<ServerLink>> before = readLink(memory->database());
    if (!before)
        return std::unexpected(before.error());
    if (*before && (*before)->memoryUuid != memory->uuid())
        return fail(ErrorCode::InvalidArgument, path.string(),
                    "follows another shared memory already; \"interlinear-cli memory export\" makes units for a new one");
    Result<ServerConnection> server = ServerConnection::open(connection);
    if (!server)
        return std::unexpected(server.error());
    if (auto prepared = prepareServer(*server, serverSchema()); !prepared)
        return std::unexpected(prepared.error());
    if (auto added = addSharedMemory(*server, {name, memory->uuid(), memory->sourceLanguage(), memory->targetLanguage()}); !added)
        return std::unexpected(added.error());
    if (*before)
        return SharedMemory(std::move(*memory), std::move(**before), connection);
    const std::string uuid = memory->uuid();
    return link(std::move(*memory), {.connection = server->where(), .memoryUuid = uuid}, connection);
}

Result<SharedMemory> SharedMemory::join(const std::string &connection, const std::string &name, const std::filesystem::path &path)
{
    Result<ServerConnection> server = ServerConnection::open(connection);
    if (!server)
        return std::unexpected(server.error());
    const Result<std::vector<ServerMemoryInfo>> memories = sharedMemories(*server);
    if (!memories)
        return std::unexpected(memories.error());
    const Result<ServerMemoryInfo> info = chosen(*memories, name, server->where());
    if (!info)
        return std::unexpected(info.error());
    Result<Memory> memory = Memory::create(path, info->sourceLanguage, info->targetLanguage);
    if (!memory)
        return std::unexpected(memory.error());
    return link(std::move(*memory), {.connection = server->where(), .memoryUuid = info->uuid}, connection);
}

Result<SharedMemory> SharedMemory::open(const std::filesystem::path &path)
{
    Result<Memory> memory = Memory::open(path);
    if (!memory)
        return std::unexpected(memory.error());
    Result<std::optional<ServerLink>> link = readLink(memory->database());
    if (!link)
        return std::unexpected(link.error());
    if (!*link)
        return fail(ErrorCode::InvalidArgument, path.string(), "is not shared; \"interlinear-cli memory share\" shares it");
    const std::string connection = (*link)->connection;
    return SharedMemory(std::move(*memory), std::move(**link), connection);
}

Result<void> SharedMemory::moveTo(const std::string &connection)
{
    const Result<std::string> kept = withoutPassword(connection);
    if (!kept)
        return std::unexpected(kept.error());
    if (auto reread = readAgain(); !reread)
        return reread;
    m_server.reset();
    ServerLink next = m_link;
    next.connection = *kept;
    if (auto written = update(next, std::nullopt); !written)
        return written;
    m_connection = connection;
    return {};
}

Result<std::size_t> SharedMemory::countWaiting() const
{
    return countQueued(m_memory.database());
}

/// Other programs synchronise the file as well.
Result<void> SharedMemory::readAgain()
{
    Result<std::optional<ServerLink>> link = readLink(m_memory.database());
    if (link && *link) {
        if ((*link)->connection != m_link.connection)
            m_connection = (*link)->connection;
        m_link = std::move(**link);
    }
    return link ? Result<void>() : std::unexpected(link.error());
}

/// In the file and here; nothing when another program has followed the server meanwhile, and then that one's link is ours.
Result<void> SharedMemory::update(const ServerLink &next, std::optional<std::int64_t> arrived)
{
    Result<Transaction> change = m_memory.database().begin();
    if (!change)
        return std::unexpected(change.error());
    Result<std::optional<ServerLink>> now = readLink(m_memory.database());
    if (!now)
        return std::unexpected(now.error());
    if (arrived) {
        if (auto unqueued = unqueueUpTo(m_memory.database(), *arrived); !unqueued)
            return unqueued;
    }
    const bool overtaken = *now && (*now)->lastNumber != m_link.lastNumber;
    if (!overtaken) {
        if (auto written = writeLink(m_memory.database(), next); !written)
            return written;
    }
    if (auto done = change->commit(); !done)
        return done;
    m_link = overtaken ? std::move(**now) : next;
    return {};
}

Result<void> SharedMemory::connect()
{
    if (m_server)
        return {};
    Result<ServerMemory> server = ServerMemory::open(m_connection, m_link.memoryUuid);
    if (!server)
        return std::unexpected(server.error());
    const ServerMemoryInfo &info = server->info();
    if (info.sourceLanguage != m_memory.sourceLanguage() || info.targetLanguage != m_memory.targetLanguage())
        return fail(ErrorCode::InvalidArgument, m_memory.path().string(),
                    "goes from %1 to %2, and the shared memory \"%3\" from %4 to %5; join it with a new file", m_memory.sourceLanguage(),
                    m_memory.targetLanguage(), info.name, info.sourceLanguage, info.targetLanguage);
    if (auto listening = server->listen(); !listening)
        return listening;
    m_server = std::move(*server);
    return {};
}

/// A server that was set back to an earlier backup would give numbers to other changes than those that were applied here.
Result<void> SharedMemory::checkPast()
{
    if (m_link.lastNumber == 0)
        return {};
    const Result<std::optional<std::string>> push = m_server->pushOf(m_link.lastNumber);
    if (!push)
        return std::unexpected(push.error());
    if (*push == m_link.lastPush)
        return {};
    return fail(ErrorCode::Damaged, m_link.connection,
                "has lost changes that %1 has: it was set back to an earlier state; join it with a new file, and merge this one into that with "
                "\"interlinear-cli memory merge\"",
                m_memory.path().string());
}

/// Whether the push whose end was not heard of has arrived. Then it stays known until its changes have come back.
Result<void> SharedMemory::settle()
{
    if (!m_link.push)
        return {};
    const Result<bool> arrived = m_server->hasPush(m_link.push->token, m_link.lastNumber);
    if (!arrived)
        return std::unexpected(arrived.error());
    ServerLink next = m_link;
    if (!*arrived)
        next.push.reset();
    return update(next, *arrived ? std::optional(m_link.push->lastChange) : std::nullopt);
}

Result<void> SharedMemory::apply(const std::vector<ServerChange> &changes, SyncReport &report)
{
    const Database &database = m_memory.database();
    Result<Transaction> change = database.begin();
    if (!change)
        return std::unexpected(change.error());
    Result<std::optional<ServerLink>> now = readLink(database);
    if (!now)
        return std::unexpected(now.error());
    if (*now && (*now)->lastNumber != m_link.lastNumber) {   // another program was sooner
        m_link = std::move(**now);
        return {};
    }
    if (auto watched = makeTriggers(database); !watched)
        return watched;
    Result<Reconciliation> reconciliation = Reconciliation::prepare(database);
    if (!reconciliation)
        return std::unexpected(reconciliation.error());
    for (const ServerChange &news : changes) {
        if (auto taken = reconciliation->take(news.state, m_link.push && news.push == m_link.push->token); !taken)
            return taken;
    }
    ServerLink next = m_link;
    next.lastNumber = changes.back().number;
    next.lastPush = changes.back().push;
    if (auto written = writeLink(database, next); !written)
        return written;
    if (auto done = change->commit(); !done)
        return done;
    m_link = std::move(next);
    report.received += reconciliation->changed();
    report.conflicts += reconciliation->conflicts();
    return {};
}

Result<void> SharedMemory::pull(SyncReport &report, const std::stop_token &stop)
{
    for (;;) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, m_memory.path().string(), "was not synchronised to the end");
        const Result<std::vector<ServerChange>> changes = m_server->changesAfter(m_link.lastNumber);
        if (!changes)
            return std::unexpected(changes.error());
        if (changes->empty())
            return {};
        if (auto applied = apply(*changes, report); !applied)
            return applied;
    }
}

Result<std::size_t> SharedMemory::send(ServerPush &push, std::int64_t lastChange)
{
    const Database &database = m_memory.database();
    Result<UnitStates> states = UnitStates::prepare(database);
    if (!states)
        return std::unexpected(states.error());
    std::size_t sent = 0;
    for (std::int64_t after = 0;;) {
        const Result<std::vector<QueuedUnit>> queued = queuedUnits(database, after, lastChange, unitsAtOnce);
        if (!queued)
            return std::unexpected(queued.error());
        if (queued->empty())
            return sent;
        std::vector<UnitState> batch;
        for (const QueuedUnit &unit : *queued) {
            Result<std::optional<UnitState>> state = states->find(unit.id);
            if (!state)
                return std::unexpected(state.error());
            if (*state)
                batch.push_back(std::move(**state));
        }
        if (auto added = push.add(batch); !added)
            return std::unexpected(added.error());
        sent += batch.size();
        after = queued->back().change;
    }
}

/// False when others were sooner, and have to be followed first.
Result<bool> SharedMemory::push(SyncReport &report)
{
    const Result<std::int64_t> lastChange = lastQueued(m_memory.database());
    if (!lastChange)
        return std::unexpected(lastChange.error());
    if (*lastChange == 0)
        return true;
    ServerLink next = m_link;
    next.push = OpenPush{newUnitId(), *lastChange};
    if (auto noted = update(next, std::nullopt); !noted)
        return std::unexpected(noted.error());
    if (m_link != next)
        return false;
    Result<std::optional<ServerPush>> push = ServerPush::begin(*m_server, m_link.lastNumber, m_link.push->token);
    if (!push)
        return std::unexpected(push.error());
    if (!*push)
        return false;
    const Result<std::size_t> sent = send(**push, *lastChange);
    if (!sent)
        return std::unexpected(sent.error());
    const Result<std::int64_t> last = (*push)->commit();
    if (!last)
        return std::unexpected(last.error());
    next = m_link;
    if (*sent > 0) {
        next.lastNumber = *last;
        next.lastPush = m_link.push->token;
    }
    next.push.reset();
    report.sent += *sent;
    if (auto noted = update(next, *lastChange); !noted)
        return std::unexpected(noted.error());
    return true;
}

Result<SyncReport> SharedMemory::synchronise(const std::stop_token &stop)
{
    SyncReport report;
    Result<bool> agreed = false;
    if (m_server && !m_server->answers())
        m_server.reset();   // a connection that nobody used for long may be gone
    Result<void> done = readAgain();
    if (done)
        done = connect();
    if (done)
        done = checkPast();
    while (done && agreed && !*agreed) {
        done = settle();
        if (done)
            done = pull(report, stop);
        if (done)
            agreed = push(report);
    }
    if (!agreed)
        done = std::unexpected(agreed.error());
    if (done)
        return report;
    m_server.reset();   // it may be the connection that is broken
    return std::unexpected(done.error());
}

Result<bool> SharedMemory::waitForNews(std::chrono::milliseconds time)
{
    if (auto connected = connect(); !connected)
        return std::unexpected(connected.error());
    const Result<bool> news = m_server->waitForNews(time);
    if (!news)
        m_server.reset();
    return news;
}

}  // namespace interlinear::cat
