#include "engine/cat/document/ooxml/surroundings.h"

#include <algorithm>
#include <array>
#include <utility>

namespace interlinear::cat::ooxml {

namespace {

constexpr std::array<std::string_view, 5> coreProperties{"title", "subject", "keywords", "description", "category"};
constexpr std::array<std::string_view, 6> sheetHeaders{"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"};

bool isOneOf(std::string_view name, const auto &names)
{
    return std::ranges::find(names, name) != names.end();
}

// Of a shape, by what it says before its content.
bool isPlaceholder(const XmlCursor &shape)
{
    XmlCursor inside = shape;
    while (inside.next()) {
        if (inside.token().localName() == "ph")
            return true;
        if (inside.token().localName() == "nvPr" && (inside.token().kind == XmlKind::End || inside.token().selfClosing))
            return false;
    }
    return false;
}

}  // namespace

bool Surroundings::isLeftOut(const XmlCursor &cursor)
{
    const std::string_view name = cursor.token().localName();
    if (name == "Choice" && !m_alternatives.empty())
        return std::exchange(m_alternatives.back().chosen, true);
    if (name == "sp" && m_kind == PartKind::SlideLayout)   // layouts and masters prompt for text there; slides hold it
        return isPlaceholder(cursor);
    return name == "Fallback" || (isWord() && (name == "del" || name == "moveFrom"));
}

bool Surroundings::beginsParagraph(const XmlToken &start) const
{
    const std::string_view name = start.localName();
    switch (m_kind) {
    case PartKind::SharedStrings: return name == "si";
    case PartKind::Worksheet: return name == "is" || isOneOf(name, sheetHeaders);
    case PartKind::SheetComments: return name == "text";
    case PartKind::Comments: return name == "text" || name == "p";
    case PartKind::CoreProperties: return isOneOf(name, coreProperties);
    case PartKind::Chart: return name == "p" || (name == "v" && m_cacheDepth);
    case PartKind::Styles:
    case PartKind::Other: return false;
    default: return name == "p";
    }
}

Paragraph Surroundings::paragraphHere(const XmlToken &start) const
{
    const std::string_view name = start.localName();
    Paragraph paragraph;
    paragraph.dialect = dialectOf(start);
    paragraph.prefix = start.name.substr(0, start.name.size() - name.size());
    paragraph.kind = kindOf(start);
    paragraph.facts = m_facts;
    paragraph.runless = paragraph.dialect == Dialect::Plain || paragraph.dialect == Dialect::Header;
    if (paragraph.dialect == Dialect::Header)
        paragraph.facts = {.id = {}, .context = m_facts.id + std::string(name.substr(name.size() - 6)), .notes = {}, .limit = {}};
    else if (paragraph.dialect == Dialect::Sheet && m_kind != PartKind::SharedStrings)
        paragraph.facts.id += m_place;
    return paragraph;
}

Dialect Surroundings::dialectOf(const XmlToken &start) const
{
    const std::string_view name = start.localName();
    if (name == "si" || name == "is" || m_kind == PartKind::SheetComments)
        return Dialect::Sheet;
    if (name != "p")
        return isOneOf(name, sheetHeaders) ? Dialect::Header : Dialect::Plain;
    return isWord() && !start.name.starts_with("a:") ? Dialect::Word : Dialect::Drawing;
}

BlockKind Surroundings::kindOf(const XmlToken &start) const
{
    switch (m_kind) {
    case PartKind::WordNotes:
    case PartKind::SlideNotes:
    case PartKind::SheetComments:
    case PartKind::Comments: return BlockKind::Note;
    case PartKind::CoreProperties: return BlockKind::Attribute;
    case PartKind::SharedStrings: return BlockKind::TableCell;
    case PartKind::Worksheet: return start.localName() == "is" ? BlockKind::TableCell : BlockKind::Paragraph;
    default: return m_inTitle && !isWord() ? BlockKind::Heading : !m_cells.empty() ? BlockKind::TableCell : BlockKind::Paragraph;
    }
}

void Surroundings::enter(const XmlCursor &cursor)
{
    const std::string_view name = cursor.token().localName();
    const bool holds = !cursor.token().selfClosing;
    if (name == "AlternateContent" && holds)
        enterAlternatives(cursor.depth());
    else if (name == "tc" && holds)
        m_cells.push_back(cursor.depth());
    else if (name == "strCache" && holds)
        m_cacheDepth = cursor.depth();
    else if (name == "sp" || name == "graphicFrame")
        m_inTitle = false;
    else if (name == "ph")
        m_inTitle = cursor.attributeText("type") == "title" || cursor.attributeText("type") == "ctrTitle";
    else if (m_kind == PartKind::Worksheet && name == "c")
        m_place = cursor.attributeText("r");
    else if (m_kind == PartKind::SheetComments && name == "comment")
        m_place = cursor.attributeText("ref");
}

void Surroundings::leave(std::size_t depth)
{
    if (!m_alternatives.empty() && m_alternatives.back().depth == depth)
        m_alternatives.pop_back();
    if (!m_cells.empty() && m_cells.back() == depth)
        m_cells.pop_back();
    if (m_cacheDepth == depth)
        m_cacheDepth.reset();
}

}  // namespace interlinear::cat::ooxml
