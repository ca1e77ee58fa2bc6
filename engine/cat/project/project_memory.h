// What the memories know, as the translator of a project at work sees it: the project's own memory, what still waits for it in the outbox, and the memories that the
// project refers to.
//
//   Result<ProjectMemory> memory = ProjectMemory::open(project);
//   project.confirm(segment, target, author);
//   memory->lookup({.text = source}, {});       // finds the segment just confirmed
//   memory->applyOutbox();                      // at leisure; an Error leaves everything in the outbox
//   memory->problems();                         // references that do not answer, and why
//
// The thread of its project. The project must outlive it.
#pragma once

#include "engine/cat/memory/memory.h"
#include "engine/cat/project/project.h"

#include <vector>

namespace interlinear::cat {

class ProjectMemory {
public:
    /// As Project::openMemory(). A reference that cannot be opened is one of the problems(), and the others answer.
    static Result<ProjectMemory> open(Project &project);

    /// The project's own.
    const Memory &memory() const { return m_memory; }
    /// The project's own, and those that it refers to, as far as they answer: to search in. Until the project memory is changed.
    std::vector<Memory *> memories();
    /// How many it holds: counted when it was opened or by recount(), and kept by what applyOutbox() does. What others do meanwhile is not in it.
    std::size_t units() const { return m_units; }
    Result<void> recount();
    /// One for each reference that does not answer.
    const std::vector<Error> &problems() const { return m_problems; }

    /// As Memory::lookup(), over all memories and the outbox together, for the languages of the project; each match says which memory it is from. The penalty of a
    /// reference comes to that of the settings. A reference that fails is one of the problems() from then on.
    Result<std::vector<Match>> lookup(Query query, LookupSettings settings);
    Result<void> applyOutbox();

private:
    struct Reference {
        Memory memory;
        int penaltyPerMille = 0;
    };

    ProjectMemory(Project &project, Memory memory, std::size_t units) : m_project(&project), m_memory(std::move(memory)), m_units(units) {}
    void openReferences();
    void lookUpInReferences(const Query &query, const LookupSettings &settings, std::vector<Match> &answer);

    Project *m_project;
    Memory m_memory;
    std::size_t m_units;
    std::vector<Reference> m_references;
    std::vector<Error> m_problems;
};

}  // namespace interlinear::cat
