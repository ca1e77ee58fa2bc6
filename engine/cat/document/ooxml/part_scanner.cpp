#include "engine/cat/document/ooxml/part_scanner.h"

#include "engine/cat/document/ooxml/attribute.h"
#include "engine/cat/document/ooxml/fields.h"
#include "engine/cat/document/ooxml/marks.h"
#include "engine/cat/document/ooxml/surroundings.h"
#include "engine/cat/document/ooxml/text_pieces.h"
#include "engine/cat/document/picture_file.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace interlinear::cat::ooxml {

namespace {

constexpr std::array<std::string_view, 5> shownContainers{"hyperlink", "sdt", "bdo", "dir", "fldSimple"};
constexpr std::array<std::string_view, 4> plainContainers{"ins", "moveTo", "smartTag", "customXml"};
constexpr std::array<std::string_view, 2> deletedElements{"del", "moveFrom"};
constexpr std::array<std::string_view, 11> silentElements{"proofErr", "endParaRPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rPh", "phoneticPr",
                                                          "lastRenderedPageBreak", "delText", "delInstrText"};
constexpr std::size_t deepestContainers = 32;
constexpr std::size_t mostAtoms = 200'000;   // of a paragraph; what stands behind them is not offered

bool isOneOf(std::string_view name, const auto &names)
{
    return std::ranges::find(names, name) != names.end();
}

// An element inside a paragraph that is none of its text; what it holds may be paragraphs of their own.
struct Opaque {
    std::size_t depth = 0;
    bool hasParagraphs = false;
    Atom atom;
};

struct OpenParagraph {
    Paragraph paragraph;
    std::size_t depth = 0;
    std::vector<std::size_t> containers;        // indexes into paragraph.containers, with the depths of their elements
    std::vector<std::size_t> containerDepths;
    std::optional<std::size_t> runDepth;
    std::optional<std::size_t> textDepth;
    std::size_t format = 0;
    bool keepsSpace = false;
    std::optional<Opaque> opaque;
};

class PartScanner {
public:
    PartScanner(const std::string &text, const PartToScan &part, RunFormats &formats, const ParagraphVisitor &visit)
        : m_text(text), m_part(part), m_formats(formats), m_visit(visit), m_cursor(std::string_view(text).substr(0, part.span.end), part.span.begin),
          m_surroundings(part.kind, part.facts)
    {
    }

    void scan()
    {
        while (m_cursor.next()) {
            if (token().kind == XmlKind::Start)
                onStart();
            else if (token().kind == XmlKind::End)
                onEnd();
            else if (token().kind == XmlKind::Text || token().kind == XmlKind::CData)
                onText();
        }
    }

private:
    const XmlToken &token() const { return m_cursor.token(); }
    std::string_view name() const { return token().localName(); }
    std::string_view bytes(ByteSpan span) const { return std::string_view(m_text).substr(span.begin, span.length()); }
    // Of the paragraph's own namespace; another's runs are none of its text.
    bool isOwn(std::string_view element) const
    {
        const std::string &prefix = m_open.back().paragraph.prefix;
        return name() == element && token().name.size() == prefix.size() + element.size() && token().name.starts_with(prefix);
    }
    bool inParagraph() const { return !m_open.empty() && !m_open.back().opaque; }

    void onStart()
    {
        if (!inParagraph())
            startOutside();
        else if (m_open.back().textDepth)
            skipElement(m_cursor);
        else if (m_open.back().runDepth)
            startInRun();
        else
            startBetweenRuns();
    }

    // --- around paragraphs ---

    void startOutside()
    {
        if (m_surroundings.isLeftOut(m_cursor)) {
            skipElement(m_cursor);
        } else if (m_surroundings.beginsParagraph(token())) {
            openParagraph();
        } else {
            noteValues();
            m_surroundings.enter(m_cursor);
        }
    }

    // The description of a picture, the letters of a water mark.
    void noteValues()
    {
        const bool isPicture = name() == "docPr" || (name() == "cNvPr" && !m_surroundings.isWord());
        if (!isPicture && name() != "textpath")
            return;
        for (const XmlAttribute &attribute : m_cursor.attributes()) {
            const bool isText = isPicture ? attribute.name == "descr" || attribute.name == "title" : attribute.name == "string";
            if (!isText || namesPictureFile(attribute.raw))
                continue;
            if (!m_open.empty() && m_open.back().opaque)
                m_open.back().opaque->atom.values.push_back(attribute.value);
            else
                visitValue(attribute.value);
        }
    }

