// What stands around the paragraphs of a part: table cells, titles, alternatives, cells of sheets.
//
//   if (surroundings.isLeftOut(cursor)) skipElement(cursor);
//   else if (surroundings.beginsParagraph(cursor.token())) open(surroundings.paragraphHere(cursor.token()));
//   else surroundings.enter(cursor);
//   …
//   surroundings.leave(cursor.depth());   // at every End
#pragma once

#include "engine/cat/document/ooxml/paragraph.h"
#include "engine/cat/document/ooxml/part_kind.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat::ooxml {

class Surroundings {
public:
    Surroundings(PartKind kind, SegmentFacts facts) : m_kind(kind), m_facts(std::move(facts)) {}

    bool isWord() const { return m_kind == PartKind::WordStory || m_kind == PartKind::WordNotes; }

    /// On a Start: whether its element holds nothing to offer: a Fallback, a second Choice, what was deleted, a layout's placeholder.
    bool isLeftOut(const XmlCursor &cursor);
    bool beginsParagraph(const XmlToken &start) const;
    /// Without atoms, with its dialect, prefix, kind and facts.
    Paragraph paragraphHere(const XmlToken &start) const;
    /// On a Start that is neither.
    void enter(const XmlCursor &cursor);
    /// On an element in a paragraph that holds alternatives.
    void enterAlternatives(std::size_t depth) { m_alternatives.push_back({depth, false}); }
    void leave(std::size_t depth);

private:
    struct Alternatives {
        std::size_t depth = 0;
        bool chosen = false;
    };

    Dialect dialectOf(const XmlToken &start) const;
    BlockKind kindOf(const XmlToken &start) const;

    PartKind m_kind;
    SegmentFacts m_facts;
    std::vector<Alternatives> m_alternatives;
    std::vector<std::size_t> m_cells;          // depths of the table cells around
    std::optional<std::size_t> m_cacheDepth;   // of a chart's copy of its names
    std::string m_place;                       // the cell of the sheet
    bool m_inTitle = false;
};

}  // namespace interlinear::cat::ooxml
