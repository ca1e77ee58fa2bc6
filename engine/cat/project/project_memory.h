// What the memories know, as the translator of a project at work sees it: the project's own memory, what still waits for it in the outbox, and the memories that the
// project refers to.
//
//   ProjectMemory memory = ProjectMemory::open(project);
//   project.confirm(segment, target, author);
//   memory.lookup({.text = source}, {});        // finds the segment just confirmed
//   memory.applyOutbox();                       // at leisure; an Error leaves everything in the outbox
//   memory.problems();                          // memories that do not answer, and why
//
// A memory that is missing or fails takes nothing from the others, the project's own included: what is confirmed waits in the outbox, where lookups find it.
// The thread of its project. The project must outlive it.
#pragma once

#include "engine/cat/memory/memory.h"
#include "engine/cat/project/project.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace interlinear::cat {

class ProjectMemory {
public:
    /// A memory that cannot be opened is one of the problems(), and the others answer.
    static ProjectMemory open(Project &project);

    /// The project's own; null where it does not answer or none is written.
    const Memory *memory() const { return m_memory ? &*m_memory : nullptr; }
    /// The project's own, and those that it refers to, as far as they answer: to search in. Until the project memory is changed.
    std::vector<Memory *> memories();
    /// How many the project's own holds: counted when it was opened or by recount(), and kept by what applyOutbox() does. What others do meanwhile is not in it.
    std::size_t units() const { return m_units; }
    Result<void> recount();
    /// One for each memory that does not answer, the project's own first. That a project writes to none is no problem.
    std::vector<Error> problems() const;

    /// As Memory::lookup(), over all memories and the outbox together, for the languages of the project; each match says which memory it is from, or the
    /// project's folder where none is written. The penalty of a reference comes to that of the settings, and what the project says of approval to what they say.
    /// A memory that fails is one of the problems() from then on. Cancelled when asked to stop.
    Result<std::vector<Match>> lookup(Query query, LookupSettings settings, const std::stop_token &stop = {});
    /// Opens the project's own memory first where it did not answer before. Where none is written, what is confirmed goes on waiting; so it does while another
    /// program writes to the memory for long, such as an import: Locked, after hundredths of a second, so that the next confirmation need not wait for that.
    Result<void> applyOutbox();

private:
    struct Reference {
        Memory memory;
        int penaltyPerMille = 0;
    };

    explicit ProjectMemory(Project &project) : m_project(&project) {}
    void openOwn();
    void openReferences();
    std::vector<Match> lookUpInOwn(const Query &query, const LookupSettings &settings, const std::stop_token &stop);
    void lookUpInReferences(const Query &query, const LookupSettings &settings, const std::stop_token &stop, std::vector<Match> &answer);

    Project *m_project;
    std::optional<Memory> m_memory;
    std::size_t m_units = 0;
    std::optional<Error> m_ownProblem;
    std::vector<Reference> m_references;
    std::vector<Error> m_problems;
};

}  // namespace interlinear::cat
