// Where in a document of OpenDocument a text stands: in a note, a cell, a slide, or where nothing is offered.
//
//   Surroundings around(office);
//   around.enter(cursor);           // on each Start that is neither a paragraph nor left out
//   around.here().kind;             // BlockKind::TableCell
//   around.leave(cursor.depth());   // on each End
#pragma once

#include "engine/cat/document/segment.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <cstddef>
#include <string>
#include <vector>

namespace interlinear::cat::odf {

/// What surrounds a text says of it.
struct Manner {
    bool offered = true;
    bool digitsCount = true;   ///< a text of digits alone is one to translate; in cells and labels it is a number
    BlockKind kind = BlockKind::Paragraph;
    bool isSheet = false;
    bool isMaster = false;     ///< a master page: what its pages have in common
    std::string context;       ///< "slide 2, notes"
    std::string cell;          ///< of a sheet: "Prices!B4"
};

class Surroundings {
public:
    /// Of a document that is a spreadsheet, or any other: the charts of a spreadsheet show copies of its cells.
    explicit Surroundings(bool inSpreadsheet) : m_inSpreadsheet(inSpreadsheet) {}

    void enter(const XmlCursor &cursor);
    void leave(std::size_t depth);
    const Manner &here() const { return m_around.back().manner; }

private:
    struct Around {
        std::size_t depth = 0;
        Manner manner;
    };

    struct Table {
        std::size_t depth = 0;
        std::string name;
        std::size_t row = 0;       // from 1
        std::size_t nextRow = 1;
        std::size_t nextColumn = 1;
    };

    Manner within(const XmlCursor &cursor);
    static void enterBody(std::string_view name, Manner &manner);
    static void enterNote(std::string_view what, Manner &manner);
    static void enterIndex(bool inTitle, Manner &manner);
    void enterTable(const XmlCursor &cursor, Manner &manner);
    static void enterCell(const XmlCursor &cursor, Table &table, Manner &manner);
    void enterShape(const XmlCursor &cursor, Manner &manner);

    bool m_inSpreadsheet;
    std::vector<Around> m_around{{}};
    std::vector<Table> m_tables;      // the innermost last
    std::string m_pageName = "slide ";
    std::size_t m_page = 0;
};

}  // namespace interlinear::cat::odf
