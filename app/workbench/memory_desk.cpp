#include "app/workbench/memory_desk.h"

#include "engine/cat/document/document_files.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/memory/exchange/export.h"
#include "engine/cat/memory/hygiene/inspection.h"

#include <algorithm>

namespace interlinear::workbench {

namespace {

constexpr std::size_t mostExamples = 20'000;   // the newest units of the memory teach the lexicon

std::unexpected<Error> stopped(const MemoryPlace &place)
{
    return fail(ErrorCode::Cancelled, place.path.string(), "stopped on request");
}

Result<cat::AlignmentSettings> settingsFrom(const cat::Memory &memory)
{
    cat::AlignmentSettings settings;
    const auto take = [&](const cat::Unit &unit) -> Result<bool> {
        settings.examples.push_back({unit.source.text, unit.target.text});
        return settings.examples.size() < mostExamples;
    };
    if (const Result<void> taken = memory.forEachUnitNewestFirst(take); !taken)
        return std::unexpected(taken.error());
    return settings;
}

/// Tags are those of the text before, as far as it has them.
TaggedText editedText(const std::string &notation, const TaggedText &before)
{
    TaggedText text = cat::fromNotation(notation);
    for (InlineTag &tag : text.tags) {
        const auto known = std::ranges::find_if(before.tags, [&](const InlineTag &other) { return other.id == tag.id && other.kind == tag.kind; });
        if (known == before.tags.end())
            continue;
        tag.code = known->code;
        tag.display = known->display;
    }
    return text;
}

}  // namespace

Result<cat::Memory *> MemoryDesk::open(const MemoryPlace &place)
{
    if (!m_open || m_open->place != place) {
        Result<cat::Memory> memory = cat::Memory::open(place.path, place.access);
        if (!memory)
            return std::unexpected(memory.error());
        m_open.emplace(place, std::move(*memory));
    }
    return &m_open->memory;
}

Result<cat::UnitPage> MemoryDesk::page(const MemoryPlace &place, std::optional<std::int64_t> from, std::size_t units)
{
    const Result<cat::Memory *> memory = open(place);
    if (!memory)
        return std::unexpected(memory.error());
    return cat::unitPage(**memory, from, units);
}

Result<std::vector<cat::ConcordanceHit>> MemoryDesk::search(const MemoryPlace &place, const cat::ConcordanceQuery &query, std::size_t most,
                                                            std::stop_token stop)
{
    const Result<cat::Memory *> memory = open(place);
    if (!memory)
        return std::unexpected(memory.error());
    return cat::newestHits(**memory, query, most, stop);
}

Result<std::vector<cat::Unit>> MemoryDesk::units(const MemoryPlace &place, const std::vector<std::string> &ids)
{
    const Result<cat::Memory *> memory = open(place);
    if (!memory)
        return std::unexpected(memory.error());
    return cat::unitsWithIds(**memory, ids);
}

Result<std::size_t> MemoryDesk::count(const MemoryPlace &place)
{
    const Result<cat::Memory *> memory = open(place);
    return memory ? (*memory)->countUnits() : std::unexpected(memory.error());
}

Result<std::vector<cat::UnitVersion>> MemoryDesk::history(const MemoryPlace &place, const std::string &id)
{
    const Result<cat::Memory *> memory = open(place);
    if (!memory)
        return std::unexpected(memory.error());
    return (*memory)->history(id);
}

Result<Findings> MemoryDesk::inspect(const MemoryPlace &place, std::stop_token stop)
{
    const Result<cat::Memory *> memory = open(place);
    if (!memory)
        return std::unexpected(memory.error());
    Findings findings;
    const auto take = [&](const cat::Finding &finding) -> Result<void> {
        if (++findings.counts[static_cast<std::size_t>(finding.kind)] <= Findings::mostOfKind)
            findings.found.push_back({finding.kind, {.message = cat::findingSentence(finding.kind), .arguments = finding.arguments}, finding.unitIds});
        return {};
    };
    if (const Result<void> done = cat::inspect(**memory, {}, take, stop); !done)
        return std::unexpected(done.error());
    return findings;
}

Result<cat::Unit> MemoryDesk::edit(const MemoryPlace &place, const std::string &id, const std::string &source, const std::string &target,
                                   const std::string &author)
{
    const Result<std::vector<cat::Unit>> known = units(place, {id});
    if (!known)
        return std::unexpected(known.error());
    if (known->empty())
        return fail(ErrorCode::NotFound, place.path.string(), "the unit is not in the memory any more: somebody changed or deleted it meanwhile");
    cat::Unit unit = known->front();
    unit.id = cat::newUnitId();
    unit.source = editedText(source, unit.source);
    unit.target = editedText(target, unit.target);
    unit.author = author;
    unit.changedMs = cat::nowMs();
    unit.origin = cat::Origin::Human;
    unit.approved = true;
    Result<cat::MemoryWriter> writer = m_open->memory.write();
    if (!writer)
        return std::unexpected(writer.error());
    if (const Result<cat::Addition> replaced = writer->replace(id, unit); !replaced)
        return std::unexpected(replaced.error());
    if (const Result<void> done = writer->commit(); !done)
        return std::unexpected(done.error());
    return unit;
}

Result<ChangePreview> MemoryDesk::preview(const MemoryPlace &place, const cat::BulkChange &change, std::stop_token stop)
{
    const Result<cat::Memory *> memory = open(place);
    if (!memory)
        return std::unexpected(memory.error());
    ChangePreview preview;
    const auto take = [&](const cat::ChangedUnit &changed) -> Result<void> {
        if (stop.stop_requested())
            return stopped(place);
        if (++preview.units <= ChangePreview::mostShown)
            preview.shown.push_back(changed);
        return {};
    };
    if (const Result<void> done = cat::preview(**memory, change, take); !done)
        return std::unexpected(done.error());
    return preview;
}

Result<cat::AppliedChange> MemoryDesk::apply(const MemoryPlace &place, const cat::BulkChange &change)
{
    const Result<cat::Memory *> memory = open(place);
    if (!memory)
        return std::unexpected(memory.error());
    return cat::apply(**memory, change);
}

Result<std::size_t> MemoryDesk::undoable(const MemoryPlace &place)
{
    const Result<cat::Memory *> memory = open(place);
    if (!memory)
        return std::unexpected(memory.error());
    const Result<std::vector<cat::RecordedChange>> changes = cat::recordedChanges(**memory);
    if (!changes)
        return std::unexpected(changes.error());
    return changes->size();
}

Result<cat::UndoReport> MemoryDesk::undoLast(const MemoryPlace &place)
{
    const Result<cat::Memory *> memory = open(place);
    if (!memory)
        return std::unexpected(memory.error());
    const Result<std::vector<cat::RecordedChange>> changes = cat::recordedChanges(**memory);
    if (!changes)
        return std::unexpected(changes.error());
    if (changes->empty())
        return fail(ErrorCode::NotFound, place.path.string(), "there is no change to take back");
    return cat::undo(**memory, changes->back().number);
}

Result<std::vector<cat::Conflict>> MemoryDesk::conflicts(const MemoryPlace &place)
{
    const Result<cat::Memory *> memory = open(place);
    return memory ? cat::openConflicts(**memory) : std::unexpected(memory.error());
}

Result<void> MemoryDesk::decide(const MemoryPlace &place, const std::string &conflict, const cat::Decision &decision)
{
    const Result<cat::Memory *> memory = open(place);
    return memory ? cat::decide(**memory, conflict, decision) : std::unexpected(memory.error());
}

Result<cat::ImportReport> MemoryDesk::import(const MemoryPlace &place, const std::filesystem::path &file, const cat::ImportSettings &settings,
                                             std::stop_token stop)
{
    Result<cat::Memory> memory = cat::Memory::open(place.path, place.access);
    if (!memory)
        return std::unexpected(memory.error());
    return cat::importUnits(*memory, file, settings, stop);
}

Result<void> MemoryDesk::exportUnits(const MemoryPlace &place, const std::filesystem::path &file)
{
    Result<cat::Memory> memory = cat::Memory::open(place.path, place.access);
    if (!memory)
        return std::unexpected(memory.error());
    return cat::exportUnits(*memory, file);
}

Result<std::shared_ptr<const AlignedDocuments>> MemoryDesk::align(const MemoryPlace &place, const std::filesystem::path &source,
                                                                  const std::filesystem::path &target)
{
    Result<cat::Memory> memory = cat::Memory::open(place.path, place.access);
    if (!memory)
        return std::unexpected(memory.error());
    Result<cat::Document> written = cat::readDocument(source, memory->sourceLanguage());
    if (!written)
        return std::unexpected(written.error());
    Result<cat::Document> translated = cat::readDocument(target, memory->targetLanguage());
    if (!translated)
        return std::unexpected(translated.error());
    const Result<cat::AlignmentSettings> settings = settingsFrom(*memory);
    if (!settings)
        return std::unexpected(settings.error());
    std::vector<cat::AlignedPair> pairs = cat::alignDocuments(written->segments, translated->segments, *settings);
    return std::make_shared<const AlignedDocuments>(std::move(*written), std::move(*translated), std::move(pairs));
}

Result<AlignmentAdded> MemoryDesk::addAligned(const MemoryPlace &place, const AlignedDocuments &aligned, double leastConfidence)
{
    Result<cat::Memory> memory = cat::Memory::open(place.path, place.access);
    if (!memory)
        return std::unexpected(memory.error());
    Result<cat::MemoryWriter> writer = memory->write();
    if (!writer)
        return std::unexpected(writer.error());
    AlignmentAdded report;
    for (cat::Unit &unit : cat::alignedUnits(aligned.pairs, aligned.source, aligned.target, leastConfidence)) {
        unit.createdMs = unit.changedMs = cat::nowMs();
        const Result<cat::Addition> addition = writer->addAgain(unit);
        if (!addition)
            return std::unexpected(addition.error());
        ++(*addition == cat::Addition::Added ? report.added : report.known);
    }
    if (const Result<void> done = writer->commit(); !done)
        return std::unexpected(done.error());
    return report;
}

}  // namespace interlinear::workbench
