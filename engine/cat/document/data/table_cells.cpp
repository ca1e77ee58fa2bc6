#include "engine/cat/document/data/table_cells.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/data/entries.h"

#include <algorithm>
#include <array>

namespace interlinear::cat {

namespace {

constexpr std::size_t rowsLookedAt = 100;

// "sep=;" and its line end, as Excel writes it.
std::size_t separatorLineLength(std::string_view text)
{
    if (!text.starts_with("sep=") || text.size() < 6 || (text[5] != '\n' && text[5] != '\r'))
        return 0;
    return text.substr(5).starts_with("\r\n") ? 7 : 6;
}

std::size_t firstRow(std::string_view text)
{
    const std::size_t mark = byteOrderMarkLength(text);
    return mark + separatorLineLength(text.substr(mark));
}

class CellScanner {
public:
    CellScanner(std::string_view text, char separator) : m_text(text), m_at(firstRow(text)), m_separator(separator) {}

    // Empty at the end.
    Result<TableRow> next()
    {
        while (takeLineEnd()) {
        }
        TableRow row;
        if (m_at >= m_text.size())
            return row;
        for (;;) {
            const Result<TableCell> cell = takeCell();
            if (!cell)
                return std::unexpected(cell.error());
            row.push_back(*cell);
            if (m_at >= m_text.size() || takeLineEnd())
                return row;
            ++m_at;
        }
    }

private:
    bool takeLineEnd()
    {
        if (m_at >= m_text.size() || (m_text[m_at] != '\n' && m_text[m_at] != '\r'))
            return false;
        m_at += m_text.substr(m_at).starts_with("\r\n") ? 2 : 1;
        return true;
    }

    bool atCellEnd() const { return m_at >= m_text.size() || m_text[m_at] == m_separator || m_text[m_at] == '\n' || m_text[m_at] == '\r'; }

    Result<TableCell> takeCell()
    {
        const std::size_t begin = m_at;
        if (m_at < m_text.size() && m_text[m_at] == '"')
            return takeQuoted();
        while (!atCellEnd())
            ++m_at;
        return TableCell{{begin, m_at}, false};
    }

    Result<TableCell> takeQuoted()
    {
        const std::size_t begin = m_at;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] != '"')
                continue;
            ++m_at;
            if (m_at < m_text.size() && m_text[m_at] == '"')
                continue;
            if (!atCellEnd())
                return fail(ErrorCode::BadFormat, placeAt(m_text, m_at),
                            "has text behind a closing quote; expected a separator or the end of the line, and quotes within quotes doubled");
            return TableCell{{begin, m_at}, true};
        }
        return fail(ErrorCode::BadFormat, placeAt(m_text, begin), "opens a quote that nothing closes");
    }

    std::string_view m_text;
    std::size_t m_at;
    char m_separator;
};

// How well a separator cuts the first rows: as many cells in each, and no quote within a cell that does not begin with one.
int scoreOf(std::string_view text, char separator)
{
    CellScanner scanner(text, separator);
    std::size_t cells = 0;
    int score = 0;
    for (std::size_t row = 0; row < rowsLookedAt; ++row) {
        const Result<TableRow> taken = scanner.next();
        if (!taken)
            return -1;
        if (taken->empty())
            break;
        cells = row == 0 ? taken->size() : cells;
        score += taken->size() == cells ? 4 : -4;
        for (const TableCell &cell : *taken)
            score -= !cell.quoted && text.substr(cell.span.begin, cell.span.length()).find('"') != std::string_view::npos ? 1 : 0;
    }
    return cells > 1 ? score : -1;
}

}  // namespace

char separatorOf(std::string_view text)
{
    const std::size_t mark = byteOrderMarkLength(text);
    if (separatorLineLength(text.substr(mark)) > 0)
        return text[mark + 4];
    char best = ',';
    int bestScore = 0;
    for (const char separator : tableSeparators) {
        if (const int score = scoreOf(text, separator); score > bestScore) {
            best = separator;
            bestScore = score;
        }
    }
    return best;
}

Result<std::vector<TableRow>> tableRows(std::string_view text, char separator)
{
    CellScanner scanner(text, separator);
    std::vector<TableRow> rows;
    for (;;) {
        Result<TableRow> row = scanner.next();
        if (!row)
            return std::unexpected(row.error());
        if (row->empty())
            return rows;
        rows.push_back(std::move(*row));
    }
}

}  // namespace interlinear::cat
