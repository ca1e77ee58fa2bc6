#include "app/workbench/project_memories.h"

namespace interlinear::workbench {

ProjectMemories::ProjectMemories(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{
}

std::size_t ProjectMemories::count() const
{
    const OpenedProject &project = m_workspace.project();
    return project.memory.name.isEmpty() ? 0 : 1 + project.references.size();
}

const MemorySummary &ProjectMemories::summary(std::size_t place) const
{
    const OpenedProject &project = m_workspace.project();
    return place == 0 ? project.memory : project.references.at(place - 1);
}

MemoryPlace ProjectMemories::place(std::size_t place) const
{
    return {summary(place).path, place == 0 ? cat::Access::Write : cat::Access::Read};
}

template <typename Change>
void ProjectMemories::change(Change change)
{
    const int project = m_workspace.project().number;
    m_workspace.storage().run([project, change = std::move(change)](ProjectDesk &desk) { return change(desk, project); }, this,
                              [this, project](const Result<MemoriesReport> &report) {
                                  if (!report)
                                      Q_EMIT failed(report.error());
                                  else if (project == m_workspace.project().number)
                                      m_workspace.setMemories(*report);
                              });
}

void ProjectMemories::add(const std::filesystem::path &path, int penaltyPerMille)
{
    change([memory = cat::ReferenceMemory{path, penaltyPerMille}](ProjectDesk &desk, int project) { return desk.addMemory(project, memory); });
}

void ProjectMemories::create(const std::filesystem::path &path)
{
    change([path](ProjectDesk &desk, int project) { return desk.createMemory(project, path); });
}

void ProjectMemories::remove(const std::filesystem::path &path)
{
    change([path](ProjectDesk &desk, int project) { return desk.removeMemory(project, path); });
}

void ProjectMemories::writeTo(const std::filesystem::path &path)
{
    change([path](ProjectDesk &desk, int project) { return desk.writeTo(project, path); });
}

void ProjectMemories::writeToNone()
{
    change([](ProjectDesk &desk, int project) { return desk.writeToNone(project); });
}

void ProjectMemories::setApprovedOnly(bool approvedOnly)
{
    change([approvedOnly](ProjectDesk &desk, int project) { return desk.setApprovedOnly(project, approvedOnly); });
}

void ProjectMemories::recount()
{
    change([](ProjectDesk &desk, int project) { return desk.recountMemory(project); });
}

void ProjectMemories::recount(const std::filesystem::path &path)
{
    if (path == m_workspace.project().memory.path)
        return recount();
    change([path](ProjectDesk &desk, int project) { return desk.recountReference(project, path); });
}

void ProjectMemories::release()
{
    change([](ProjectDesk &desk, int project) { return desk.releaseMemory(project); });
}

void ProjectMemories::hold()
{
    m_workspace.storage().save([project = m_workspace.project().number](ProjectDesk &desk) { return desk.holdMemory(project); }, this,
                               [this](const Result<void> &held) {
                                   if (!held)
                                       Q_EMIT failed(held.error());
                               });
}

}  // namespace interlinear::workbench
