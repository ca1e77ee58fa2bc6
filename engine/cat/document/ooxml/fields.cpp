#include "engine/cat/document/ooxml/fields.h"

#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace interlinear::cat::ooxml {

namespace {

constexpr std::array<std::string_view, 6> textFields{"HYPERLINK", "FORMTEXT", "TOC", "INDEX", "QUOTE", "MACROBUTTON"};
// Marks of the index and of tables, which show nothing where they stand.
constexpr std::array<std::string_view, 6> invisibleFields{"XE", "TC", "TA", "RD", "SET", "ASK"};
constexpr std::size_t longestDisplay = 40;

constexpr std::ptrdiff_t deepestNesting = 16;   // Word itself stops at 20

std::ptrdiff_t nestingOf(const std::vector<Atom> &atoms)
{
    std::ptrdiff_t depth = 0;
    std::ptrdiff_t deepest = 0;
    for (const Atom &atom : atoms) {
        depth += atom.kind == AtomKind::FieldBegin ? 1 : atom.kind == AtomKind::FieldEnd && depth > 0 ? -1 : 0;
        deepest = std::max(deepest, depth);
    }
    return deepest;
}

struct OpenField {
    std::size_t begin = 0;
    std::size_t separator = none;
    std::string code;
};

// The fields of one paragraph, resolved from the inside out.
class ParagraphFields {
public:
    ParagraphFields(Paragraph &paragraph, const std::string &text, const RunFormats &formats, std::vector<bool> &inCode)
        : m_paragraph(paragraph), m_atoms(paragraph.atoms), m_text(text), m_formats(formats), m_inCode(inCode), m_gone(paragraph.atoms.size())
    {
    }

    void resolve()
    {
        for (std::size_t i = 0; i < m_atoms.size(); ++i)
            take(i);
        for (const OpenField &field : m_open) {
            m_inCode.push_back(field.separator == none);
            for (std::size_t i = field.begin; i <= std::min(field.separator, m_atoms.size() - 1); ++i)
                separate(i);
        }
        std::size_t index = 0;
        std::erase_if(m_atoms, [&](const Atom &) { return m_gone[index++]; });
    }

private:
    void take(std::size_t i)
    {
        const AtomKind kind = m_atoms[i].kind;
        if (kind == AtomKind::FieldBegin)
            m_open.push_back({i, none, {}});
        else if (kind == AtomKind::FieldCode)
            takeCode(i);
        else if (kind == AtomKind::FieldSeparator)
            takeSeparator(i);
        else if (kind == AtomKind::FieldEnd)
            takeEnd(i);
        else if (m_open.empty() && std::ranges::find(m_inCode, true) != m_inCode.end())
            separate(i);
    }

    void takeCode(std::size_t i)
    {
        if (m_open.empty())
            separate(i);
        else if (m_open.back().separator == none)
            m_open.back().code += m_atoms[i].decoded;
    }

    void takeSeparator(std::size_t i)
    {
        if (!m_open.empty()) {
            m_open.back().separator = i;
            return;
        }
        separate(i);
        if (!m_inCode.empty())
            m_inCode.back() = false;
    }

    void takeEnd(std::size_t i)
    {
        if (!m_open.empty()) {
            const OpenField field = std::move(m_open.back());
            m_open.pop_back();
            close(field, i);
            return;
        }
        separate(i);
        if (!m_inCode.empty())
            m_inCode.pop_back();
    }

    // A field that reaches into another container than it begins in cannot be one thing.
    bool staysInContainer(const OpenField &field, std::size_t end) const
    {
        const std::size_t container = m_atoms[field.begin].container;
        return m_atoms[end].container == container && (field.separator == none || m_atoms[field.separator].container == container);
    }

    void close(const OpenField &field, std::size_t end)
    {
        const std::string name = fieldName(field.code);
        if (!staysInContainer(field, end)) {
            for (std::size_t i = field.begin; i <= end; ++i)
                separate(i);
        } else if (field.separator != none && fieldShowsText(field.code)) {
            becomeContainer(field, end);
        } else {
            becomeItem(field, end, name);
        }
    }

