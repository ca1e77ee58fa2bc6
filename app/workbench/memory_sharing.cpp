#include "app/workbench/memory_sharing.h"

#include "app/workbench/error_text.h"
#include "app/workbench/task_progress.h"

#include <algorithm>

namespace interlinear::workbench {

namespace {

using std::chrono::milliseconds;
using Path = std::filesystem::path;

constexpr milliseconds usualPause{2'000}, longestPause{60'000};

std::set<Path> memoriesOf(const OpenedProject &project)
{
    std::set<Path> memories;
    if (project.memory.name.isEmpty())
        return memories;
    if (!project.memory.problem)
        memories.insert(project.memory.path);
    for (const MemorySummary &reference : project.references) {
        if (!reference.problem)
            memories.insert(reference.path);
    }
    return memories;
}

}  // namespace

MemorySharing::MemorySharing(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_thread(QStringLiteral("sharing"))
{
    connect(&workspace, &Workspace::projectChanged, this, &MemorySharing::onProjectChanged);
    connect(&m_timer, &QTimer::timeout, this, &MemorySharing::followAll);
    m_timer.start(usualPause);
}

MemorySharing::~MemorySharing()
{
    m_stop.request_stop();
}

std::optional<widgets::SharingState> MemorySharing::stateOf(const Path &memory) const
{
    const auto found = m_followed.find(memory);
    return found == m_followed.end() ? std::nullopt : std::optional(found->second.state);
}

std::string MemorySharing::connectionOf(const Path &memory) const
{
    const auto found = m_followed.find(memory);
    return found == m_followed.end() ? std::string() : found->second.connection;
}

void MemorySharing::onProjectChanged()
{
    std::set<Path> memories = memoriesOf(m_workspace.project());
    if (memories == m_memories)
        return;
    std::vector<Path> added;
    std::ranges::set_difference(memories, m_memories, std::back_inserter(added));
    m_memories = std::move(memories);
    std::erase_if(m_followed, [&](const auto &entry) { return !m_memories.contains(entry.first); });
    m_thread.run([kept = m_memories](SharingDesk &desk) { desk.keepOnly(kept); return true; }, this, [](bool) {});
    for (const Path &memory : added)
        look(memory);
}

void MemorySharing::look(const Path &memory)
{
    m_thread.run([memory](SharingDesk &desk) { return desk.look(memory); }, this,
                 [this, memory](const Result<std::optional<SharingReport>> &report) {
                     if (!report || !*report)
                         return;   // what is wrong with the file is said of it where it is looked up in
                     take(memory, **report);
                     synchronise(memory);
                 });
}

/// Of all that is known of the memory, only what has been asked for last is worth doing.
template <typename Work>
void MemorySharing::run(const Path &memory, Work work)
{
    const auto found = m_followed.find(memory);
    if (found == m_followed.end() || std::exchange(found->second.asked, true))
        return;
    m_thread.run([memory, work = std::move(work), stop = m_stop.get_token()](SharingDesk &desk) { return work(desk, memory, stop); }, this,
                 [this, memory](const Result<SharingReport> &report) { take(memory, report); });
}

void MemorySharing::synchronise(const Path &memory)
{
    run(memory, [](SharingDesk &desk, const Path &path, const std::stop_token &stop) { return desk.synchronise(path, stop); });
    if (const auto found = m_followed.find(memory); found != m_followed.end()) {
        found->second.state.synchronising = true;
        Q_EMIT stateChanged();
    }
}

void MemorySharing::onChanged(const Path &memory)
{
    if (const auto found = m_followed.find(memory); found != m_followed.end()) {
        found->second.pause = milliseconds(0);
        followAll();
    }
}

void MemorySharing::followAll()
{
    for (auto &[memory, followed] : m_followed) {
        if (followed.lastTry.isValid() && followed.lastTry.elapsed() < followed.pause.count())
            continue;
        run(memory, [](SharingDesk &desk, const Path &path, const std::stop_token &stop) { return desk.follow(path, stop); });
    }
}

void MemorySharing::take(const Path &memory, const Result<SharingReport> &report)
{
    if (!m_memories.contains(memory))
        return;
    const auto [place, isNew] = m_followed.try_emplace(memory);
    Followed &followed = place->second;
    const widgets::SharingState before = followed.state;
    const std::optional<Error> problem = report ? report->problem : report.error();
    followed.asked = false;
    followed.lastTry.start();
    followed.pause = problem ? std::clamp(2 * followed.pause, usualPause, longestPause) : milliseconds(0);
    followed.state.synchronising = false;
    followed.state.problem = problem ? errorText(*problem) : QString();
    followed.state.passwordNeeded = problem && cat::ServerConnection::lacksPassword(*problem);
    const bool offline = problem && problem->code == ErrorCode::Unreadable && !followed.state.passwordNeeded;
    followed.state.offlineSince = !offline ? QDateTime() : before.offlineSince.isValid() ? before.offlineSince : QDateTime::currentDateTime();
    if (report) {
        followed.connection = report->state.connection;
        followed.state.waiting = report->state.waiting;
        followed.state.conflicts = report->state.conflicts;
        if (report->unitsCame)
            Q_EMIT received(memory);
    }
    if (isNew || followed.state != before)
        Q_EMIT stateChanged();
}

template <typename Work, typename Then>
void MemorySharing::runWatched(const QString &title, QWidget *parent, const Path &memory, Work work, Then then)
{
    TaskProgress &progress = runTask(
        m_thread, parent, title, [memory, work = std::move(work)](SharingDesk &desk, const TaskControl &control) { return work(desk, memory, control.stop); },
        [this, then = std::move(then)](const Result<SharingReport> &report) {
            if (report)
                then(*report);
            else
                Q_EMIT failed(report.error());
        });
    progress.setWindowModality(Qt::WindowModal);
}

void MemorySharing::share(const Path &memory, const std::string &connection, const std::string &name, QWidget *parent)
{
    runWatched(
        tr("Sharing the memory …"), parent, memory,
        [connection, name](SharingDesk &desk, const Path &path, const std::stop_token &stop) { return desk.share(path, connection, name, stop); },
        [this, memory](const SharingReport &report) { take(memory, report); });
}

void MemorySharing::join(const Path &memory, const std::string &connection, const std::string &name, QWidget *parent)
{
    runWatched(
        tr("Fetching the shared memory …"), parent, memory,
        [connection, name](SharingDesk &desk, const Path &path, const std::stop_token &stop) { return desk.join(path, connection, name, stop); },
        [this, memory](const SharingReport &) { Q_EMIT joined(memory); });
}

void MemorySharing::moveTo(const Path &memory, const std::string &connection, QWidget *parent)
{
    runWatched(
        tr("Synchronising …"), parent, memory,
        [connection](SharingDesk &desk, const Path &path, const std::stop_token &stop) { return desk.moveTo(path, connection, stop); },
        [this, memory](const SharingReport &report) { take(memory, report); });
}

}  // namespace interlinear::workbench
