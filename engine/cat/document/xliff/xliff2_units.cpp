#include "engine/cat/document/xliff/xliff_scanner.h"

namespace interlinear::cat {

namespace {

class UnitScanner final : public XliffScanner {
public:
    UnitScanner(const XliffFile &file, const XliffVisitor &visit) : XliffScanner(file, visit) {}

private:
    void start(std::string_view name) override
    {
        if (name == "unit") {
            unit();
        } else if (name == "file") {
            m_fileId = m_cursor.attributeText("id");
            enter();
        } else if (name == "xliff" || name == "group") {
            enter(name == "group" ? "name" : "");
        } else if (name.empty() && m_cursor.token().localName() == "profiles") {
            profiles();
        } else {
            skipElement(m_cursor);
        }
    }

    void profiles()
    {
        const std::vector<XmlAttribute> attributes = m_cursor.attributes();
        scope().countsCodePoints = rawValueOf(attributes, "generalProfile") == "xliff:codepoints";
        scope().countsBytes = rawValueOf(attributes, "storageProfile") == "xliff:utf8";
        skipElement(m_cursor);
    }

    void unit()
    {
        if (m_cursor.token().selfClosing)
            return;
        const std::vector<XmlAttribute> attributes = m_cursor.attributes();
        const XliffScope inside = scopeOf(attributes);
        XliffUnit unit;
        unit.startTag = m_cursor.token().span;
        unit.file = m_fileId;
        unit.id = valueOf(attributes, "id");
        unit.translate = inside.translate;
        const std::string name = valueOf(attributes, "name");
        unit.context = joinedContext(inside.context, name);
        unit.kind = name.empty() ? BlockKind::Paragraph : BlockKind::Entry;
        m_names.clear();
        unit.names = &m_names;
        forEachInside([&](std::string_view part) { partOf(unit, part, inside.space); });
        unit.all = {unit.startTag.begin, m_cursor.token().span.end};
        if (unit.places.size() == 1)
            unit.limit = inside.limit;
        give(unit);
    }

    void partOf(XliffUnit &unit, std::string_view name, XliffSpace space)
    {
        if (name == "segment" && !m_cursor.token().selfClosing) {
            segment(unit, space);
        } else if (name == "note") {
            addNote(unit);
        } else if (name == "data") {
            const std::string id = m_cursor.attributeText("id");
            m_names.emplace(id, codeName(textOfElement(m_cursor, m_file.text)));
        } else if (name != "notes" && name != "originalData") {
            skipElement(m_cursor);
        }
    }

    void segment(XliffUnit &unit, XliffSpace space)
    {
        XliffPlace place;
        place.id = rawValueOf(m_cursor.attributes(), "id");
        place.statement = m_cursor.token().span;
        forEachInside([&](std::string_view name) {
            if (name == "source") {
                place.space = spaceOf(m_cursor.attributes(), space);
                const XliffElement source = elementAt(m_cursor);
                place.source = source.content;
                place.targetSpot = source.all.end;
            } else if (name == "target") {
                place.target = elementAt(m_cursor);
            } else {
                skipElement(m_cursor);
            }
        });
        if (place.targetSpot > 0)
            unit.places.push_back(place);
    }

    std::string m_fileId;
    XliffNames m_names;
};

}  // namespace

void forEachUnitOf2(const XliffFile &file, const XliffVisitor &visit)
{
    UnitScanner(file, visit).run();
}

}  // namespace interlinear::cat
