#include "engine/cat/terms/exchange/term_table.h"

#include "engine/core/delimited_text.h"
#include "engine/core/files.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <map>
#include <optional>

namespace interlinear::cat {

namespace {

/// What a column holds: a field of the concept, or of its terms of a language.
struct Column {
    std::string language;   ///< empty: the concept
    std::string field;      ///< empty: left out, or the terms themselves
};

constexpr const char *conceptFields[] = {"id", "definition", "domain", "note"};
constexpr const char *termFields[] = {"preferred", "admitted", "forbidden", "status", "part_of_speech", "gender", "case", "usage", "forms"};

std::vector<std::string> several(std::string_view cell)
{
    std::vector<std::string> parts{""};
    for (std::size_t i = 0; i < cell.size(); ++i) {
        if (cell[i] == '|')
            parts.emplace_back();
        else if (cell[i] == '\\' && i + 1 < cell.size() && (cell[i + 1] == '|' || cell[i + 1] == '\\'))
            parts.back() += cell[++i];
        else
            parts.back() += cell[i];
    }
    for (std::string &part : parts)
        part = std::string(trimmed(part));
    std::erase(parts, std::string());
    return parts;
}

std::string joined(const std::vector<std::string> &parts)
{
    std::string cell;
    for (const std::string &part : parts) {
        cell += cell.empty() ? "" : "|";
        for (const char c : part)
            cell += c == '|' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    }
    return cell;
}

std::optional<Column> columnOf(std::string_view name)
{
    name = trimmed(name);
    if (name.empty() || std::ranges::find(conceptFields, name) != std::end(conceptFields))
        return Column{"", std::string(name)};
    const std::size_t colon = std::min(name.find(':'), name.size());
    Column column{std::string(name.substr(0, colon)), std::string(name.substr(std::min(colon + 1, name.size())))};
    std::ranges::replace(column.language, '_', '-');
    const bool knownField = colon == name.size() || std::ranges::find(termFields, column.field) != std::end(termFields);
    const Concept probe{.id = "probe", .terms = {{.text = "probe", .language = column.language}}};
    const bool isLanguage = primaryLanguageOf(column.language).size() <= 3 && checkConcept(probe);
    return knownField && isLanguage ? std::optional(column) : std::nullopt;
}

Result<std::vector<Column>> columnsOf(const std::vector<std::string> &names, const std::string &where, ErrorCode code)
{
    std::vector<Column> columns;
    for (const std::string &name : names) {
        const std::optional<Column> column = columnOf(name);
        if (!column) {
            return fail(code, where,
                        "\"%1\" is no column of terms; expected id, definition, domain, note, a language such as en, or en:forbidden and the like; name the "
                        "columns where no row of the file does",
                        name);
        }
        columns.push_back(*column);
    }
    if (std::ranges::none_of(columns, [](const Column &column) { return !column.language.empty(); }))
        return fail(code, where, "names no language; expected a column such as en or de");
    return columns;
}

/// What a row says of all terms in its column of a language.
Result<void> applyToTerms(std::vector<Term> &terms, const Column &column, const std::string &cell, const std::string &where)
{
    const std::optional<TermStatus> status = statusFromName(cell);
    const std::optional<CaseRule> caseRule = caseRuleFromName(cell);
    if (column.field == "status" && !status)
        return fail(ErrorCode::BadFormat, where, "\"%1\" is no status of a term; expected preferred, admitted, forbidden or nothing", cell);
    if (column.field == "case" && !caseRule)
        return fail(ErrorCode::BadFormat, where, "\"%1\" is no case rule; expected any, exact or nothing", cell);
    for (Term &term : terms) {
        if (column.field == "status")
            term.status = *status;
        else if (column.field == "case")
            term.caseRule = *caseRule;
        else if (column.field == "part_of_speech")
            term.partOfSpeech = cell;
        else if (column.field == "gender")
            term.gender = cell;
        else if (column.field == "usage")
            term.usage = cell;
        else if (column.field == "forms")
            term.forms = several(cell);
    }
    return {};
}

std::vector<Term> termsOf(const std::string &cell, const std::string &language, TermStatus status)
{
    std::vector<Term> terms;
    for (std::string &text : several(cell))
        terms.push_back({.text = std::move(text), .language = language, .status = status});
    return terms;
}

bool holdsTerms(const Column &column)
{
    return !column.language.empty() && (column.field.empty() || column.field == "preferred" || column.field == "admitted" || column.field == "forbidden");
}

Result<Concept> conceptOf(const DelimitedRecord &record, const std::vector<Column> &columns, const std::string &where)
{
    Concept entry;
    for (std::size_t i = 0; i < columns.size() && i < record.fields.size(); ++i) {
        const auto &[language, field] = columns[i];
        const std::string cell(trimmed(record.fields[i]));
        if (field == "id" && language.empty())
            entry.id = cell;
        else if (field == "definition")
            entry.definition = cell;
        else if (field == "domain")
            entry.domains = several(cell);
        else if (field == "note")
            entry.notes = several(cell);
        if (!holdsTerms(columns[i]))
            continue;
        std::vector<Term> terms = termsOf(cell, language, statusFromName(field).value_or(TermStatus::Unknown));
        for (std::size_t other = 0; field.empty() && other < columns.size() && other < record.fields.size(); ++other) {
            const std::string value(trimmed(record.fields[other]));
            if (holdsTerms(columns[other]) || columns[other].language != language || value.empty())
                continue;
            if (auto applied = applyToTerms(terms, columns[other], value, where); !applied)
                return std::unexpected(applied.error());
        }
        std::ranges::move(terms, std::back_inserter(entry.terms));
    }
    return entry;
}

/// The place of an Error of the reader, which knows no file.
Error inFile(Error error, const std::filesystem::path &path)
{
    error.where = path.string() + ", " + error.where;
    return error;
}

Result<TermImportReport> importRows(DelimitedReader &reader, const std::vector<Column> &columns, TermbaseWriter &writer, const std::filesystem::path &path,
                                    const std::stop_token &stop)
{
    ConceptImport import(writer);
    for (;;) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, path.string(), "the import was cancelled; the termbase is as it was");
        const Result<std::optional<DelimitedRecord>> record = reader.next();
        if (!record)
            return std::unexpected(inFile(record.error(), path));
        if (!*record)
            return import.commit();
        const std::int64_t line = (*record)->line;
        const std::string where = path.string() + ", line " + std::to_string(line);
        if ((*record)->fields.size() > columns.size())
            return fail(ErrorCode::BadFormat, where, "has %1 columns; expected %2", (*record)->fields.size(), columns.size());
        Result<Concept> entry = conceptOf(**record, columns, where);
        if (!entry)
            return std::unexpected(entry.error());
        if (entry->terms.empty()) {
            import.skip(line, "has no term");
            continue;
        }
        if (auto taken = import.take(std::move(*entry), line); !taken)
            return std::unexpected(taken.error());
    }
}

