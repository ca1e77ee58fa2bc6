#include "engine/cat/document/data/table.h"

#include "engine/cat/document/data/entries.h"
#include "engine/cat/document/data/table_cells.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <iterator>
#include <cctype>
#include <set>

namespace interlinear::cat {

namespace {

bool isOneOf(const std::string &name, std::initializer_list<std::string_view> names)
{
    return std::ranges::find(names, name) != names.end();
}

bool namesKeys(const std::string &name)
{
    return isOneOf(name, {"key", "id", "identifier", "msgid", "string_id", "stringid", "resource", "sku"});
}

bool namesNotes(const std::string &name)
{
    return isOneOf(name, {"comment", "comments", "note", "notes", "remark", "remarks"});
}

bool namesTexts(const std::string &name)
{
    return isOneOf(name, {"text", "source", "target", "title", "name", "description", "value", "translation", "string", "label", "message", "en", "english", "de", "fr",
                          "es", "price", "quantity", "date", "type", "category"});
}

class Table {
public:
    Table(std::string_view text, std::vector<TableRow> rows) : m_text(text), m_rows(std::move(rows)) {}

    const std::vector<TableRow> &rows() const { return m_rows; }

    InlineRun runOf(const TableCell &cell) const
    {
        InlineRun run;
        const ByteSpan content = cell.content();
        for (std::size_t at = content.begin; at < content.end;) {
            const bool doubled = cell.quoted && m_text[at] == '"';
            if (doubled)
                run.addDecoded("\"", {at, at + 2});
            else
                run.addVerbatim(m_text.substr(at, 1), {at, at + 1});
            at += doubled ? 2 : 1;
        }
        return run;
    }

    std::string textOf(const TableCell &cell) const { return runOf(cell).content.text; }
    std::string textAt(std::size_t row, std::size_t column) const
    {
        return row < m_rows.size() && column < m_rows[row].size() ? textOf(m_rows[row][column]) : std::string();
    }
    std::size_t columns() const
    {
        std::size_t count = 0;
        for (const TableRow &row : m_rows)
            count = std::max(count, row.size());
        return count;
    }

    // Short names, each once, of which one is what columns are called, or none of which holds a space while cells below do.
    bool looksLikeHeader() const
    {
        if (m_rows.size() < 2)
            return false;
        std::set<std::string> names;
        bool known = false;
        bool single = true;
        for (const TableCell &cell : m_rows.front()) {
            const std::string name = asciiLowerCase(trimmed(textOf(cell)));
            if (name.empty() || name.size() > 40 || !std::isalpha(static_cast<unsigned char>(name.front())) || !names.insert(name).second)
                return false;
            known = known || namesKeys(name) || namesNotes(name) || namesTexts(name);
            single = single && name.find_first_of(" .,;:!?") == std::string::npos;
        }
        return known || (single && m_rows.front().size() > 1 && hasWordsBelow());
    }

    // Whether most cells below the first row look like text.
    bool holdsTexts(std::size_t column, std::size_t firstRow) const
    {
        std::size_t texts = 0;
        std::size_t others = 0;
        for (std::size_t row = firstRow; row < m_rows.size(); ++row) {
            const std::string text = textAt(row, column);
            if (!trimmed(text).empty())
                ++(looksLikeText(text) ? texts : others);
        }
        return texts > 0 && texts >= others;
    }

private:
    bool hasWordsBelow() const
    {
        return std::ranges::any_of(m_rows[1], [&](const TableCell &cell) { return trimmed(textOf(cell)).find(' ') != std::string_view::npos; });
    }

