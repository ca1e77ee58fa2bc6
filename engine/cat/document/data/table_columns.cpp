#include "engine/cat/document/data/table_columns.h"

#include "engine/cat/document/data/entries.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <set>

namespace interlinear::cat {

namespace {

bool isOneOf(const std::string &name, std::initializer_list<std::string_view> names)
{
    return std::ranges::find(names, name) != names.end();
}

bool namesKeys(const std::string &name)
{
    return isOneOf(name, {"key", "id", "identifier", "msgid", "string_id", "stringid", "resource", "sku", "schlüssel", "kennung", "clé", "clave", "chiave", "chave", "klíč"});
}

bool namesNotes(const std::string &name)
{
    return isOneOf(name, {"comment", "comments", "note", "notes", "remark", "remarks", "kommentar", "kommentare", "anmerkung", "anmerkungen", "bemerkung", "bemerkungen", "hinweis",
                          "commentaire", "remarque", "comentario", "nota", "notas", "commento", "comentário", "komentář", "poznámka"});
}

bool namesTexts(const std::string &name)
{
    return isOneOf(name, {"text", "source", "target", "title", "name", "description", "value", "translation", "string", "label", "message", "en", "english", "de", "fr",
                          "es", "price", "quantity", "date", "type", "category"});
}

std::string nameOf(const Table &table, std::size_t column)
{
    return asciiLowerCase(trimmed(table.textAt(0, column)));
}

bool hasWordsInSecondRow(const Table &table)
{
    return std::ranges::any_of(table.rows()[1], [&](const TableCell &cell) { return trimmed(table.textOf(cell)).find(' ') != std::string_view::npos; });
}

// Short names, each once, of which one is what columns are called, or none of which holds a space while cells below do.
bool looksLikeHeader(const Table &table)
{
    if (table.rows().size() < 2)
        return false;
    std::set<std::string> names;
    bool known = false;
    bool single = true;
    for (std::size_t column = 0; column < table.rows().front().size(); ++column) {
        const std::string name = nameOf(table, column);
        if (name.empty() || name.size() > 40 || !std::isalpha(static_cast<unsigned char>(name.front())) || !names.insert(name).second)
            return false;
        known = known || namesKeys(name) || namesNotes(name) || namesTexts(name);
        single = single && name.find_first_of(" .,;:!?") == std::string::npos;
    }
    return known || (single && table.rows().front().size() > 1 && hasWordsInSecondRow(table));
}

// Whether most cells from the row on look like text.
bool holdsTexts(const Table &table, std::size_t column, std::size_t firstRow)
{
    std::size_t texts = 0;
    std::size_t others = 0;
    for (std::size_t row = firstRow; row < table.rows().size(); ++row) {
        const std::string text = table.textAt(row, column);
        if (!trimmed(text).empty())
            ++(looksLikeText(text) ? texts : others);
    }
    return texts > 0 && texts >= others;
}

// A column as a rule names it.
struct NamedColumn {
    std::size_t column = 0;
    bool byName = false;
};

class ColumnNames {
public:
    explicit ColumnNames(const Table &table) : m_count(table.columns())
    {
        for (std::size_t column = 0; column < m_count; ++column)
            m_columns.try_emplace(std::string(trimmed(table.textAt(0, column))), column);
    }

    Result<NamedColumn> find(const std::string &rule) const
    {
        if (const auto named = m_columns.find(std::string(trimmed(rule))); named != m_columns.end())
            return NamedColumn{named->second, true};
        std::size_t number = 0;
        const auto [end, problem] = std::from_chars(rule.data(), rule.data() + rule.size(), number);
        if (problem != std::errc() || end != rule.data() + rule.size() || number == 0 || number > m_count)
            return fail(ErrorCode::InvalidArgument, {}, "has no column '%1'; expected a name from its first row, or a number from 1 to %2", rule, m_count);
        return NamedColumn{number - 1, false};
    }

private:
    std::map<std::string, std::size_t> m_columns;   ///< the first of each name
    std::size_t m_count;
};

class ColumnChooser {
public:
    ColumnChooser(const Table &table, const DocumentRules &rules) : m_table(table), m_rules(rules), m_names(table) { m_columns.offered.resize(table.columns()); }

