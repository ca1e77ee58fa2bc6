#include "engine/cat/memory/hygiene/merge.h"

#include "engine/cat/database/id_column.h"
#include "engine/cat/memory/exchange/existing_units.h"
#include "engine/cat/memory/hygiene/change_record.h"
#include "engine/cat/memory/unit_rows.h"

#include <string>

namespace interlinear::cat {

namespace {

std::string primaryLanguage(const std::string &tag)
{
    return tag.substr(0, tag.find('-'));
}

/// The same, or turned round.
Result<bool> isReversed(const Memory &into, const Memory &from, MergedDirection allowed)
{
    const auto agree = [](const std::string &a, const std::string &b) { return primaryLanguage(a) == primaryLanguage(b); };
    if (agree(into.sourceLanguage(), from.sourceLanguage()) && agree(into.targetLanguage(), from.targetLanguage()))
        return false;
    if (allowed == MergedDirection::Either && agree(into.sourceLanguage(), from.targetLanguage()) && agree(into.targetLanguage(), from.sourceLanguage()))
        return true;
    return fail(ErrorCode::InvalidArgument, from.path().string(), "goes from %1 to %2, but %3 from %4 to %5", from.sourceLanguage(), from.targetLanguage(),
                into.path().string(), into.sourceLanguage(), into.targetLanguage());
}

/// The unit as one of `into`.
Unit adapted(Unit unit, const Memory &into, const Memory &from, bool reversed)
{
    if (unit.sourceLanguage.empty())
        unit.sourceLanguage = from.sourceLanguage();
    if (unit.targetLanguage.empty())
        unit.targetLanguage = from.targetLanguage();
    if (reversed) {
        std::swap(unit.source, unit.target);
        std::swap(unit.sourceLanguage, unit.targetLanguage);
        unit.previous.reset();
        unit.next.reset();
        unit.id = unitIdFromContent(unit);
    }
    if (unit.sourceLanguage == into.sourceLanguage())
        unit.sourceLanguage.clear();
    if (unit.targetLanguage == into.targetLanguage())
        unit.targetLanguage.clear();
    return unit;
}

class Merge {
public:
    struct Statements {
        Statement find;          // of a unit's id: its row, and the unit
        Statement findRemoval;   // of an id: when it was removed
    };

    Merge(Memory &into, const Memory &from, const MergeSettings &settings, MemoryWriter writer, ChangeRecord record, ExistingUnits existing, Statements statements)
        : m_into(into),
          m_from(from),
          m_settings(settings),
          m_writer(std::move(writer)),
          m_record(std::move(record)),
          m_find(std::move(statements.find)),
          m_findRemoval(std::move(statements.findRemoval)),
          m_existing(std::move(existing))
    {
    }

    Result<MergeReport> run(bool reversed)
    {
        const auto take = [&](const Unit &unit) { return add(adapted(unit, m_into, m_from, reversed)); };
        Result<void> done = m_from.forEachUnit(take);
        if (done && m_settings.removals == Removals::Respected && !reversed)
            done = removeWhatWasRemoved();
        if (done)
            done = m_record.finish();
        if (done)
            done = m_writer.commit();
        if (!done)
            return std::unexpected(done.error());
        m_report.change = m_record.units() == 0 ? 0 : m_record.number();
        return m_report;
    }

private:
    struct UnitThere {
        std::int64_t row = 0;
        Unit unit;
    };

    Result<std::optional<UnitThere>> unitOf(const std::string &id)
    {
        const Result<bool> there = m_find.start(idColumn(id));
        if (!there)
            return std::unexpected(there.error());
        if (!*there)
            return std::nullopt;
        const std::int64_t row = m_find.integer(0);
        Result<Unit> unit = readUnit(m_find, 1, m_into.path().string());
        m_find.reset();
        if (!unit)
            return std::unexpected(unit.error());
        return UnitThere{row, std::move(*unit)};
    }

