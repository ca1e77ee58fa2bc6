#include "app/workbench/sharing_desk.h"

namespace interlinear::workbench {

Result<SharingDesk::Followed *> SharingDesk::open(const std::filesystem::path &memory)
{
    if (const auto found = m_open.find(memory); found != m_open.end())
        return &found->second;
    Result<cat::SharedMemory> shared = cat::SharedMemory::open(memory);
    if (!shared)
        return std::unexpected(shared.error());
    return &m_open.emplace(memory, Followed{std::move(*shared)}).first->second;
}

Result<SharingReport> SharingDesk::reportOf(Followed &followed, bool unitsCame, std::optional<Error> problem)
{
    Result<std::optional<cat::SharedState>> state = cat::sharedState(followed.memory.memory());
    if (!state)
        return std::unexpected(state.error());
    return SharingReport{state->value_or(cat::SharedState()), unitsCame, std::move(problem)};
}

Result<SharingReport> SharingDesk::synchronise(Followed &followed, std::stop_token stop)
{
    if (stop.stop_requested())
        return reportOf(followed, false, std::nullopt);   // the program ends: no server is waited for
    const Result<cat::SyncReport> synchronised = followed.memory.synchronise(stop);
    followed.inStep = synchronised.has_value();
    if (!synchronised)
        return reportOf(followed, false, synchronised.error());
    return reportOf(followed, synchronised->received > 0, std::nullopt);
}

Result<std::optional<SharingReport>> SharingDesk::look(const std::filesystem::path &memory)
{
    const Result<cat::Memory> opened = cat::Memory::open(memory, cat::Access::Read);
    if (!opened)
        return std::unexpected(opened.error());
    Result<std::optional<cat::SharedState>> state = cat::sharedState(*opened);
    if (!state)
        return std::unexpected(state.error());
    return *state ? std::optional(SharingReport{std::move(**state), false, std::nullopt}) : std::nullopt;
}

Result<SharingReport> SharingDesk::begin(const std::filesystem::path &memory, Result<cat::SharedMemory> shared, std::stop_token stop)
{
    if (!shared)
        return std::unexpected(shared.error());
    m_open.erase(memory);
    return synchronise(m_open.emplace(memory, Followed{std::move(*shared)}).first->second, stop);
}

Result<SharingReport> SharingDesk::share(const std::filesystem::path &memory, const std::string &connection, const std::string &name, std::stop_token stop)
{
    return begin(memory, cat::SharedMemory::share(memory, connection, name), stop);
}

Result<SharingReport> SharingDesk::join(const std::filesystem::path &memory, const std::string &connection, const std::string &name, std::stop_token stop)
{
    return begin(memory, cat::SharedMemory::join(connection, name, memory), stop);
}

Result<SharingReport> SharingDesk::moveTo(const std::filesystem::path &memory, const std::string &connection, std::stop_token stop)
{
    const Result<Followed *> followed = open(memory);
    if (!followed)
        return std::unexpected(followed.error());
    if (const Result<void> moved = (*followed)->memory.moveTo(connection); !moved)
        return std::unexpected(moved.error());
    return synchronise(**followed, stop);
}

Result<SharingReport> SharingDesk::synchronise(const std::filesystem::path &memory, std::stop_token stop)
{
    const Result<Followed *> followed = open(memory);
    return followed ? synchronise(**followed, stop) : std::unexpected(followed.error());
}

Result<SharingReport> SharingDesk::follow(const std::filesystem::path &memory, std::stop_token stop)
{
    const Result<Followed *> opened = open(memory);
    if (!opened)
        return std::unexpected(opened.error());
    Followed &followed = **opened;
    const Result<std::size_t> waiting = followed.memory.countWaiting();
    if (!waiting)
        return std::unexpected(waiting.error());
    if (!followed.inStep || *waiting > 0 || stop.stop_requested())
        return synchronise(followed, stop);
    const Result<bool> news = followed.memory.waitForNews(std::chrono::milliseconds(0));
    followed.inStep = news.has_value();
    if (!news)
        return reportOf(followed, false, news.error());
    return *news ? synchronise(followed, stop) : reportOf(followed, false, std::nullopt);
}

void SharingDesk::keepOnly(const std::set<std::filesystem::path> &memories)
{
    std::erase_if(m_open, [&](const auto &entry) { return !memories.contains(entry.first); });
}

}  // namespace interlinear::workbench