    void becomeContainer(const OpenField &field, std::size_t end)
    {
        const std::size_t parent = m_atoms[field.begin].container;
        const std::size_t container = m_paragraph.containers.size();
        const bool link = fieldName(field.code) == "HYPERLINK";
        m_paragraph.containers.push_back({parent, asRuns(field.begin, field.separator), asRuns(end, end), link ? "a" : "field", true});
        for (std::size_t i = field.begin; i <= field.separator; ++i)
            m_gone[i] = true;
        m_gone[end] = true;
        for (std::size_t i = field.separator + 1; i < end; ++i)
            moveInto(container, parent, m_atoms[i].container, i);
    }

    void moveInto(std::size_t container, std::size_t parent, std::size_t innermost, std::size_t atom)
    {
        if (innermost == parent) {
            m_atoms[atom].container = container;
            return;
        }
        std::size_t outermost = innermost;
        while (outermost != container && m_paragraph.containers[outermost].parent != parent)
            outermost = m_paragraph.containers[outermost].parent;
        if (outermost != container)
            m_paragraph.containers[outermost].parent = container;
    }

    void becomeItem(const OpenField &field, std::size_t end, const std::string &name)
    {
        const bool invisible = std::ranges::find(invisibleFields, name) != invisibleFields.end();
        const ByteSpan shown{m_atoms[field.separator == none ? end : field.separator].span.end, m_atoms[end].span.begin};
        Atom item = m_atoms[field.begin];
        item.kind = invisible ? AtomKind::Opening : AtomKind::Item;
        item.code = asRuns(field.begin, end);
        item.loose = name == "PAGEREF";   // at the ends of the lines of a table of contents
        item.display = field.separator == none ? name : visibleText(std::string_view(m_text).substr(shown.begin, shown.length()));
        item.span.end = m_atoms[end].span.end;
        item.placeBehind = m_atoms[end].placeBehind;
        item.formatBehind = m_atoms[end].formatBehind;
        m_atoms[field.begin] = std::move(item);
        for (std::size_t i = field.begin + 1; i <= end; ++i)
            m_gone[i] = true;
    }

    // The bytes from one atom to another, both in runs, as runs of their own.
    std::string asRuns(std::size_t first, std::size_t last) const
    {
        const ByteSpan span{m_atoms[first].span.begin, m_atoms[last].span.end};
        return "<" + m_paragraph.prefix + "r>" + m_formats[m_atoms[first].format].raw + m_text.substr(span.begin, span.length()) + "</" + m_paragraph.prefix + "r>";
    }

    void separate(std::size_t i) { m_atoms[i].kind = AtomKind::Boundary; }

    Paragraph &m_paragraph;
    std::vector<Atom> &m_atoms;
    const std::string &m_text;
    const RunFormats &m_formats;
    std::vector<bool> &m_inCode;
    std::vector<bool> m_gone;
    std::vector<OpenField> m_open;
};

}  // namespace

std::string fieldName(std::string_view code)
{
    const std::size_t begin = std::min(code.find_first_not_of(" \t\r\n"), code.size());
    std::string name(code.substr(begin, code.find_first_of(" \t\r\n\\\"", begin) - begin));
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return name;
}

bool fieldShowsText(std::string_view code)
{
    return std::ranges::find(textFields, fieldName(code)) != textFields.end();
}

std::string visibleText(std::string_view xml)
{
    std::string text;
    bool inText = false;
    XmlCursor cursor(xml);
    while (cursor.next()) {
        if (cursor.token().kind == XmlKind::Start || cursor.token().kind == XmlKind::End)
            inText = cursor.token().kind == XmlKind::Start && !cursor.token().selfClosing && cursor.token().localName() == "t";
        else if (inText && cursor.token().kind == XmlKind::Text)
            text += decodedXml(cursor.raw());
    }
    if (text.size() <= longestDisplay)
        return text;
    std::size_t end = longestDisplay;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end) + "…";
}

void Fields::resolve(Paragraph &paragraph, const std::string &text, const RunFormats &formats)
{
    if (nestingOf(paragraph.atoms) > deepestNesting) {
        for (Atom &atom : paragraph.atoms)
            atom.kind = AtomKind::Boundary;
    } else if (!paragraph.atoms.empty()) {
        ParagraphFields(paragraph, text, formats, m_inCode).resolve();
    }
    if (std::ssize(m_inCode) > deepestNesting)
        m_inCode.erase(m_inCode.begin(), m_inCode.end() - deepestNesting);
}

}  // namespace interlinear::cat::ooxml