    Result<TableColumns> choose()
    {
        std::optional<std::size_t> note;
        for (const auto &[rule, place] : {std::pair(&m_rules.targetColumn, &m_columns.target), std::pair(&m_rules.keyColumn, &m_columns.keys),
                                          std::pair(&m_rules.contextColumn, &m_columns.context), std::pair(&m_rules.noteColumn, &note)}) {
            if (Result<void> named = take(*rule, *place); !named)
                return std::unexpected(named.error());
        }
        if (note)
            m_columns.notes = {*note};
        for (const std::string &rule : m_rules.columns) {
            std::optional<std::size_t> column;
            if (Result<void> named = take(rule, column); !named)
                return std::unexpected(named.error());
            if (column)
                m_columns.offered[*column] = true;
        }
        m_columns.header = m_rules.header.value_or(m_byName || looksLikeHeader(m_table));
        addByLooks();
        return checked();
    }

private:
    Result<void> take(const std::string &rule, std::optional<std::size_t> &place)
    {
        if (rule.empty())
            return {};
        const Result<NamedColumn> found = m_names.find(rule);
        if (!found)
            return std::unexpected(found.error());
        place = found->column;
        m_byName = m_byName || found->byName;
        return {};
    }

    bool isTaken(std::size_t column) const
    {
        return column == m_columns.target || column == m_columns.keys || column == m_columns.context || std::ranges::binary_search(m_columns.notes, column);
    }

    void addByLooks()
    {
        bool none = m_rules.columns.empty();
        for (std::size_t column = 0; column < m_table.columns(); ++column) {
            const std::string name = m_columns.header ? nameOf(m_table, column) : std::string();
            if (isTaken(column) || m_columns.offered[column])
                continue;
            if (!m_columns.keys && namesKeys(name)) {
                m_columns.keys = column;
            } else if (m_rules.noteColumn.empty() && namesNotes(name)) {
                m_columns.notes.push_back(column);
            } else if (none && holdsTexts(m_table, column, m_columns.firstRow())) {
                m_columns.offered[column] = true;
                none = !m_columns.target;   // of two columns, the first is the source
            }
        }
    }

    Result<TableColumns> checked()
    {
        const auto count = std::ranges::count(m_columns.offered, true);
        const bool itself = m_columns.target && m_columns.offered[*m_columns.target];
        if (m_columns.target && (count > 1 || itself))
            return fail(ErrorCode::InvalidArgument, {}, "is to hold its translations in the column '%1'; expected one other column to translate", m_rules.targetColumn);
        return std::move(m_columns);
    }

    const Table &m_table;
    const DocumentRules &m_rules;
    ColumnNames m_names;
    TableColumns m_columns;
    bool m_byName = false;
};

}  // namespace

Table::Table(std::string_view text, std::vector<TableRow> rows) : m_text(text), m_rows(std::move(rows))
{
    for (const TableRow &row : m_rows)
        m_columns = std::max(m_columns, row.size());
}

Result<Table> Table::read(std::string_view text)
{
    Result<std::vector<TableRow>> rows = tableRows(text, separatorOf(text));
    if (!rows)
        return std::unexpected(rows.error());
    return Table(text, std::move(*rows));
}

InlineRun Table::runOf(const TableCell &cell) const
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

std::string Table::textAt(std::size_t row, std::size_t column) const
{
    return row < m_rows.size() && column < m_rows[row].size() ? textOf(m_rows[row][column]) : std::string();
}

Result<TableColumns> tableColumns(const Table &table, const DocumentRules &rules)
{
    return ColumnChooser(table, rules).choose();
}

}  // namespace interlinear::cat