    std::string_view m_text;
    std::vector<TableRow> m_rows;
};

// What each column of a table is for.
struct Columns {
    bool header = false;
    std::vector<bool> offered;
    std::optional<std::size_t> keys;
    std::vector<std::size_t> notes;
};

std::optional<std::size_t> columnNamed(const Table &table, const std::string &rule)
{
    for (std::size_t column = 0; column < table.columns(); ++column) {
        if (trimmed(table.textAt(0, column)) == rule)
            return column;
    }
    return std::nullopt;
}

Result<Columns> columnsOf(const Table &table, const std::vector<std::string> &rules)
{
    Columns columns{table.looksLikeHeader(), std::vector<bool>(table.columns()), {}, {}};
    std::vector<std::size_t> chosen;
    for (const std::string &rule : rules) {
        const bool number = !rule.empty() && rule.size() < 6 && std::ranges::all_of(rule, [](unsigned char c) { return std::isdigit(c) != 0; });
        const std::optional<std::size_t> named = columnNamed(table, rule);
        if (!named && (!number || std::stoul(rule) == 0 || std::stoul(rule) > table.columns()))
            return fail(ErrorCode::InvalidArgument, {}, "has no column '%1'; expected a name from its first row, or a number from 1 to %2", rule, table.columns());
        columns.header = columns.header || named.has_value();
        chosen.push_back(named ? *named : std::stoul(rule) - 1);
    }
    for (std::size_t column = 0; column < table.columns(); ++column) {
        const std::string name = columns.header ? asciiLowerCase(trimmed(table.textAt(0, column))) : std::string();
        if (!columns.keys && namesKeys(name))
            columns.keys = column;
        else if (namesNotes(name))
            columns.notes.push_back(column);
        else
            columns.offered[column] = rules.empty() && table.holdsTexts(column, columns.header ? 1 : 0);
    }
    for (const std::size_t column : chosen)
        columns.offered[column] = true;
    return columns;
}

// "B7", as spreadsheets say.
std::string cellName(std::size_t row, std::size_t column)
{
    std::string letters;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return letters + std::to_string(row + 1);
}

SegmentFacts factsOf(const Table &table, const Columns &columns, std::size_t row, std::size_t column)
{
    SegmentFacts facts{.id = columns.keys ? table.textAt(row, *columns.keys) : cellName(row, column), .context = columns.header ? table.textAt(0, column) : std::string()};
    for (const std::size_t note : columns.notes) {
        if (std::string text = table.textAt(row, note); !text.empty())
            facts.notes.push_back(std::move(text));
    }
    return facts;
}

std::string spelledQuoted(std::string_view text)
{
    std::string result;
    for (const char c : text)
        result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result;
}

// Of a placeholder in a cell; a quote there is rare enough to stay as it is.
std::string spelledAsIs(std::string_view text)
{
    return std::string(text);
}

Splice spliceOf(std::string_view text, const TableCell &cell, const Replacement &replacement)
{
    if (cell.quoted)
        return {replacement.span, spelledTarget(replacement.target, spelledQuoted)};
    std::string plain = spelledTarget(replacement.target, spelledAsIs);
    if (plain.find_first_of(std::string(tableSeparators) + "\"\r\n") == std::string::npos)
        return {replacement.span, std::move(plain)};
    plain.insert(0, text.substr(cell.span.begin, replacement.span.begin - cell.span.begin));
    plain += text.substr(replacement.span.end, cell.span.end - replacement.span.end);
    return {cell.span, "\"" + spelledQuoted(plain) + "\""};
}

}  // namespace

Result<Reading> readTable(const Document &document, const ReadContext &context)
{
    Result<std::vector<TableRow>> rows = tableRows(document.text, separatorOf(document.text));
    if (!rows)
        return std::unexpected(rows.error());
    const Table table(document.text, std::move(*rows));
    const Result<Columns> columns = columnsOf(table, context.rules.columns);
    if (!columns)
        return std::unexpected(columns.error());
    Entries entries(document, context.rules, spelledQuoted);
    for (std::size_t row = columns->header ? 1 : 0; row < table.rows().size(); ++row) {
        for (std::size_t column = 0; column < table.rows()[row].size(); ++column) {
            if (columns->offered[column])
                entries.addAlways(table.runOf(table.rows()[row][column]), factsOf(table, *columns, row, column));
        }
    }
    std::vector<Segment> segments = entries.take();
    for (Segment &segment : segments)
        segment.kind = BlockKind::TableCell;
    return Reading{std::move(segments)};
}

Result<Written> writeTable(const Document &document, const std::vector<Replacement> &replacements)
{
    const char separator = separatorOf(document.text);
    const Result<std::vector<TableRow>> rows = tableRows(document.text, separator);
    if (!rows)
        return std::unexpected(rows.error());
    Written written;
    auto next = replacements.begin();
    for (const TableRow &row : *rows) {
        for (const TableCell &cell : row) {
            if (next != replacements.end() && cell.span.begin <= next->span.begin && next->span.end <= cell.span.end && !cell.span.empty())
                written.splices.push_back(spliceOf(document.text, cell, *next++));
        }
    }
    if (separatorOf(spliced(document.text, written.splices)) != separator)   // of a few cells that are full of other separators
        std::ranges::transform(replacements, std::back_inserter(written.misread), &Replacement::segment);
    return written;
}

}  // namespace interlinear::cat
