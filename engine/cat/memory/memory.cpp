#include "engine/cat/memory/memory.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/memory/source_hash.h"
#include "engine/cat/memory/unit_rows.h"
#include "sql/memory.h"
#include "sql/memory_from_1.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

const Schema &schema()
{
    static const std::string sql = unitTableSql() + memorySql;
    static const Migration from1{"ALTER TABLE memory RENAME TO memory_1; ALTER TABLE unit RENAME TO unit_1; ALTER TABLE removed RENAME TO removed_1; " + sql + ";"
                                     + unitFrom1Sql() + memory_from_1Sql,
                                 unitMigrationFunctions()};
    static const Migration from2{"DROP INDEX IF EXISTS unit_of_source", {}};   // none where version 1 was just now left behind
    constexpr int pageBytes = 8192;   // what is left at the end of each, half a unit, counts less than with 4096
    static const Schema memorySchema{"translation memory", 0x494C544D /* "ILTM" */, 3, sql, {from1, from2}, pageBytes};
    return memorySchema;
}

Result<void> checkLanguage(const std::string &tag)
{
    const auto isTagCharacter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
    const std::size_t primary = std::min(tag.find('-'), tag.size());
    if (primary < 2 || primary > 8 || tag.back() == '-' || !std::all_of(tag.begin(), tag.end(), isTagCharacter))
        return fail(ErrorCode::UnknownLanguage, "", "\"%1\" is no language tag; expected one such as en or de-AT", tag);
    return {};
}

}  // namespace

Memory::Memory(Database database, std::string uuid, std::string sourceLanguage, std::string targetLanguage, Statement unitOfHash)
    : m_database(std::move(database)),
      m_uuid(std::move(uuid)),
      m_sourceLanguage(std::move(sourceLanguage)),
      m_targetLanguage(std::move(targetLanguage)),
      m_unitOfHash(std::move(unitOfHash)),
      m_index(m_database.path(), [path = m_database.path()] { return Database::open(path, schema(), Access::Read); })
{
}

Result<Memory> Memory::create(const std::filesystem::path &path, const std::string &sourceLanguage, const std::string &targetLanguage)
{
    for (const std::string &tag : {sourceLanguage, targetLanguage}) {
        if (auto known = checkLanguage(tag); !known)
            return std::unexpected(known.error());
    }
    Schema withLanguages = schema();
    withLanguages.sql += "; INSERT INTO memory VALUES (1, randomblob(16), '" + sourceLanguage + "', '" + targetLanguage + "')";   // both checked above
    Result<Database> database = Database::create(path, withLanguages);
    if (!database)
        return std::unexpected(database.error());
    return over(std::move(*database));
}

Result<Memory> Memory::open(const std::filesystem::path &path, Access access)
{
    Result<Database> database = Database::open(path, schema(), access);
    if (!database)
        return std::unexpected(database.error());
    return over(std::move(*database));
}

Result<Memory> Memory::over(Database database)
{
    Result<Statement> head = database.prepare("SELECT source_language, target_language, lower(hex(uuid)) FROM memory");
    if (!head)
        return std::unexpected(head.error());
    const Result<bool> row = head->start();
    if (!row)
        return std::unexpected(row.error());
    if (!*row || !checkLanguage(head->text(0)) || !checkLanguage(head->text(1)))
        return fail(ErrorCode::Damaged, database.path().string(), "does not say which languages it holds; restore it from a backup");
    std::string source = head->text(0);
    std::string target = head->text(1);
    std::string uuid = head->text(2);
    head->reset();
    Result<Statement> unitOfHash = database.prepare(std::string("SELECT ") + unitColumns + " FROM unit WHERE row = ? AND source_hash = ?");
    if (!unitOfHash)
        return std::unexpected(unitOfHash.error());
    return Memory(std::move(database), std::move(uuid), std::move(source), std::move(target), std::move(*unitOfHash));
}

Result<MemoryWriter> Memory::write(std::chrono::milliseconds patience)
{
    return MemoryWriter::begin(m_database, patience);
}

Result<Addition> Memory::add(const Unit &unit)
{
    Result<MemoryWriter> writer = write();
    if (!writer)
        return std::unexpected(writer.error());
    const Result<Addition> added = writer->add(unit);
    if (!added)
        return added;
    if (auto done = writer->commit(); !done)
        return std::unexpected(done.error());
    return added;
}

Result<void> Memory::remove(const std::string &id)
{
    Result<MemoryWriter> writer = write();
    if (!writer)
        return std::unexpected(writer.error());
    if (auto removed = writer->remove(id); !removed)
        return std::unexpected(removed.error());
    return writer->commit();
}

