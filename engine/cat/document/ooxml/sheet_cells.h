// Which cells of a sheet show which shared string, and which of them head the columns of a table.
//
//   const std::vector<ColumnHeads> heads{*columnHeads("<table ref=\"B2:D9\" …>")};   // B2, C2, D2
//   forEachStringCell(sheet, [&](const StringCell &cell) { use(cell.name, cell.sharedString, isHead(cell.name, heads)); });
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat::ooxml {

struct ColumnHeads {
    std::size_t row = 0;           ///< from 1
    std::size_t firstColumn = 0;   ///< from 1
    std::size_t lastColumn = 0;
};

/// Of a table's part; nothing for a table without heads.
std::optional<ColumnHeads> columnHeads(std::string_view table);

bool isHead(std::string_view cell, const std::vector<ColumnHeads> &heads);

struct StringCell {
    std::string name;                          ///< "B4"
    std::optional<std::size_t> sharedString;   ///< nothing for a string in the cell itself
};

/// Cells of strings that are not computed, in the order of the sheet.
void forEachStringCell(std::string_view sheet, const std::function<void(const StringCell &)> &visit);

}  // namespace interlinear::cat::ooxml
