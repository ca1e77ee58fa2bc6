#include "engine/cat/document/ooxml/sheet_cells.h"

#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>
#include <charconv>

namespace interlinear::cat::ooxml {

namespace {

struct CellPosition {
    std::size_t column = 0;
    std::size_t row = 0;
};

std::size_t numberIn(std::string_view text)
{
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// "BC12"; zeros for what is no cell.
CellPosition positionOf(std::string_view cell)
{
    CellPosition position;
    while (!cell.empty() && cell.front() >= 'A' && cell.front() <= 'Z' && position.column < 100'000) {
        position.column = position.column * 26 + static_cast<std::size_t>(cell.front() - 'A') + 1;
        cell.remove_prefix(1);
    }
    position.row = numberIn(cell);
    return position;
}

}  // namespace

std::optional<ColumnHeads> columnHeads(std::string_view table)
{
    XmlCursor cursor(table);
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        const std::string reach = cursor.attributeText("ref");
        if (reach.empty() || cursor.attributeText("headerRowCount") == "0")
            return std::nullopt;
        const std::size_t colon = std::min(reach.find(':'), reach.size());
        const CellPosition first = positionOf(std::string_view(reach).substr(0, colon));
        const CellPosition last = colon == reach.size() ? first : positionOf(std::string_view(reach).substr(colon + 1));
        return ColumnHeads{first.row, first.column, last.column};
    }
    return std::nullopt;
}

bool isHead(std::string_view cell, const std::vector<ColumnHeads> &heads)
{
    const CellPosition position = positionOf(cell);
    return std::ranges::any_of(heads, [&](const ColumnHeads &head) {
        return head.row == position.row && head.firstColumn <= position.column && position.column <= head.lastColumn;
    });
}

void forEachStringCell(std::string_view sheet, const std::function<void(const StringCell &)> &visit)
{
    XmlCursor cursor(sheet);
    std::string cell;
    bool shared = false;
    bool inValue = false;
    while (cursor.next()) {
        const XmlToken &token = cursor.token();
        if (token.kind == XmlKind::Text && inValue && shared)
            visit({cell, numberIn(cursor.raw())});
        inValue = token.kind == XmlKind::Start && token.localName() == "v" && !token.selfClosing;
        if (token.kind != XmlKind::Start || token.localName() != "c")
            continue;
        const std::string type = cursor.attributeText("t");
        shared = type == "s";
        cell = shared || type == "inlineStr" ? cursor.attributeText("r") : std::string();
        if (type == "inlineStr")
            visit({cell, std::nullopt});
    }
}

}  // namespace interlinear::cat::ooxml