Result<std::vector<Match>> Memory::lookup(const Query &query, const LookupSettings &settings, const std::stop_token &stop)
{
    if (query.text.text.size() > longestUnitText)
        return std::vector<Match>();
    if (settings.thresholdPerMille >= perMilleEqual)
        return equalMatches(query, settings);
    if (auto indexed = m_index.follow(m_database); !indexed)
        return std::unexpected(indexed.error());
    if (!m_unitOfRow) {
        Result<Statement> prepared = m_database.prepare(std::string("SELECT ") + unitColumns + " FROM unit WHERE row = ?");
        if (!prepared)
            return std::unexpected(prepared.error());
        m_unitOfRow = std::move(*prepared);
    }

    const Matcher matcher(query, settings, languages());
    std::vector<Match> answer;
    for (const Candidate &candidate : m_index.candidates(contentKeys(matcher.tokens()), matcher.leastOfWords(), stop)) {
        if (stop.stop_requested())
            break;
        if (settings.limit == 0 || (answer.size() == settings.limit && matcher.mostFor(candidate.ceilingPerMille) < answer.back().perMille))
            break;
        const Result<bool> there = m_unitOfRow->start(candidate.row);
        if (!there)
            return std::unexpected(there.error());
        if (!*there)
            continue;   // removed since it was indexed
        Result<Unit> unit = readUnit(*m_unitOfRow, 0, path().string());
        if (!unit)
            return std::unexpected(unit.error());
        if (std::optional<Match> match = matcher.match(std::move(*unit)))
            insertMatch(answer, std::move(*match), settings.limit);
    }
    m_unitOfRow->reset();
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, path().string(), "the lookup was stopped");
    return answer;
}

Result<std::vector<Unit>> Memory::unitsOfText(std::string_view source)
{
    if (auto indexed = m_index.follow(m_database); !indexed)
        return std::unexpected(indexed.error());
    const std::int64_t hash = sourceHash(source);
    std::vector<Unit> units;
    for (const std::int64_t row : m_index.rowsOfHash(hash)) {
        const Result<bool> there = m_unitOfHash.start(row, hash);
        Result<Unit> unit = there && *there ? readUnit(m_unitOfHash, 0, path().string()) : Unit();
        m_unitOfHash.reset();
        if (!there || !unit)
            return std::unexpected(!there ? there.error() : unit.error());
        if (*there)
            units.push_back(std::move(*unit));
    }
    return units;
}

Result<std::vector<Match>> Memory::equalMatches(const Query &query, const LookupSettings &settings)
{
    Result<std::vector<Unit>> units = unitsOfText(query.text.text);
    if (!units)
        return std::unexpected(units.error());
    std::vector<Match> answer;
    if (units->empty() || settings.limit == 0)
        return answer;
    const Matcher matcher(query, settings, languages());
    for (Unit &unit : *units) {
        if (std::optional<Match> match = matcher.match(std::move(unit)))
            insertMatch(answer, std::move(*match), settings.limit);
    }
    return answer;
}

Result<std::vector<UnitVersion>> Memory::history(const std::string &id) const
{
    return unitHistory(m_database, id);
}

Result<MemoryIndex *> Memory::index()
{
    if (auto indexed = m_index.follow(m_database); !indexed)
        return std::unexpected(indexed.error());
    return &m_index;
}

Result<void> Memory::forEachUnit(const std::function<Result<void>(const Unit &)> &visit) const
{
    return visitUnits("row", [&](const Unit &unit) -> Result<bool> {
        const Result<void> visited = visit(unit);
        return visited ? Result<bool>(true) : std::unexpected(visited.error());
    });
}

Result<void> Memory::forEachUnitNewestFirst(const std::function<Result<bool>(const Unit &)> &visit) const
{
    return visitUnits("row DESC", visit);
}

Result<void> Memory::visitUnits(const char *order, const std::function<Result<bool>(const Unit &)> &visit) const
{
    Result<Statement> rows = m_database.prepare(std::string("SELECT ") + unitColumns + " FROM unit ORDER BY " + order);
    if (!rows)
        return std::unexpected(rows.error());
    Result<bool> row = rows->start();
    for (; row && *row; row = rows->next()) {
        const Result<Unit> unit = readUnit(*rows, 0, path().string());
        if (!unit)
            return std::unexpected(unit.error());
        const Result<bool> goOn = visit(*unit);
        if (!goOn)
            return std::unexpected(goOn.error());
        if (!*goOn)
            return {};
    }
    if (!row)
        return std::unexpected(row.error());
    return {};
}

Result<std::size_t> Memory::countUnits() const
{
    const Result<std::int64_t> count = m_database.integer("SELECT count(*) FROM unit");
    return count ? Result<std::size_t>(static_cast<std::size_t>(*count)) : std::unexpected(count.error());
}

Result<MemoryStatistics> Memory::statistics() const
{
    Result<Statement> counts = m_database.prepare(
        "SELECT (SELECT count(*) FROM unit), (SELECT count(DISTINCT source) FROM unit), (SELECT count(*) FROM removed WHERE id NOT IN (SELECT id FROM superseded)), "
        "(SELECT count(*) FROM superseded), (SELECT count(*) FROM unit WHERE approved), (SELECT count(*) FROM unit WHERE use_count > 0)");
    if (!counts)
        return std::unexpected(counts.error());
    const Result<bool> row = counts->start();
    if (!row)
        return std::unexpected(row.error());
    std::error_code problem;
    const std::uintmax_t bytes = std::filesystem::file_size(path(), problem);
    const auto count = [&](int column) { return static_cast<std::size_t>(counts->integer(column)); };
    return MemoryStatistics{count(0), count(1), count(2), count(3), count(4), count(5), problem ? 0 : bytes};
}

Result<void> Memory::check() const
{
    if (auto sound = m_database.check(); !sound)
        return sound;
    return forEachUnit([](const Unit &) { return Result<void>(); });
}

}  // namespace interlinear::cat
