#include "engine/cat/project/project_memory.h"

namespace interlinear::cat {

namespace {

constexpr std::chrono::milliseconds deliveryPatience{20};   // longer than any writer takes that does not write for long

}  // namespace

ProjectMemory ProjectMemory::open(Project &project)
{
    ProjectMemory opened(project);
    opened.openOwn();
    opened.openReferences();
    return opened;
}

void ProjectMemory::openOwn()
{
    m_ownProblem.reset();
    if (m_project->memoryPath().empty())
        return;
    Result<Memory> memory = m_project->openMemory();
    const Result<std::size_t> units = memory ? memory->countUnits() : std::unexpected(memory.error());
    if (!units) {
        m_ownProblem = units.error();
        return;
    }
    m_memory = std::move(*memory);
    m_units = *units;
}

void ProjectMemory::openReferences()
{
    for (const ReferenceMemory &reference : m_project->references()) {
        Result<Memory> memory = m_project->openReference(reference);
        if (memory)
            m_references.push_back({std::move(*memory), reference.penaltyPerMille});
        else
            m_problems.push_back(memory.error());
    }
}

std::vector<Error> ProjectMemory::problems() const
{
    std::vector<Error> problems = m_problems;
    if (m_ownProblem)
        problems.insert(problems.begin(), *m_ownProblem);
    return problems;
}

std::vector<Match> ProjectMemory::lookUpInOwn(const Query &query, const LookupSettings &settings, const std::stop_token &stop)
{
    if (!m_memory)
        return {};
    Result<std::vector<Match>> matches = m_memory->lookup(query, settings, stop);
    if (!matches && stop.stop_requested())
        return {};
    if (!matches) {
        m_ownProblem = matches.error();
        m_memory.reset();
        m_units = 0;
        return {};
    }
    for (Match &match : *matches)
        match.memory = m_memory->path();
    return std::move(*matches);
}

void ProjectMemory::lookUpInReferences(const Query &query, const LookupSettings &settings, const std::stop_token &stop, std::vector<Match> &answer)
{
    std::erase_if(m_references, [&](Reference &reference) {
        LookupSettings ofThisOne = settings;
        ofThisOne.penalties.memory += reference.penaltyPerMille;
        Result<std::vector<Match>> matches = reference.memory.lookup(query, ofThisOne, stop);
        if (!matches && stop.stop_requested())
            return false;
        if (!matches) {
            m_problems.push_back(matches.error());
            return true;
        }
        for (Match &match : *matches) {
            match.memory = reference.memory.path();
            insertMatch(answer, std::move(match), settings.limit);
        }
        return false;
    });
}

std::vector<Memory *> ProjectMemory::memories()
{
    std::vector<Memory *> memories;
    if (m_memory)
        memories.push_back(&*m_memory);
    for (Reference &reference : m_references)
        memories.push_back(&reference.memory);
    return memories;
}

Result<void> ProjectMemory::recount()
{
    if (!m_memory)
        return {};
    const Result<std::size_t> units = m_memory->countUnits();
    if (!units)
        return std::unexpected(units.error());
    m_units = *units;
    return {};
}

Result<void> ProjectMemory::applyOutbox()
{
    if (!m_memory)
        openOwn();
    if (m_ownProblem)
        return std::unexpected(*m_ownProblem);
    if (!m_memory)
        return {};
    const Result<std::int64_t> growth = m_project->applyOutbox(*m_memory, deliveryPatience);
    if (!growth) {
        m_units = m_memory->countUnits().value_or(m_units);   // the memory may have taken them all the same
        return std::unexpected(growth.error());
    }
    m_units = static_cast<std::size_t>(static_cast<std::int64_t>(m_units) + *growth);
    return {};
}

Result<std::vector<Match>> ProjectMemory::lookup(Query query, LookupSettings settings, const std::stop_token &stop)
{
    query.languages = {m_project->sourceLanguage(), m_project->targetLanguage()};
    settings.approvedOnly = settings.approvedOnly || m_project->approvedOnly();
    Result<Outbox> outbox = m_project->outbox();
    if (!outbox)
        return std::unexpected(outbox.error());
    const std::set<std::string> gone = outbox->goneIds();
    settings.withoutIds.insert(gone.begin(), gone.end());
    const Matcher ofOutbox(query, settings, query.languages);
    for (const PostedUnit &posted : outbox->units)
        settings.withoutIds.insert(posted.unit.id);   // a unit that is in both files counts once

    std::vector<Match> answer = lookUpInOwn(query, settings, stop);
    for (PostedUnit &posted : outbox->units) {
        std::optional<Match> match = ofOutbox.match(std::move(posted.unit));
        if (!match)
            continue;
        match->memory = m_project->memoryPath().empty() ? m_project->folder() : m_project->memoryPath();
        insertMatch(answer, std::move(*match), settings.limit);
    }
    lookUpInReferences(query, settings, stop, answer);
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, m_project->folder().string(), "the lookup was stopped");
    return answer;
}

}  // namespace interlinear::cat