/// The names that the first row has.
Result<std::vector<Column>> columnsOfFirstRow(DelimitedReader &reader, const std::filesystem::path &path)
{
    const Result<std::optional<DelimitedRecord>> first = reader.next();
    if (!first)
        return std::unexpected(inFile(first.error(), path));
    if (!*first)
        return fail(ErrorCode::BadFormat, path.string(), "is empty; expected a row of column names and rows of terms");
    return columnsOf((*first)->fields, path.string() + ", line " + std::to_string((*first)->line), ErrorCode::BadFormat);
}

std::string statusColumn(TermStatus status)
{
    return status == TermStatus::Unknown ? "" : ':' + statusName(status);
}

/// The columns of terms that the termbase needs, in order.
Result<std::vector<std::string>> termColumnsOf(const Termbase &termbase)
{
    std::map<std::pair<std::string, TermStatus>, bool> used;
    const Result<void> read = termbase.forEach([&](const Concept &entry) {
        for (const Term &term : entry.terms)
            used[{term.language, term.status}] = true;
        return Result<void>();
    });
    if (!read)
        return std::unexpected(read.error());
    std::vector<std::string> names;
    for (const auto &[key, isUsed] : used)
        names.push_back(key.first + statusColumn(key.second));
    return names;
}

}  // namespace

bool tableLeavesOut(const Term &term)
{
    return !term.partOfSpeech.empty() || !term.gender.empty() || !term.usage.empty() || !term.forms.empty() || !term.properties.empty() || term.caseRule != CaseRule::Any;
}

Result<TermImportReport> importTermTable(Termbase &termbase, const std::filesystem::path &path, char separator, const std::vector<std::string> &columns,
                                         std::stop_token stop)
{
    const Result<std::string> text = readTextFile(path);
    if (!text)
        return std::unexpected(text.error());
    DelimitedReader reader(*text, separator);
    const Result<std::vector<Column>> known = columns.empty() ? columnsOfFirstRow(reader, path) : columnsOf(columns, "", ErrorCode::InvalidArgument);
    if (!known)
        return std::unexpected(known.error());
    Result<TermbaseWriter> writer = termbase.write();
    if (!writer)
        return std::unexpected(writer.error());
    return importRows(reader, *known, *writer, path, stop);
}

Result<void> exportTermTable(const Termbase &termbase, const std::filesystem::path &path, char separator)
{
    if (isSameFile(path, termbase.path()))
        return fail(ErrorCode::InvalidArgument, path.string(), "is the termbase itself; choose another name for the table");
    const Result<std::vector<std::string>> termColumns = termColumnsOf(termbase);
    if (!termColumns)
        return std::unexpected(termColumns.error());
    Result<FileWriter> file = FileWriter::open(path);
    if (!file)
        return std::unexpected(file.error());
    std::vector<std::string> names(std::begin(conceptFields), std::end(conceptFields));
    std::ranges::copy(*termColumns, std::back_inserter(names));
    if (auto begun = file->write(delimitedRecord(names, separator) + "\r\n"); !begun)
        return begun;
    const Result<void> written = termbase.forEach([&](const Concept &entry) {
        std::vector<std::string> cells{entry.id, entry.definition, joined(entry.domains), joined(entry.notes)};
        for (const std::string &name : *termColumns) {
            std::vector<std::string> texts;
            for (const Term &term : entry.terms) {
                if (term.language + statusColumn(term.status) == name)
                    texts.push_back(term.text);
            }
            cells.push_back(joined(texts));
        }
        return file->write(delimitedRecord(cells, separator) + "\r\n");
    });
    if (!written)
        return written;
    return file->commit();
}

}  // namespace interlinear::cat
