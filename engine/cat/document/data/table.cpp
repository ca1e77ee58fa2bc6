#include "engine/cat/document/data/table.h"

#include "engine/cat/document/data/entries.h"
#include "engine/cat/document/data/table_columns.h"
#include "engine/cat/document/matching_tags.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <iterator>
#include <cctype>
#include <set>

namespace interlinear::cat {

namespace {

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

// "B7", as spreadsheets say.
std::string cellName(std::size_t row, std::size_t column)
{
    std::string letters;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return letters + std::to_string(row + 1);
}

SegmentFacts factsOf(const Table &table, const TableColumns &columns, std::size_t row, std::size_t column)
{
    SegmentFacts facts{.id = columns.keys ? table.textAt(row, *columns.keys) : cellName(row, column)};
    if (columns.context)
        facts.context = table.textAt(row, *columns.context);
    else if (columns.header)
        facts.context = table.textAt(0, column);
    for (const std::size_t note : columns.notes) {
        if (std::string text = table.textAt(row, note); !text.empty())
            facts.notes.push_back(std::move(text));
    }
    return facts;
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

struct ReadTable {
    Table table;
    TableColumns columns;
};

Result<ReadTable> readColumns(const Document &document, const DocumentRules &rules)
{
    Result<Table> table = Table::read(document.text);
    if (!table)
        return std::unexpected(table.error());
    Result<TableColumns> columns = tableColumns(*table, rules);
    if (!columns)
        return std::unexpected(columns.error());
    return ReadTable{std::move(*table), std::move(*columns)};
}

// The segments of all cells that are offered, with the row of each.
struct OfferedCells {
    std::vector<Segment> segments;
    std::vector<std::size_t> rows;
};

OfferedCells offeredCells(const Document &document, const ReadContext &context, const ReadTable &read)
{
    OfferedCells offered;
    for (std::size_t row = read.columns.firstRow(); row < read.table.rows().size(); ++row) {
        const TableRow &cells = read.table.rows()[row];
        Entries entries(document, context.rules, spelledQuoted);
        for (std::size_t column = 0; column < cells.size(); ++column) {
            if (read.columns.offered[column])
                entries.addAlways(read.table.runOf(cells[column]), factsOf(read.table, read.columns, row, column));
        }
        for (Segment &segment : entries.take()) {
            segment.paragraph = offered.segments.size();
            segment.kind = BlockKind::TableCell;
            offered.segments.push_back(std::move(segment));
            offered.rows.push_back(row);
        }
    }
    return offered;
}

std::optional<FileTarget> targetIn(const Table &table, const TableCell &cell, std::string_view file, const TaggedText &source)
{
    const InlineRun run = withControlTags(table.runOf(cell), file);
    const std::optional<Segment> whole = wholeSegment(withPlaceholders(run, stylesOf(run.content.text), spelledQuoted), 0);
    if (!whole)
        return std::nullopt;
    return FileTarget{.text = matchedWith(source, whole->source), .state = TranslationState::Translated};
}

}  // namespace

Result<Reading> readTable(const Document &document, const ReadContext &context)
{
    const Result<ReadTable> read = readColumns(document, context.rules);
    if (!read)
        return std::unexpected(read.error());
    return Reading{offeredCells(document, context, *read).segments};
}

Result<Reading> readTablePairs(const Document &document, const ReadContext &context)
{
    const Result<ReadTable> read = readColumns(document, context.rules);
    if (!read)
        return std::unexpected(read.error());
    OfferedCells offered = offeredCells(document, context, *read);
    for (std::size_t i = 0; i < offered.segments.size(); ++i) {
        Segment &segment = offered.segments[i];
        const TableRow &cells = read->table.rows()[offered.rows[i]];
        segment.textOrigins.clear();   // its place is another cell's
        segment.tagOrigins.clear();
        segment.facts.locked = *read->columns.target >= cells.size();
        if (segment.facts.locked) {
            segment.span = {cells.back().span.end, cells.back().span.end};
            continue;
        }
        const TableCell &cell = cells[*read->columns.target];
        segment.span = cell.content();
        segment.target = targetIn(read->table, cell, document.text, segment.source);
    }
    return Reading{std::move(offered.segments)};
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
            if (next != replacements.end() && cell.span.begin <= next->span.begin && next->span.end <= cell.span.end)
                written.splices.push_back(spliceOf(document.text, cell, *next++));
        }
    }
    if (separatorOf(spliced(document.text, written.splices)) != separator)   // of a few cells that are full of other separators
        std::ranges::transform(replacements, std::back_inserter(written.misread), &Replacement::segment);
    return written;
}

}  // namespace interlinear::cat
