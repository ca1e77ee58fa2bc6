// A project's memory as the translator at work sees it: what is in the memory, and what still waits in the outbox.
//
//   Result<ProjectMemory> memory = ProjectMemory::open(project);
//   project.confirm(segment, target, author);
//   memory->lookup({.text = source}, 700, 5);      // finds the segment just confirmed
//   memory->applyOutbox();                         // at leisure; an Error leaves everything in the outbox
//
// The thread of its project. The project must outlive it.
#pragma once

#include "engine/cat/memory/memory.h"
#include "engine/cat/project/project.h"

namespace interlinear::cat {

class ProjectMemory {
public:
    /// As Project::openMemory().
    static Result<ProjectMemory> open(Project &project);

    const Memory &memory() const { return m_memory; }

    /// As Memory::lookup(), over memory and outbox together.
    Result<std::vector<Match>> lookup(const Query &query, int thresholdPerMille, std::size_t limit);
    Result<void> applyOutbox() { return m_project->applyOutbox(m_memory); }

private:
    ProjectMemory(Project &project, Memory memory) : m_project(&project), m_memory(std::move(memory)) {}

    Project *m_project;
    Memory m_memory;
};

}  // namespace interlinear::cat
