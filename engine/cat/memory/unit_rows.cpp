#include "engine/cat/memory/unit_rows.h"

#include "engine/cat/database/tag_column.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace interlinear::cat {

namespace {

constexpr std::array<const char *, 3> kindNames{"note", "property", "attribute"};

/// [[kind, name, value], …]
std::optional<std::string> propertiesColumn(const std::vector<Property> &properties)
{
    if (properties.empty())
        return std::nullopt;
    nlohmann::json list = nlohmann::json::array();
    for (const Property &property : properties)
        list.push_back({kindNames[static_cast<std::size_t>(property.kind)], property.name, property.value});
    return list.dump();
}

std::optional<Property> propertyFrom(const nlohmann::json &entry)
{
    if (!entry.is_array() || entry.size() != 3 || !entry[0].is_string() || !entry[1].is_string() || !entry[2].is_string())
        return std::nullopt;
    const auto kind = std::find(kindNames.begin(), kindNames.end(), entry[0].get<std::string>());
    if (kind == kindNames.end())
        return std::nullopt;
    return Property{static_cast<Property::Kind>(kind - kindNames.begin()), entry[1].get<std::string>(), entry[2].get<std::string>()};
}

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

}  // namespace

Result<Unit> readUnit(const Statement &row, int firstColumn, const std::string &where)
{
    Unit unit;
    int column = firstColumn;
    unit.id = row.text(column++);
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
    unit.document = row.text(column++);
    unit.author = row.text(column++);
    unit.createdMs = row.integer(column++);
    unit.changedMs = row.integer(column++);
    const std::optional<Origin> origin = originFromName(row.text(column++));
    const auto properties = propertiesFrom(row.optionalText(column));
    if (!origin || !properties)
        return fail(ErrorCode::Damaged, where, "unit \"%1\" cannot be read; restore the file from a backup", unit.id);
    unit.origin = *origin;
    unit.properties = *properties;
    if (!checkUnit(unit))
        return fail(ErrorCode::Damaged, where, "unit \"%1\" holds what no memory takes; restore the file from a backup", unit.id);
    return unit;
}

std::string unitInsertSql()
{
    return std::string("INSERT INTO unit (") + unitColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING row";
}

Result<bool> insertUnit(Statement &insert, const Unit &unit)
{
    const Result<bool> inserted = insert.start(unit.id, unit.source.text, tagColumn(unit.source.tags), unit.target.text, tagColumn(unit.target.tags),
                                               unit.sourceLanguage, unit.targetLanguage, unit.previous, unit.next, unit.document, unit.author,
                                               unit.createdMs, unit.changedMs, originName(unit.origin), propertiesColumn(unit.properties));
    insert.reset();
    return inserted;
}

}  // namespace interlinear::cat
