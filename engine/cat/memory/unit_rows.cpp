#include "engine/cat/memory/unit_rows.h"

#include "engine/cat/database/id_column.h"
#include "engine/cat/database/tag_column.h"
#include "engine/cat/memory/source_hash.h"
#include "sql/unit.h"
#include "sql/unit_from_1.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace interlinear::cat {

namespace {

constexpr auto lastOrigin = static_cast<std::int64_t>(Origin::Imported);

constexpr std::array<const char *, 3> kindNames{"note", "property", "attribute"};

}  // namespace

std::optional<std::string> propertiesColumn(const std::vector<Property> &properties)
{
    if (properties.empty())
        return std::nullopt;
    nlohmann::json list = nlohmann::json::array();
    for (const Property &property : properties)
        list.push_back({kindNames[static_cast<std::size_t>(property.kind)], property.name, property.value});
    return list.dump();
}

namespace {

std::optional<Property> propertyFrom(const nlohmann::json &entry)
{
    if (!entry.is_array() || entry.size() != 3 || !entry[0].is_string() || !entry[1].is_string() || !entry[2].is_string())
        return std::nullopt;
    const auto kind = std::find(kindNames.begin(), kindNames.end(), entry[0].get<std::string>());
    if (kind == kindNames.end())
        return std::nullopt;
    return Property{static_cast<Property::Kind>(kind - kindNames.begin()), entry[1].get<std::string>(), entry[2].get<std::string>()};
}

}  // namespace

std::optional<std::vector<Property>> propertiesFrom(const std::optional<std::string> &column)
{
    std::vector<Property> properties;
    if (!column)
        return properties;
    const nlohmann::json list = nlohmann::json::parse(*column, nullptr, false);
    if (!list.is_array())
        return std::nullopt;
    for (const nlohmann::json &entry : list) {
        const std::optional<Property> property = propertyFrom(entry);
        if (!property)
            return std::nullopt;
        properties.push_back(*property);
    }
    return properties;
}

namespace {

SqlValue hashColumn(std::string_view source)
{
    return sourceHash(source);
}

}  // namespace

Result<Unit> readUnit(const Statement &row, int firstColumn, const std::string &where)
{
    Unit unit;
    int column = firstColumn;
    unit.id = idText(row.value(column++));
    Result<TaggedText> source = taggedText(row.text(column), row.optionalText(column + 1), where);
    column += 2;
    Result<TaggedText> target = taggedText(row.text(column), row.optionalText(column + 1), where);
    column += 2;
    if (!source || !target)
        return std::unexpected(!source ? source.error() : target.error());
    unit.source = std::move(*source);
    unit.target = std::move(*target);
    unit.sourceLanguage = row.text(column++);
    unit.targetLanguage = row.text(column++);
    unit.previous = row.optionalText(column++);
    unit.next = row.optionalText(column++);
    unit.contextId = row.text(column++);
    unit.document = row.text(column++);
    unit.author = row.text(column++);
    unit.createdMs = row.integer(column++);
    unit.changedMs = row.integer(column++);
    const std::int64_t origin = row.integer(column++);
    unit.approved = row.integer(column++) != 0;
    unit.useCount = row.integer(column++);
    unit.usedMs = row.integer(column++);
    const auto properties = propertiesFrom(row.optionalText(column));
    if (origin < 0 || origin > lastOrigin || !properties)
        return fail(ErrorCode::Damaged, where, "unit \"%1\" cannot be read; restore the file from a backup", unit.id);
    unit.origin = static_cast<Origin>(origin);
    unit.properties = *properties;
    if (const Result<void> good = checkUnit(unit); !good && good.error().code != ErrorCode::OutOfRange)   // earlier versions knew no limit
        return fail(ErrorCode::Damaged, where, "unit \"%1\" holds what no memory takes; restore the file from a backup", unit.id);
    return unit;
}

std::string unitTableSql()
{
    return unitSql;
}

std::string unitFrom1Sql()
{
    return unit_from_1Sql;
}

std::vector<TextFunction> unitMigrationFunctions()
{
    return {{"unit_id", idColumn}, {"source_hash", hashColumn}};
}

Result<UnitInserter> UnitInserter::prepare(const Database &database)
{
    Result<Statement> addName = database.prepare("INSERT INTO name (text) VALUES (?) ON CONFLICT (text) DO NOTHING");
    Result<Statement> findName = database.prepare("SELECT id FROM name WHERE text = ?");
    Result<Statement> insert = database.prepare("INSERT INTO unit (id, source, source_tags, target, target_tags, source_language, target_language, previous, next, "
                                                "context_id, document, author, created_ms, changed_ms, origin, approved, use_count, used_ms, properties, source_hash) "
                                                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
    for (const Result<Statement> *statement : {&addName, &findName, &insert}) {
        if (!*statement)
            return std::unexpected(statement->error());
    }
    return UnitInserter(std::move(*addName), std::move(*findName), std::move(*insert));
}

UnitInserter::UnitInserter(Statement addName, Statement findName, Statement insert)
    : m_addName(std::move(addName)), m_findName(std::move(findName)), m_insert(std::move(insert)), m_names{{"", 0}}
{
}

Result<std::int64_t> UnitInserter::numberOf(const std::string &name)
{
    if (const auto known = m_names.find(name); known != m_names.end())
        return known->second;
    if (auto added = m_addName.run(name); !added)
        return std::unexpected(added.error());
    const Result<bool> found = m_findName.start(name);
    const std::int64_t number = found && *found ? m_findName.integer(0) : 0;
    m_findName.reset();
    if (!found)
        return std::unexpected(found.error());
    return m_names.emplace(name, number).first->second;
}

Result<bool> UnitInserter::insert(const Unit &unit)
{
    const Result<std::int64_t> document = numberOf(unit.document);
    if (!document)
        return std::unexpected(document.error());
    const Result<std::int64_t> author = numberOf(unit.author);
    if (!author)
        return std::unexpected(author.error());
    return m_insert.changes(
        idColumn(unit.id), unit.source.text, tagColumn(unit.source.tags), unit.target.text, tagColumn(unit.target.tags), unit.sourceLanguage, unit.targetLanguage,
        unit.previous, unit.next, unit.contextId, *document, *author, unit.createdMs, unit.changedMs, static_cast<std::int64_t>(unit.origin),
        static_cast<std::int64_t>(unit.approved), unit.useCount, unit.usedMs, propertiesColumn(unit.properties), sourceHash(unit.source.text));
}

}  // namespace interlinear::cat