    void visitValue(ByteSpan value)
    {
        Paragraph paragraph = valueParagraph(m_text, value, m_part.facts);
        m_visit(paragraph);
    }

    void openParagraph()
    {
        if (!m_open.empty())
            m_open.back().opaque->hasParagraphs = true;
        const std::size_t index = m_paragraphs++;
        if (token().selfClosing)
            return;
        OpenParagraph open;
        open.depth = m_cursor.depth();
        open.paragraph = m_surroundings.paragraphHere(token());
        open.paragraph.index = index;
        if (open.paragraph.runless)
            open.textDepth = open.depth;
        m_open.push_back(std::move(open));
    }

    void closeParagraph()
    {
        OpenParagraph closed = std::move(m_open.back());
        m_open.pop_back();
        m_fields.resolve(closed.paragraph, m_text, m_formats);
        joinMarksToItems(closed.paragraph);
        m_visit(closed.paragraph);
    }

    void onEnd()
    {
        m_surroundings.leave(m_cursor.depth());
        if (!m_open.empty())
            endInParagraph(m_open.back(), m_cursor.depth());
    }

    void endInParagraph(OpenParagraph &open, std::size_t depth)
    {
        if (open.opaque) {
            if (open.opaque->depth == depth)
                endOpaque(open);
        } else if (open.depth == depth) {
            closeParagraph();
        } else if (open.textDepth == depth) {
            open.textDepth.reset();
        } else if (open.runDepth == depth) {
            open.runDepth.reset();
            open.format = 0;
        } else if (!open.containerDepths.empty() && open.containerDepths.back() == depth) {
            open.containers.pop_back();
            open.containerDepths.pop_back();
        }
    }

    // --- between runs ---

    void startBetweenRuns()
    {
        OpenParagraph &open = m_open.back();
        if (isOwn("r"))
            openRun(open);
        else if (isOwn("t") && open.paragraph.dialect == Dialect::Sheet)
            openText(open);
        else if (name() == "pPr")
            takeParagraphProperties(open);
        else if (isOneOf(name(), silentElements) || isOneOf(name(), deletedElements))
            skipElement(m_cursor);
        else if (isMarkBegin(name()) || isMarkEnd(name()))
            addMark(isMarkBegin(name()) ? AtomKind::Opening : AtomKind::Closing);
        else if (isContainer(open))
            openContainer(open);
        else if (name() == "br")
            addItem("↵", {.remove = true, .copy = true}, true);
        else
            beginOpaque(open);
    }

    void openRun(OpenParagraph &open)
    {
        if (!token().selfClosing)
            open.runDepth = m_cursor.depth();
        open.format = 0;
    }

    void openText(OpenParagraph &open)
    {
        if (token().selfClosing)
            return;
        open.textDepth = m_cursor.depth();
        open.paragraph.runless = !open.runDepth;
        open.keepsSpace = open.paragraph.dialect == Dialect::Drawing || m_cursor.attributeText("xml:space") == "preserve";
    }

    void takeParagraphProperties(OpenParagraph &open)
    {
        XmlCursor properties(bytes(skipElement(m_cursor)));
        while (properties.next()) {
            if (properties.token().kind != XmlKind::Start)
                continue;
            if (properties.token().localName() == "pStyle" && !properties.attributes().empty())
                open.paragraph.style = properties.attributes().front().text();
            open.paragraph.inList = open.paragraph.inList || properties.token().localName() == "numPr";
        }
    }

    bool isContainer(const OpenParagraph &open) const
    {
        if (token().selfClosing || open.containers.size() >= deepestContainers || open.paragraph.dialect != Dialect::Word)
            return false;
        if (name() == "fldSimple" && !fieldShowsText(attributeNamed(m_cursor, "instr")))
            return false;
        return isOneOf(name(), shownContainers) || isOneOf(name(), plainContainers);
    }

    void openContainer(OpenParagraph &open)
    {
        const std::size_t begin = token().span.begin;
        const std::size_t depth = m_cursor.depth();
        const std::string tagName(token().name);
        Container container;
        container.parent = open.containers.empty() ? none : open.containers.back();
        container.shown = isOneOf(name(), shownContainers);
        container.display = name() == "hyperlink" ? "a" : name() == "sdt" ? "control" : name() == "fldSimple" ? "field" : std::string(name());
        container.close = "</" + tagName + ">";
        if (name() == "sdt") {
            if (!enterContent(depth))
                return;
            container.close = "</" + std::string(token().name) + ">" + container.close;
        }
        container.open = bytes({begin, token().span.end});
        open.paragraph.containers.push_back(std::move(container));
        open.containers.push_back(open.paragraph.containers.size() - 1);
        open.containerDepths.push_back(depth);
    }

