#include "engine/cat/project/project_memory.h"

#include <set>

namespace interlinear::cat {

Result<ProjectMemory> ProjectMemory::open(Project &project)
{
    Result<Memory> memory = project.openMemory();
    if (!memory)
        return std::unexpected(memory.error());
    const Result<std::size_t> units = memory->countUnits();
    if (!units)
        return std::unexpected(units.error());
    return ProjectMemory(project, std::move(*memory), *units);
}

Result<void> ProjectMemory::applyOutbox()
{
    const Result<std::int64_t> growth = m_project->applyOutbox(m_memory);
    if (!growth) {
        m_units = m_memory.countUnits().value_or(m_units);   // the memory may have taken them all the same
        return std::unexpected(growth.error());
    }
    m_units = static_cast<std::size_t>(static_cast<std::int64_t>(m_units) + *growth);
    return {};
}

Result<std::vector<Match>> ProjectMemory::lookup(const Query &query, int thresholdPerMille, std::size_t limit)
{
    Result<Outbox> outbox = m_project->outbox();
    if (!outbox)
        return std::unexpected(outbox.error());
    const std::set<std::string> gone = outbox->goneIds();
    std::set<std::string> notFromMemory = gone;   // a unit that is in both files counts once
    for (const PostedUnit &posted : outbox->units)
        notFromMemory.insert(posted.unit.id);

    Result<std::vector<Match>> answer = m_memory.lookup(query, thresholdPerMille, limit, notFromMemory);
    if (!answer)
        return answer;
    const TokenList tokens = tokenise(query.text);
    for (PostedUnit &posted : outbox->units) {
        if (gone.contains(posted.unit.id))
            continue;
        Match match = matchOf(std::move(posted.unit), query, tokens);
        if (match.perMille >= thresholdPerMille)
            insertMatch(*answer, std::move(match), limit);
    }
    return answer;
}

}  // namespace interlinear::cat
