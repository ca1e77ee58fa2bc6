#include "engine/cat/document/odf/surroundings.h"

#include <algorithm>
#include <charconv>

namespace interlinear::cat::odf {

namespace {

std::size_t repetitions(const XmlCursor &cursor, std::string_view attribute)
{
    const std::string number = cursor.attributeText(attribute);
    std::size_t count = 1;
    std::from_chars(number.data(), number.data() + number.size(), count);
    return count;
}

// 1 is "A", 27 is "AA".
std::string columnName(std::size_t column)
{
    std::string name;
    for (; column > 0; column = (column - 1) / 26)
        name.insert(name.begin(), static_cast<char>('A' + (column - 1) % 26));
    return name;
}

std::string joined(const std::string &around, std::string_view more)
{
    return around.empty() ? std::string(more) : around + ", " + std::string(more);
}

}  // namespace

void Surroundings::enter(const XmlCursor &cursor)
{
    Manner manner = within(cursor);
    if (cursor.token().selfClosing)
        return;
    if (cursor.token().name == "table:table")
        m_tables.push_back({cursor.depth(), cursor.attributeText("table:name")});
    m_around.push_back({cursor.depth(), std::move(manner)});
}

void Surroundings::leave(std::size_t depth)
{
    if (!m_tables.empty() && m_tables.back().depth == depth)
        m_tables.pop_back();
    if (m_around.size() > 1 && m_around.back().depth == depth)
        m_around.pop_back();
}

Manner Surroundings::within(const XmlCursor &cursor)
{
    const std::string_view name = cursor.token().name;
    Manner manner = here();
    if (name == "office:spreadsheet" || name == "office:chart")
        enterBody(name, manner);
    else if (name == "office:drawing")
        m_pageName = "page ";
    else if (name == "office:master-styles")
        manner.isMaster = true;
    else if (name == "office:meta")
        manner.context = "properties";
    else if (name.starts_with("style:header") || name.starts_with("style:footer"))
        manner.context = name.substr(6, 6);
    else if (name == "text:note")
        enterNote(cursor.attributeText("text:note-class"), manner);
    else if (name == "office:annotation" || name == "presentation:notes")
        enterNote(name == "presentation:notes" ? "notes" : "comment", manner);
    else if (name == "text:index-body" || name == "text:index-title")
        enterIndex(name == "text:index-title", manner);
    else if ((name == "text:list-item" || name == "text:list-header") && manner.kind != BlockKind::Note)
        manner.kind = BlockKind::ListItem;
    else if (name.starts_with("table:"))
        enterTable(cursor, manner);
    else if (name.starts_with("draw:"))
        enterShape(cursor, manner);
    return manner;
}

void Surroundings::enterBody(std::string_view name, Manner &manner)
{
    manner.isSheet = name == "office:spreadsheet";
    manner.digitsCount = false;
    if (!manner.isSheet)
        manner.context = joined(manner.context, "chart");
}

void Surroundings::enterNote(std::string_view what, Manner &manner)
{
    manner.kind = BlockKind::Note;
    manner.context = joined(manner.context, what);
}

// The program makes the entries anew.
void Surroundings::enterIndex(bool inTitle, Manner &manner)
{
    manner.offered = inTitle;
    if (inTitle)
        manner.kind = BlockKind::Heading;
}

void Surroundings::enterTable(const XmlCursor &cursor, Manner &manner)
{
    const std::string_view name = cursor.token().name;
    if (name == "table:table") {
        const bool isCopy = m_inSpreadsheet && !manner.isSheet && cursor.attributeText("table:name") == "local-table";
        manner.offered = manner.offered && !isCopy;
    } else if (name == "table:table-source") {   // its cells come from another file
        m_around.back().manner.offered = false;
    } else if (name == "table:table-row" && !m_tables.empty()) {
        Table &table = m_tables.back();
        table.row = table.nextRow;
        table.nextRow += repetitions(cursor, "table:number-rows-repeated");
        table.nextColumn = 1;
    } else if ((name == "table:table-cell" || name == "table:covered-table-cell") && !m_tables.empty()) {
        enterCell(cursor, m_tables.back(), manner);
    }
}

void Surroundings::enterCell(const XmlCursor &cursor, Table &table, Manner &manner)
{
    const std::string type = cursor.attributeText("office:value-type");
    manner.offered = manner.offered && (type.empty() || type == "string") && !cursor.attribute("table:formula") && cursor.token().name == "table:table-cell";
    if (manner.kind != BlockKind::Note)
        manner.kind = BlockKind::TableCell;
    if (manner.isSheet)
        manner.cell = table.name + "!" + columnName(table.nextColumn) + std::to_string(table.row);
    table.nextColumn += repetitions(cursor, "table:number-columns-repeated");
}

// A placeholder that nobody has filled in prompts for text, and so do those of master pages.
void Surroundings::enterShape(const XmlCursor &cursor, Manner &manner)
{
    if (cursor.token().name == "draw:page")
        manner.context = m_pageName + std::to_string(++m_page);
    const std::string role = cursor.attributeText("presentation:class");
    if (cursor.attributeText("presentation:placeholder") == "true" || (manner.isMaster && !role.empty()))
        manner.offered = false;
    if (role == "title" && manner.kind != BlockKind::Note)
        manner.kind = BlockKind::Heading;
}

}  // namespace interlinear::cat::odf