    // To the start of a content control's content; false, behind the control, when it has none.
    bool enterContent(std::size_t depth)
    {
        while (m_cursor.next()) {
            if (token().kind == XmlKind::End && m_cursor.depth() == depth)
                return false;
            if (token().kind != XmlKind::Start)
                continue;
            if (name() == "sdtContent" && !token().selfClosing)
                return true;
            skipElement(m_cursor);
        }
        return false;
    }

    // --- in a run ---

    void startInRun()
    {
        OpenParagraph &open = m_open.back();
        if (isOwn("t"))
            openText(open);
        else if (isOwn("rPr"))
            open.format = m_formats.idOf(bytes(skipElement(m_cursor)));
        else if (isOneOf(name(), silentElements))
            skipElement(m_cursor);
        else if (name() == "instrText")
            addFieldCode();
        else if (name() == "fldChar")
            addFieldMark();
        else if (name() == "commentReference")
            addMark(AtomKind::Closing);
        else
            startCharacterInRun(open);
    }

    void startCharacterInRun(OpenParagraph &open)
    {
        constexpr TagPermissions free{.remove = true, .copy = true};
        const std::string type = name() == "br" ? attributeNamed(m_cursor, "type") : std::string();
        if (name() == "tab" || name() == "ptab")
            addItem("⇥", free, true);
        else if (name() == "cr" || (name() == "br" && (type.empty() || type == "textWrapping")))
            addItem("↵", free, true);
        else if (name() == "br")
            addBoundary();
        else if (name() == "noBreakHyphen")
            addDecoded("\u2011");
        else if (name() == "softHyphen")
            addDecoded("\u00AD");
        else if (name() == "sym")
            addItem("sym", {}, true);
        else if (name() == "ruby")
            addRuby();
        else if (name() == "footnoteReference" || name() == "endnoteReference")
            addItem({}, {}, false);
        else
            beginOpaque(open);
    }

    Atom atomHere(AtomKind kind, ByteSpan span) const
    {
        const OpenParagraph &open = m_open.back();
        Atom atom;
        atom.kind = kind;
        atom.span = span;
        atom.place = atom.placeBehind = open.runDepth ? Place::InRun : Place::BetweenRuns;
        atom.format = atom.formatBehind = open.format;
        atom.container = open.containers.empty() ? none : open.containers.back();
        return atom;
    }

    void add(Atom atom)
    {
        if (m_open.back().paragraph.atoms.size() < mostAtoms)
            m_open.back().paragraph.atoms.push_back(std::move(atom));
    }

    // Its bytes as they can stand between runs; in Word's runs, tabs, breaks and symbols take the look of the text around them.
    std::string codeOf(const Atom &atom) const
    {
        constexpr std::array<std::string_view, 3> inline_{"⇥", "↵", "sym"};
        const std::string element(bytes(atom.span));
        if (atom.place == Place::BetweenRuns || isOneOf(atom.display, inline_))
            return element;
        const std::string run = m_open.back().paragraph.prefix + "r>";
        return "<" + run + m_formats[atom.format].raw + element + "</" + run;
    }

    void addItem(std::string display, TagPermissions may, bool loose)
    {
        Atom atom = atomHere(AtomKind::Item, skipElement(m_cursor));
        atom.display = std::move(display);
        atom.may = may;
        atom.loose = loose;
        atom.code = codeOf(atom);
        add(std::move(atom));
    }

    void addMark(AtomKind kind)
    {
        Atom atom = atomHere(kind, skipElement(m_cursor));
        atom.code = codeOf(atom);
        add(std::move(atom));
    }

    void addBoundary() { add(atomHere(AtomKind::Boundary, skipElement(m_cursor))); }

    void addDecoded(std::string text)
    {
        Atom atom = atomHere(AtomKind::Text, skipElement(m_cursor));
        atom.decoded = std::move(text);
        add(std::move(atom));
    }

    // Text with its reading above it: the text is read, the reading goes with the text.
    void addRuby()
    {
        Atom atom = atomHere(AtomKind::Text, skipElement(m_cursor));
        const std::string_view ruby = bytes(atom.span);
        const std::size_t base = std::min(ruby.find("rubyBase"), ruby.size());
        atom.decoded = visibleText(ruby.substr(std::min(ruby.find('>', base), ruby.size())));
        if (atom.decoded.empty())
            atom.kind = AtomKind::Boundary;
        add(std::move(atom));
    }

