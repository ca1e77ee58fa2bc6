// Which memories the open project looks up in and writes to, and the changes that a person makes to that.
//
//   ProjectMemories memories(workspace);
//   memories.add("/client/client.itm", 50);      // workspace.project() says so when it is done
//   const MemoryPlace own = memories.place(0);
#pragma once

#include "app/workbench/memory_desk.h"
#include "app/workbench/workspace.h"

namespace interlinear::workbench {

class ProjectMemories : public QObject {
    Q_OBJECT

public:
    explicit ProjectMemories(Workspace &workspace, QObject *parent = nullptr);

    /// 0 is the project's own, then come the references.
    std::size_t count() const;
    const MemorySummary &summary(std::size_t place) const;
    /// To write to for the project's own, to read from for the others.
    MemoryPlace place(std::size_t place) const;

    /// To look up in; one that is looked up in already has the new penalty.
    void add(const std::filesystem::path &path, int penaltyPerMille);
    void create(const std::filesystem::path &path);
    void remove(const std::filesystem::path &path);
    void writeTo(const std::filesystem::path &path);
    /// What is confirmed stays in the project alone.
    void writeToNone();
    /// Lookups in all of them leave out what nobody has approved.
    void setApprovedOnly(bool approvedOnly);
    bool approvedOnly() const { return m_workspace.project().approvedOnly; }
    /// While somebody writes to a memory for long, what is confirmed waits in the project; each hold() needs its release().
    void hold();
    void release();
    /// Units of the project's own have come or gone.
    void recount();
    /// Units of any of its memories have.
    void recount(const std::filesystem::path &path);

Q_SIGNALS:
    void failed(const interlinear::Error &error);

private:
    template <typename Change>
    void change(Change change);

    Workspace &m_workspace;
};

}  // namespace interlinear::workbench
