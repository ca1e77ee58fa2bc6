#include "engine/cat/document/xliff/xliff_scan.h"

#include <charconv>

namespace interlinear::cat {

namespace {

// What holds for all that an element surrounds.
struct Scope {
    std::size_t depth = 0;
    bool translate = true;
    XliffSpace space = XliffSpace::Unsaid;
    std::string context;
    std::optional<LengthLimit> limit;
    bool countsCodePoints = false;   // size restrictions are in characters
    bool countsBytes = false;        // storage restrictions are in bytes of UTF-8
};

// "12" or "3,12".
std::optional<std::size_t> mostOf(std::string_view restriction)
{
    const std::string_view most = restriction.substr(restriction.find(',') == std::string_view::npos ? 0 : restriction.find(',') + 1);
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(most.data(), most.data() + most.size(), value);
    return error == std::errc() && end == most.data() + most.size() ? std::optional(value) : std::nullopt;
}

// The value of the attribute with that local name and any prefix.
std::string_view moduleValue(const std::vector<XmlAttribute> &attributes, std::string_view localName)
{
    for (const XmlAttribute &attribute : attributes) {
        const std::size_t colon = attribute.name.find(':');
        if (colon != std::string_view::npos && attribute.name.substr(colon + 1) == localName)
            return attribute.raw;
    }
    return {};
}

void restrict(Scope &scope, const std::vector<XmlAttribute> &attributes)
{
    if (const std::string_view size = moduleValue(attributes, "sizeRestriction"); scope.countsCodePoints && !size.empty()) {
        if (const auto most = mostOf(size))
            scope.limit = LengthLimit{*most, LengthLimit::Unit::Characters};
    } else if (const std::string_view storage = moduleValue(attributes, "storageRestriction"); scope.countsBytes && !storage.empty()) {
        if (const auto most = mostOf(storage))
            scope.limit = LengthLimit{*most, LengthLimit::Unit::Bytes};
    }
}

class UnitScanner {
public:
    UnitScanner(const XliffFile &file, const XliffVisitor &visit) : m_file(file), m_visit(visit), m_cursor(file.text) {}

    void run()
    {
        m_scopes.push_back({});
        while (m_cursor.next()) {
            if (m_cursor.token().kind == XmlKind::Start)
                start();
            else if (m_cursor.token().kind == XmlKind::End && m_scopes.size() > 1 && m_scopes.back().depth == m_cursor.depth())
                m_scopes.pop_back();
        }
    }

private:
    void start()
    {
        const std::string_view name = coreName(m_file, m_cursor);
        if (name == "unit") {
            unit();
        } else if (name == "xliff" || name == "file" || name == "group") {
            if (name == "file")
                m_fileId = m_cursor.attributeText("id");
            enter(name == "group");
        } else if (name.empty() && m_cursor.token().localName() == "profiles") {
            profiles();
        } else {
            skipElement(m_cursor);
        }
    }

    Scope scopeOf(const std::vector<XmlAttribute> &attributes) const
    {
        Scope scope = m_scopes.back();
        scope.depth = m_cursor.depth();
        scope.space = spaceOf(attributes, scope.space);
        const std::string_view translate = rawValueOf(attributes, "translate");
        scope.translate = translate.empty() ? scope.translate : translate != "no";
        restrict(scope, attributes);
        return scope;
    }

    void enter(bool named)
    {
        if (m_cursor.token().selfClosing)
            return;
        const std::vector<XmlAttribute> attributes = m_cursor.attributes();
        Scope scope = scopeOf(attributes);
        if (const std::string name = named ? valueOf(attributes, "name") : std::string(); !name.empty())
            scope.context += (scope.context.empty() ? "" : "/") + name;
        m_scopes.push_back(std::move(scope));
    }

    void profiles()
    {
        const std::vector<XmlAttribute> attributes = m_cursor.attributes();
        m_scopes.back().countsCodePoints = rawValueOf(attributes, "generalProfile") == "xliff:codepoints";
        m_scopes.back().countsBytes = rawValueOf(attributes, "storageProfile") == "xliff:utf8";
        skipElement(m_cursor);
    }

    void unit()
    {
        if (m_cursor.token().selfClosing)
            return;
        const std::vector<XmlAttribute> attributes = m_cursor.attributes();
        const Scope scope = scopeOf(attributes);
        XliffUnit unit;
        unit.startTag = m_cursor.token().span;
        unit.file = m_fileId;
        unit.id = valueOf(attributes, "id");
        unit.translate = scope.translate;
        const std::string name = valueOf(attributes, "name");
        unit.context = scope.context + (scope.context.empty() || name.empty() ? "" : "/") + name;
        unit.kind = name.empty() ? BlockKind::Paragraph : BlockKind::Entry;
        m_names.clear();
        unit.names = &m_names;
        const std::size_t depth = m_cursor.depth();
        while (m_cursor.next() && !(m_cursor.token().kind == XmlKind::End && m_cursor.depth() == depth)) {
            if (m_cursor.token().kind == XmlKind::Start)
                partOf(unit, scope.space);
        }
        unit.all = {unit.startTag.begin, m_cursor.token().span.end};
        if (unit.places.size() == 1)
            unit.limit = scope.limit;
        m_visit(unit);
    }

    void partOf(XliffUnit &unit, XliffSpace space)
    {
        const std::string_view name = coreName(m_file, m_cursor);
        if (name == "segment" && !m_cursor.token().selfClosing) {
            segment(unit, space);
        } else if (name == "note") {
            if (std::string note = textOfElement(m_cursor, m_file.text); !note.empty())
                unit.notes.push_back(std::move(note));
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
        const std::size_t depth = m_cursor.depth();
        while (m_cursor.next() && !(m_cursor.token().kind == XmlKind::End && m_cursor.depth() == depth)) {
            if (m_cursor.token().kind != XmlKind::Start)
                continue;
            const std::string_view name = coreName(m_file, m_cursor);
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
        }
        if (place.targetSpot > 0)
            unit.places.push_back(place);
    }

    const XliffFile &m_file;
    const XliffVisitor &m_visit;
    XmlCursor m_cursor;
    std::vector<Scope> m_scopes;
    std::string m_fileId;
    XliffNames m_names;
};

}  // namespace

void forEachUnitOf2(const XliffFile &file, const XliffVisitor &visit)
{
    UnitScanner(file, visit).run();
}

}  // namespace interlinear::cat