    void addFieldCode()
    {
        Atom atom = atomHere(AtomKind::FieldCode, skipElement(m_cursor));
        XmlCursor inside(bytes(atom.span));
        while (inside.next()) {
            if (inside.token().kind == XmlKind::Text)
                atom.decoded += decodedXml(inside.raw());
        }
        add(std::move(atom));
    }

    void addFieldMark()
    {
        const std::string type = attributeNamed(m_cursor, "fldCharType");
        const AtomKind kind = type == "begin" ? AtomKind::FieldBegin : type == "separate" ? AtomKind::FieldSeparator : AtomKind::FieldEnd;
        add(atomHere(kind, skipElement(m_cursor)));
    }

    // --- what is none of the paragraph's text ---

    void beginOpaque(OpenParagraph &open)
    {
        Opaque opaque{m_cursor.depth(), false, atomHere(AtomKind::Item, token().span)};
        const bool shows = name() == "oMath" || name() == "oMathPara";
        opaque.atom.display = shows ? "math" : name() == "fldSimple" ? fieldName(attributeNamed(m_cursor, "instr")) : name() == "fld" ? "field" : std::string();
        opaque.atom.loose = !shows && name() != "fldSimple" && name() != "fld";
        open.opaque = std::move(opaque);
        if (token().selfClosing)
            endOpaque(open);
        else if (name() == "AlternateContent")
            m_surroundings.enterAlternatives(m_cursor.depth());
    }

    void endOpaque(OpenParagraph &open)
    {
        Opaque opaque = std::move(*open.opaque);
        open.opaque.reset();
        Atom &atom = opaque.atom;
        atom.span.end = token().span.end;
        if (opaque.hasParagraphs) {
            atom.kind = AtomKind::Boundary;
            for (const ByteSpan value : std::exchange(atom.values, {}))
                visitValue(value);
        } else {
            atom.code = codeOf(atom);
            if (atom.display == "field" || !atom.loose) {
                const std::string shown = visibleText(bytes(atom.span));
                atom.display = shown.empty() ? atom.display : shown;
            }
        }
        add(std::move(atom));
    }

    // --- text ---

    void onText()
    {
        if (!inParagraph() || !m_open.back().textDepth || m_open.back().paragraph.atoms.size() >= mostAtoms)
            return;
        OpenParagraph &open = m_open.back();
        const std::string_view raw = m_cursor.raw();
        const std::size_t begin = token().span.begin + (token().kind == XmlKind::CData ? std::string_view("<![CDATA[").size() : 0);
        if (open.paragraph.dialect == Dialect::Header) {
            appendHeaderAtoms(raw, begin, open.paragraph.atoms);
            return;
        }
        Atom model = atomHere(AtomKind::Text, {});
        model.place = model.placeBehind = Place::InText;
        model.keepsSpace = open.keepsSpace;
        model.cdata = token().kind == XmlKind::CData;
        if (m_formats[open.format].hidden)
            addHidden(raw, begin, model);
        else
            appendTextAtoms(raw, begin, open.paragraph.dialect, model, open.paragraph.atoms);
    }

    void addHidden(std::string_view raw, std::size_t begin, Atom atom)
    {
        if (raw.empty())
            return;
        const std::string run = m_open.back().paragraph.prefix + "r>";
        const std::string text = m_open.back().paragraph.prefix + "t";
        atom.kind = AtomKind::Item;
        atom.span = {begin, begin + raw.size()};
        atom.code = "<" + run + m_formats[atom.format].raw + "<" + text + " xml:space=\"preserve\">" + std::string(raw) + "</" + text + "></" + run;
        atom.display = "hidden";
        atom.loose = true;
        atom.kind = atom.cdata ? AtomKind::Boundary : AtomKind::Item;
        add(std::move(atom));
    }

    const std::string &m_text;
    const PartToScan &m_part;
    RunFormats &m_formats;
    const ParagraphVisitor &m_visit;
    XmlCursor m_cursor;
    Surroundings m_surroundings;
    Fields m_fields;
    std::vector<OpenParagraph> m_open;           // the innermost last
    std::size_t m_paragraphs = 0;
};

}  // namespace

void forEachParagraph(const std::string &text, const PartToScan &part, RunFormats &formats, const ParagraphVisitor &visit)
{
    PartScanner(text, part, formats, visit).scan();
}

}  // namespace interlinear::cat::ooxml
