// What a document's parts are and where their text stands, for translators to see.
//
//   const PackageFacts facts(document);
//   facts.part(2).kind;                    // PartKind::SlideNotes
//   facts.part(2).facts.context;           // "slide 2, notes"
//   facts.kindOfStyle("berschrift1");      // BlockKind::Heading
//   facts.cellOfString(17);                // "Prices!B4"
#pragma once

#include "engine/cat/document/document.h"
#include "engine/cat/document/ooxml/part_scanner.h"
#include "engine/cat/document/ooxml/sheet_cells.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace interlinear::cat::ooxml {

/// The ids of character styles of a Word document that change nothing.
std::set<std::string> plainCharacterStyles(const Document &document);

class PackageFacts {
public:
    /// Of a document whose parts are well-formed.
    explicit PackageFacts(const Document &document);

    /// By index into Document::parts.
    const PartToScan &part(std::size_t index) const { return m_parts[index]; }

    /// Nothing for a style of common text, and for one that the document lacks.
    std::optional<BlockKind> kindOfStyle(const std::string &id) const;

    /// Of a workbook, the first cell that shows the shared string of this number; empty where none does.
    std::string cellOfString(std::size_t number) const;

    /// Whether the shared string, or the inline string of a cell of that part, heads a column of a table, which has its name too.
    bool headsColumn(std::size_t string) const { return m_heads.contains(string); }
    bool headsColumn(std::size_t part, const std::string &cell) const { return m_headCells.contains({part, cell}); }

private:
    void takeSheet(std::string_view xml, std::size_t part, const std::string &place, const std::vector<ColumnHeads> &heads);

    std::vector<PartToScan> m_parts;
    std::map<std::string, BlockKind> m_styles;
    std::map<std::size_t, std::string> m_cells;
    std::set<std::size_t> m_heads;
    std::set<std::pair<std::size_t, std::string>> m_headCells;
};

}  // namespace interlinear::cat::ooxml
