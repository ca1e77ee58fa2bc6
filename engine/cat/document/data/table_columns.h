// A CSV or TSV text as a table, and what each of its columns is for.
//
//   Result<Table> table = Table::read(document.text);
//   Result<TableColumns> columns = tableColumns(*table, rules);
//   table->textAt(0, 2);            // the name of the third column, where columns->header
//   columns->offered[2];            // its cells are segments
#pragma once

#include "engine/cat/document/data/table_cells.h"
#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/rules.h"
#include "engine/core/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

class Table {
public:
    /// The text stays elsewhere. BadFormat as tableRows().
    static Result<Table> read(std::string_view text);

    const std::vector<TableRow> &rows() const { return m_rows; }
    /// Of the longest row.
    std::size_t columns() const { return m_columns; }

    InlineRun runOf(const TableCell &cell) const;
    std::string textOf(const TableCell &cell) const { return runOf(cell).content.text; }
    /// Empty where the row has no such cell.
    std::string textAt(std::size_t row, std::size_t column) const;

private:
    Table(std::string_view text, std::vector<TableRow> rows);

    std::string_view m_text;
    std::vector<TableRow> m_rows;
    std::size_t m_columns = 0;
};

struct TableColumns {
    bool header = false;                    ///< the first row holds names
    std::vector<bool> offered;              ///< [column]: holds texts to translate
    std::optional<std::size_t> target;      ///< holds the translations of the one that is offered
    std::optional<std::size_t> keys;        ///< names the rows
    std::optional<std::size_t> context;
    std::vector<std::size_t> notes;

    std::size_t firstRow() const { return header ? 1 : 0; }
};

/// What the rules say, and by the looks of the table what they do not. InvalidArgument for a column that the table has not, and for several columns to translate
/// where one holds the translations.
Result<TableColumns> tableColumns(const Table &table, const DocumentRules &rules);

}  // namespace interlinear::cat