    Result<void> add(const Unit &unit)
    {
        const Result<std::optional<UnitThere>> there = unitOf(unit.id);
        if (!there)
            return std::unexpected(there.error());
        if (*there)
            return update(**there, unit);
        if (m_existing.has(unit)) {
            ++m_report.known;
            return {};
        }
        const Result<std::optional<std::int64_t>> removedMs = removalOf(unit.id);
        if (!removedMs)
            return std::unexpected(removedMs.error());
        const bool comesBack = *removedMs && (m_settings.removals == Removals::Ignored || unit.changedMs > **removedMs);
        const Result<Addition> added = comesBack ? m_writer.addAgain(unit) : m_writer.add(unit);
        if (!added)
            return std::unexpected(added.error());
        ++(*added == Addition::Added ? m_report.added : m_report.keptAway);
        if (*added != Addition::Added)
            return {};
        m_existing.addContent(unit);
        return m_record.noteAddition(*removedMs);
    }

    /// When it was removed from `into`.
    Result<std::optional<std::int64_t>> removalOf(const std::string &id)
    {
        const Result<bool> removed = m_findRemoval.start(idColumn(id));
        if (!removed)
            return std::unexpected(removed.error());
        const std::optional<std::int64_t> removedMs = *removed ? std::optional(m_findRemoval.integer(0)) : std::nullopt;
        m_findRemoval.reset();
        return removedMs;
    }

    Result<void> update(const UnitThere &there, const Unit &unit)
    {
        if (unit.changedMs <= there.unit.changedMs) {
            ++m_report.known;
            return {};
        }
        ++m_report.updated;
        if (auto kept = m_record.keep(there.row); !kept)
            return kept;
        const Result<bool> edited = m_writer.edit(unit);
        return edited ? m_record.noteSuccessor(there.row) : std::unexpected(edited.error());
    }

    Result<void> removeWhatWasRemoved()
    {
        Result<Statement> rows = m_from.database().prepare("SELECT id, removed_ms FROM removed");
        if (!rows)
            return std::unexpected(rows.error());
        Result<bool> row = rows->start();
        for (; row && *row; row = rows->next()) {
            if (auto done = removeUnlessChangedSince(idText(rows->value(0)), rows->integer(1)); !done)
                return done;
        }
        if (!row)
            return std::unexpected(row.error());
        return {};
    }

    Result<void> removeUnlessChangedSince(const std::string &id, std::int64_t removedMs)
    {
        const Result<std::optional<UnitThere>> there = unitOf(id);
        if (!there)
            return std::unexpected(there.error());
        if (*there && (*there)->unit.changedMs >= removedMs)
            return {};
        if (auto kept = *there ? m_record.keep((*there)->row) : Result<void>(); !kept)
            return kept;
        m_report.removed += *there ? 1 : 0;
        const Result<bool> removed = m_writer.remove(id);
        return removed ? Result<void>() : std::unexpected(removed.error());
    }

    Memory &m_into;
    const Memory &m_from;
    MergeSettings m_settings;
    MemoryWriter m_writer;
    ChangeRecord m_record;
    Statement m_find, m_findRemoval;
    ExistingUnits m_existing;
    MergeReport m_report;
};

}  // namespace

Result<MergeReport> mergeMemory(Memory &into, const Memory &from, const MergeSettings &settings)
{
    std::error_code problem;
    if (std::filesystem::equivalent(into.path(), from.path(), problem))
        return fail(ErrorCode::InvalidArgument, from.path().string(), "is the memory that it would be merged into; choose another one");
    const Result<bool> reversed = isReversed(into, from, settings.direction);
    if (!reversed)
        return std::unexpected(reversed.error());
    Result<MemoryWriter> writer = into.write();
    if (!writer)
        return std::unexpected(writer.error());
    Result<ExistingUnits> existing = ExistingUnits::of(into, false);
    if (!existing)
        return std::unexpected(existing.error());
    Result<ChangeRecord> record = ChangeRecord::begin(into.database(), nowMs());
    if (!record)
        return std::unexpected(record.error());
    Result<Statement> find = into.database().prepare(std::string("SELECT row, ") + unitColumns + " FROM unit WHERE id = ?");
    Result<Statement> findRemoval = into.database().prepare("SELECT removed_ms FROM removed WHERE id = ?");
    if (!find || !findRemoval)
        return std::unexpected(!find ? find.error() : findRemoval.error());
    return Merge(into, from, settings, std::move(*writer), std::move(*record), std::move(*existing), {std::move(*find), std::move(*findRemoval)}).run(*reversed);
}

}  // namespace interlinear::cat
