#include "engine/cat/document/xliff/id_set.h"
#include "engine/cat/document/xliff/xliff_scanner.h"

#include <charconv>
#include <map>

namespace interlinear::cat {

namespace {

std::optional<LengthLimit> limitOf(const std::vector<XmlAttribute> &attributes)
{
    const auto number = [&](std::string_view name) -> std::size_t {
        const std::string_view raw = rawValueOf(attributes, name);
        std::size_t value = 0;
        const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
        return error == std::errc() && end == raw.data() + raw.size() ? value : 0;
    };
    if (const std::size_t bytes = number("maxbytes"); bytes > 0)
        return LengthLimit{bytes, LengthLimit::Unit::Bytes};
    const std::size_t width = number("maxwidth");
    const std::string_view unit = rawValueOf(attributes, "size-unit");
    if (width == 0)
        return std::nullopt;
    if (unit == "char" || unit == "glyph")
        return LengthLimit{width, LengthLimit::Unit::Characters};
    if (unit == "byte")
        return LengthLimit{width, LengthLimit::Unit::Bytes};
    if (unit.empty() || unit == "pixel")
        return LengthLimit{width, LengthLimit::Unit::Pixels};
    return std::nullopt;
}

BlockKind kindOf(std::string_view restype, bool segmented)
{
    if (restype == "caption" || restype == "header" || restype.starts_with("x-h"))
        return BlockKind::Heading;
    if (restype == "cell" || restype == "x-td" || restype == "x-th")
        return BlockKind::TableCell;
    if (restype == "listitem" || restype == "x-li")
        return BlockKind::ListItem;
    if (restype == "x-p" || restype == "x-paragraph")
        return BlockKind::Paragraph;
    return segmented ? BlockKind::Paragraph : BlockKind::Entry;
}

struct Mark {
    std::string_view id;
    XliffElement element;
};

// The outermost <mrk mtype="seg"> of a <seg-source> or <target>.
std::vector<Mark> segmentMarks(const XliffFile &file, ByteSpan content)
{
    std::vector<Mark> marks;
    XmlCursor cursor(file.text.substr(0, content.end), content.begin);
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start || cursor.token().localName() != "mrk" || coreName(file, cursor) != "mrk")
            continue;
        const std::vector<XmlAttribute> attributes = cursor.attributes();
        if (rawValueOf(attributes, "mtype") == "seg")
            marks.push_back({rawValueOf(attributes, "mid"), elementAt(cursor)});
    }
    return marks;
}

const Mark *markOf(const std::vector<Mark> &marks, std::string_view id)
{
    for (const Mark &mark : marks) {
        if (mark.id == id)
            return &mark;
    }
    return nullptr;
}

class UnitScanner final : public XliffScanner {
public:
    UnitScanner(const XliffFile &file, const XliffVisitor &visit) : XliffScanner(file, visit) {}

private:
    void start(std::string_view name) override
    {
        if (name == "trans-unit")
            unit();
        else if (name == "file")
            beginFile();
        else if (name == "group")
            enter("resname");
        else if (name == "header")
            header();
        else if (name == "xliff" || name == "body")
            enter();
        else if (name.empty() && m_cursor.token().localName() == "doc-info" && m_file.dialect == XliffDialect::Sdl)
            comments();
        else
            skipElement(m_cursor);
    }

    void beginFile()
    {
        const std::string original = m_cursor.attributeText("original");
        const int count = ++m_fileCounts[original];
        m_fileName = count == 1 ? original : original + "#" + std::to_string(count);
        m_units.clear();
        m_repetitions.clear();
        m_names = m_comments;
        enter();
    }

    // Trados lists its tags here.
    void header()
    {
        if (m_cursor.token().selfClosing)
            return;
        std::string tag;
        forEachInside([&](std::string_view) {
            const std::string_view name = m_cursor.token().localName();
            if (m_file.dialect != XliffDialect::Sdl)
                return;
            if (name == "tag")
                tag = m_cursor.attributeText("id");
            else if (!tag.empty() && (name == "bpt" || name == "ph" || name == "st"))
                nameTag(tag);
        });
    }

    // Before the files, each under an id by which marks in the texts name it.
    void comments()
    {
        if (m_cursor.token().selfClosing)
            return;
        const std::size_t depth = m_cursor.depth();
        std::string id;
        while (m_cursor.next() && !(m_cursor.token().kind == XmlKind::End && m_cursor.depth() == depth)) {
            if (m_cursor.token().kind != XmlKind::Start)
                continue;
            if (m_cursor.token().localName() == "cmt-def")
                id = m_cursor.attributeText("id");
            else if (m_cursor.token().localName() == "Comment" && !id.empty())
                addComment(id);
        }
    }

    // "Zoë: too long"
    void addComment(const std::string &id)
    {
        const std::string user = m_cursor.attributeText("user");
        const std::string text = textOfElement(m_cursor, m_file.text);
        if (text.empty())
            return;
        std::string &comment = m_comments[id];
        comment += (comment.empty() ? "" : "; ") + (user.empty() ? text : user + ": " + text);
    }

    void nameTag(const std::string &tag)
    {
        const std::string name = m_cursor.attributeText("name");
        const std::string code = codeName(textOfElement(m_cursor, m_file.text));
        m_names.emplace(tag, code.empty() ? name : code);
    }

