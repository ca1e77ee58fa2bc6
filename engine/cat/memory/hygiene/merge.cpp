#include "engine/cat/memory/hygiene/merge.h"

#include "engine/cat/database/id_column.h"
#include "engine/cat/memory/unit_rows.h"

#include <string>
#include <unordered_set>

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
    Merge(Memory &into, const Memory &from, const MergeSettings &settings, MemoryWriter writer, Statement find)
        : m_into(into), m_from(from), m_settings(settings), m_writer(std::move(writer)), m_find(std::move(find))
    {
    }

    Result<MergeReport> run(bool reversed)
    {
        const auto remember = [&](const Unit &unit) {
            m_contents.insert(unitIdFromContent(unit));
            return Result<void>();
        };
        const auto take = [&](const Unit &unit) { return add(adapted(unit, m_into, m_from, reversed)); };
        Result<void> done = m_into.forEachUnit(remember);
        if (done)
            done = m_from.forEachUnit(take);
        if (done && m_settings.removals == Removals::Respected && !reversed)
            done = removeWhatWasRemoved();
        if (done)
            done = m_writer.commit();
        if (!done)
            return std::unexpected(done.error());
        return m_report;
    }

private:
    Result<std::optional<Unit>> unitOf(const std::string &id)
    {
        const Result<bool> there = m_find.start(idColumn(id));
        if (!there)
            return std::unexpected(there.error());
        if (!*there)
            return std::nullopt;
        Result<Unit> unit = readUnit(m_find, 0, m_into.path().string());
        m_find.reset();
        if (!unit)
            return std::unexpected(unit.error());
        return std::move(*unit);
    }

    Result<void> add(const Unit &unit)
    {
        const Result<std::optional<Unit>> there = unitOf(unit.id);
        if (!there)
            return std::unexpected(there.error());
        if (*there)
            return update(**there, unit);
        if (m_contents.contains(unitIdFromContent(unit))) {
            ++m_report.known;
            return {};
        }
        if (m_settings.removals == Removals::Ignored) {
            if (auto forgotten = m_writer.forgetRemoval(unit.id); !forgotten)
                return forgotten;
        }
        const Result<Addition> added = m_writer.add(unit);
        if (!added)
            return std::unexpected(added.error());
        ++(*added == Addition::Added ? m_report.added : m_report.keptAway);
        if (*added == Addition::Added)
            m_contents.insert(unitIdFromContent(unit));
        return {};
    }

    Result<void> update(const Unit &there, const Unit &unit)
    {
        if (unit.changedMs <= there.changedMs) {
            ++m_report.known;
            return {};
        }
        ++m_report.updated;
        const Result<bool> edited = m_writer.edit(unit);
        return edited ? Result<void>() : std::unexpected(edited.error());
    }

    Result<void> removeWhatWasRemoved()
    {
        Result<Statement> rows = m_from.database().prepare("SELECT id FROM removed");
        if (!rows)
            return std::unexpected(rows.error());
        Result<bool> row = rows->start();
        for (; row && *row; row = rows->next()) {
            const Result<bool> removed = m_writer.remove(idText(rows->value(0)));
            if (!removed)
                return std::unexpected(removed.error());
            m_report.removed += *removed ? 1 : 0;
        }
        if (!row)
            return std::unexpected(row.error());
        return {};
    }

    Memory &m_into;
    const Memory &m_from;
    MergeSettings m_settings;
    MemoryWriter m_writer;
    Statement m_find;
    std::unordered_set<std::string> m_contents;   // ids from content
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
    Result<Statement> find = into.database().prepare(std::string("SELECT ") + unitColumns + " FROM unit WHERE id = ?");
    if (!find)
        return std::unexpected(find.error());
    return Merge(into, from, settings, std::move(*writer), std::move(*find)).run(*reversed);
}

}  // namespace interlinear::cat
