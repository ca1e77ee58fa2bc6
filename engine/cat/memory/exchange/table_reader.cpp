#include "engine/cat/memory/exchange/language_match.h"
#include "engine/cat/memory/exchange/table_columns.h"
#include "engine/cat/memory/exchange/table_records.h"
#include "engine/cat/memory/exchange/unit_sink.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <utility>

namespace interlinear::cat {

namespace {

struct Column {
    const TableColumn *meaning = nullptr;   ///< null: kept as a property of this name, or passed over when it has none
    std::string name;
};

std::vector<Column> columnsOf(const std::vector<std::string> &names, const Languages &languages)
{
    std::vector<Column> columns;
    for (const std::string &name : names)
        columns.push_back({tableColumn(name, languages), name == "-" ? "" : std::string(trimmed(name))});
    return columns;
}

bool has(const std::vector<Column> &columns, std::string_view name)
{
    return std::ranges::count_if(columns, [&](const Column &column) { return column.meaning && column.meaning->name == name; }) == 1;
}

Unit unitFrom(const std::vector<std::string> &fields, const std::vector<Column> &columns)
{
    Unit unit;
    unit.approved = true;
    unit.origin = Origin::Imported;
    for (std::size_t i = 0; i < std::min(fields.size(), columns.size()); ++i) {
        if (columns[i].meaning)
            columns[i].meaning->read(unit, fields[i]);
        else if (!columns[i].name.empty() && !fields[i].empty())
            unit.properties.push_back({Property::Kind::Property, columns[i].name, fields[i]});
    }
    return unit;
}

/// Why the memory has no place for the row; empty when it has.
std::string problemOf(Unit &unit, const Languages &languages)
{
    if (unit.source.text.empty() || unit.target.text.empty())
        return unit.source.text.empty() ? "has no source text" : "has no target text";
    for (auto [language, wanted] : {std::pair(&unit.sourceLanguage, &languages.source), std::pair(&unit.targetLanguage, &languages.target)}) {
        if (!language->empty() && languageFit(*wanted, *language) == LanguageFit::None)
            return "is in " + *language + "; expected " + *wanted;
        *language = language->empty() ? "" : unitLanguage(*wanted, *language);
    }
    return {};
}

}  // namespace

Result<void> readTable(TextInput &input, const Languages &languages, const std::vector<std::string> &names, UnitSink &sink)
{
    TableRecords records(input);
    std::vector<Column> columns = columnsOf(names.empty() ? std::vector<std::string>{"source", "target"} : names, languages);
    if (!has(columns, "source") || !has(columns, "target"))
        return fail(ErrorCode::InvalidArgument, "columns", "must name source and target, each once");
    bool isFirst = true;
    Result<bool> record = records.next();
    for (; record && *record; record = records.next()) {
        const std::vector<std::string> &fields = records.fields();
        if (std::exchange(isFirst, false)) {
            if (std::vector<Column> header = columnsOf(fields, languages); has(header, "source") && has(header, "target")) {
                columns = names.empty() ? std::move(header) : std::move(columns);
                continue;
            }
        }
        if (fields.size() == 1 && fields.front().empty())
            continue;
        Unit unit = unitFrom(fields, columns);
        if (std::string problem = problemOf(unit, languages); !problem.empty())
            sink.skip(records.line(), std::move(problem));
        else if (!sink.take(std::move(unit), records.line()))
            return {};
    }
    return record ? Result<void>() : std::unexpected(record.error());
}

}  // namespace interlinear::cat