    void unit()
    {
        const std::vector<XmlAttribute> attributes = m_cursor.attributes();
        XliffUnit unit;
        unit.startTag = m_cursor.token().span;
        unit.file = m_fileName;
        unit.id = valueOf(attributes, "id");
        if (const std::string_view id = rawValueOf(attributes, "id"); !m_units.insert(id))
            unit.id += "#" + std::to_string(++m_repetitions[id] + 1);
        const XliffScope inside = scopeOf(attributes);
        unit.translate = inside.translate;
        unit.context = joinedContext(inside.context, valueOf(attributes, "resname"));
        unit.limit = limitOf(attributes);
        unit.names = &m_names;
        const Parts parts = partsOf(unit);
        unit.all = {unit.startTag.begin, m_cursor.token().span.end};
        if (!parts.source)
            return;
        place(unit, parts, m_file.dialect == XliffDialect::Sdl ? XliffSpace::Preserve : inside.space);
        unit.kind = kindOf(rawValueOf(attributes, "restype"), unit.segmented);
        give(unit);
    }

    struct Parts {
        std::optional<XliffElement> source, segmented, target;
    };

    Parts partsOf(XliffUnit &unit)
    {
        Parts parts;
        if (m_cursor.token().selfClosing)
            return parts;
        forEachInside([&](std::string_view name) {
            const std::string_view foreign = name.empty() ? m_cursor.token().localName() : std::string_view();
            if (name == "source")
                parts.source = elementAt(m_cursor);
            else if (name == "seg-source")
                parts.segmented = elementAt(m_cursor);
            else if (name == "target")
                parts.target = elementAt(m_cursor);
            else if (name == "note" || foreign == "comment")
                addNote(unit);
            else if (name == "context-group")
                addContexts(unit);
            else if (foreign == "seg-defs")
                unit.definitions = elementAt(m_cursor);
            else if (foreign != "comments")
                skipElement(m_cursor);
        });
        return parts;
    }

    // "window.cpp:12"
    void addContexts(XliffUnit &unit)
    {
        if (m_cursor.token().selfClosing)
            return;
        forEachInside([&](std::string_view) {
            const bool line = m_cursor.attributeText("context-type") == "linenumber";
            const std::string text = textOfElement(m_cursor, m_file.text);
            if (!text.empty())
                unit.context += (unit.context.empty() ? "" : line ? ":" : ", ") + text;
        });
    }

    // Segmented only where the target is so too, or says nothing yet.
    void place(XliffUnit &unit, const Parts &parts, XliffSpace space)
    {
        const std::vector<Mark> sources = parts.segmented ? segmentMarks(m_file, parts.segmented->content) : std::vector<Mark>();
        const std::vector<Mark> targets = parts.target ? segmentMarks(m_file, parts.target->content) : std::vector<Mark>();
        const bool plainTarget = parts.target && targets.empty() && !isEmpty(parts.target->content);
        unit.target = parts.target;
        unit.segmented = !sources.empty() && !plainTarget;
        unit.source = unit.segmented ? parts.segmented : parts.source;
        const std::size_t spot = (parts.segmented ? parts.segmented : parts.source)->all.end;
        if (!unit.segmented) {
            if (m_file.dialect != XliffDialect::Sdl || unit.translate)
                unit.places.push_back({{}, unit.source->content, space, parts.target, statementOf(unit, {}, parts.target), spot});
            return;
        }
        for (const Mark &source : sources) {
            const Mark *target = markOf(targets, source.id);
            const std::optional<XliffElement> element = target ? std::optional(target->element) : std::nullopt;
            unit.places.push_back({source.id, source.element.content, space, element, statementOf(unit, source.id, parts.target), spot});
        }
    }

    bool isEmpty(ByteSpan content) const
    {
        return isBlankXml(m_file.text.substr(content.begin, content.length()));
    }

    std::optional<ByteSpan> statementOf(const XliffUnit &unit, std::string_view id, const std::optional<XliffElement> &target) const
    {
        switch (m_file.dialect) {
        case XliffDialect::None:
            return target ? std::optional(target->startTag) : std::nullopt;
        case XliffDialect::Sdl:
            return definitionOf(unit, id);
        case XliffDialect::MemoQ:
        case XliffDialect::Phrase:
            return unit.startTag;
        }
        return std::nullopt;
    }

    std::optional<ByteSpan> definitionOf(const XliffUnit &unit, std::string_view id) const
    {
        if (!unit.definitions)
            return std::nullopt;
        XmlCursor cursor(m_file.text.substr(0, unit.definitions->content.end), unit.definitions->content.begin);
        while (cursor.next()) {
            if (cursor.token().kind == XmlKind::Start && cursor.token().localName() == "seg" && rawValueOf(cursor.attributes(), "id") == id)
                return cursor.token().span;
        }
        return std::nullopt;
    }

    std::string m_fileName;
    std::map<std::string, int> m_fileCounts;
    IdSet m_units;
    std::map<std::string_view, int> m_repetitions;   // of ids that stand more than once
    XliffNames m_names;
    XliffNames m_comments;
};

}  // namespace

void forEachUnitOf1(const XliffFile &file, const XliffVisitor &visit)
{
    UnitScanner(file, visit).run();
}

}  // namespace interlinear::cat
