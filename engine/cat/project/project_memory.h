// A project's memory as the translator at work sees it: what is in the memory, and what still waits in the outbox.
//
//   Result<ProjectMemory> memory = ProjectMemory::open(project);
//   project.confirm(segment, target, author);
//   memory->lookup({.text = source}, {});       // finds the segment just confirmed
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
    /// How many the memory holds: counted when it was opened, and kept by what applyOutbox() does. What other programs do meanwhile is not in it.
    std::size_t units() const { return m_units; }

    /// As Memory::lookup(), over memory and outbox together, for the languages of the project.
    Result<std::vector<Match>> lookup(Query query, LookupSettings settings);
    Result<void> applyOutbox();

private:
    ProjectMemory(Project &project, Memory memory, std::size_t units) : m_project(&project), m_memory(std::move(memory)), m_units(units) {}

    Project *m_project;
    Memory m_memory;
    std::size_t m_units;
};

}  // namespace interlinear::cat
