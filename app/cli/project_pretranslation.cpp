#include "app/cli/project_pretranslation.h"

#include "app/cli/memory_answers.h"
#include "app/cli/translation_job.h"
#include "engine/cat/document/target_text.h"
#include "engine/cat/memory/match_use.h"
#include "engine/cat/project/project_memory.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace interlinear::cli {

namespace {

constexpr const char *author = "interlinear-cli";

using Segments = std::vector<cat::ProjectSegment>;

bool isKnown(const JobSource &source)
{
    return source.known.has_value();
}

bool isFree(const cat::SegmentContent &content)
{
    return content.state == cat::SegmentState::New && content.target.empty();
}

/// What is taken as it is; else a repaired target, which is as good a draft.
MemoryAnswer draftOf(const std::vector<cat::Match> &matches, const TaggedText &source, int takenFromPerMille)
{
    MemoryAnswer answer = answerOf(matches, source, takenFromPerMille);
    const cat::Match *repaired = answer.target ? nullptr : cat::undisputedRepair(matches);
    if (!repaired)
        return answer;
    if (const Result<TaggedText> target = cat::withCodesOf(source, cat::offeredTarget(*repaired)))
        return {.target = *target, .perMille = repaired->perMille, .unitId = repaired->unit.id};
    return answer;
}

class Pretranslation {
public:
    Pretranslation(cat::Project &project, cat::ProjectMemory memory, const PretranslationOptions &options)
        : m_project(project), m_memory(std::move(memory)), m_options(options)
    {
    }

    Result<void> fill(const cat::ProjectDocument &document)
    {
        const Result<Segments> segments = m_project.segments(document.id);
        if (!segments)
            return std::unexpected(segments.error());
        if (auto known = fillFromMemory(*segments); !known)
            return known;
        return fillFromModel(document, *segments);
    }

    const PretranslationReport &report() const { return m_report; }
    std::vector<Error> problems() const { return m_memory.problems(); }

private:
    Result<void> fillFromMemory(const Segments &segments)
    {
        std::vector<cat::SegmentWrite> writes;
        m_sources.clear();
        for (std::size_t i = 0; i < segments.size(); ++i) {
            m_sources.push_back({.text = segments[i].segment.source, .unit = i});
            if (!isFree(segments[i].content)) {
                m_sources.back().known = segments[i].content.target;
                continue;
            }
            const TaggedText &source = segments[i].segment.source;
            const std::string previous = i > 0 ? segments[i - 1].segment.source.text : "";
            const std::string next = i + 1 < segments.size() ? segments[i + 1].segment.source.text : "";
            const auto matches = m_memory.lookup({source, previous, next}, {.thresholdPerMille = askedFrom(m_options.thresholdPerMille), .limit = 1});
            if (!matches)
                return std::unexpected(matches.error());
            MemoryAnswer answer = draftOf(*matches, source, m_options.thresholdPerMille);
            if (answer.target)
                writes.push_back({segments[i].id, {*answer.target, cat::SegmentState::Draft, cat::TargetOrigin::memory(answer.perMille, answer.unitId)}});
            m_sources.back().known = std::move(answer.target);
            m_sources.back().draft = std::move(answer.draft);
        }
        m_report.fromMemory += writes.size();
        return m_project.store(writes, author);
    }

    Result<void> fillFromModel(const cat::ProjectDocument &document, const Segments &segments)
    {
        if (std::ranges::all_of(m_sources, isKnown))
            return {};
        if (!m_engine) {
            Result<OpenedEngine> opened = openEngine(m_options.engine, {m_project.sourceLanguage(), m_project.targetLanguage()});
            if (!opened)
                return std::unexpected(opened.error());
            m_engine.emplace(std::move(*opened));
        }
        TranslationJob job{.from = m_project.sourceLanguage(), .to = m_project.targetLanguage(), .beamSize = m_options.beamSize, .batchSize = m_options.batchSize};
        job.input = document.name;
        job.context = true;
        std::size_t stored = 0;
        const auto store = [&](std::span<const mixmoe::Translation> done) -> Result<void> {
            std::vector<cat::SegmentWrite> writes;
            for (; stored < done.size(); ++stored) {
                if (!isKnown(m_sources[stored]))
                    writes.push_back({segments[stored].id, {done[stored].target, cat::SegmentState::Machine, cat::TargetOrigin::machine()}});
            }
            m_report.fromModel += writes.size();
            return m_project.store(writes, author);
        };
        const auto translations = run(job, m_sources, *m_engine, store);
        if (!translations)
            return std::unexpected(translations.error());
        m_report.cut += static_cast<std::size_t>(std::ranges::count_if(*translations, wasCut));
        return {};
    }

    cat::Project &m_project;
    cat::ProjectMemory m_memory;
    const PretranslationOptions &m_options;
    std::optional<OpenedEngine> m_engine;
    std::vector<JobSource> m_sources;   // of the document in work; known is what people or the memory translated
    PretranslationReport m_report;
};

}  // namespace

Result<PretranslationReport> pretranslate(cat::Project &project, const PretranslationOptions &options)
{
    const auto documents = project.documents();
    if (!documents)
        return std::unexpected(documents.error());
    Pretranslation work(project, cat::ProjectMemory::open(project), options);
    for (const cat::ProjectDocument &document : *documents) {
        if (auto filled = work.fill(document); !filled)
            return std::unexpected(filled.error());
    }
    for (const Error &problem : work.problems())   // the other memories have answered
        report(problem);
    return work.report();
}

}  // namespace interlinear::cli
