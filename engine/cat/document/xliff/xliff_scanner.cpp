#include "engine/cat/document/xliff/xliff_scanner.h"

#include <charconv>
#include <utility>

namespace interlinear::cat {

namespace {

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

void restrict(XliffScope &scope, const std::vector<XmlAttribute> &attributes)
{
    const std::string_view size = scope.countsCodePoints ? moduleValue(attributes, "sizeRestriction") : std::string_view();
    const std::string_view storage = scope.countsBytes ? moduleValue(attributes, "storageRestriction") : std::string_view();
    if (const auto most = size.empty() ? mostOf(storage) : mostOf(size))
        scope.limit = LengthLimit{*most, size.empty() ? LengthLimit::Unit::Bytes : LengthLimit::Unit::Characters};
}

}  // namespace

void XliffScanner::run()
{
    while (m_goesOn && m_cursor.next()) {
        if (m_cursor.token().kind == XmlKind::Start)
            start(coreName(m_file, m_cursor));
        else if (m_cursor.token().kind == XmlKind::End && m_scopes.size() > 1 && m_scopes.back().depth == m_cursor.depth())
            m_scopes.pop_back();
    }
}

XliffScope XliffScanner::scopeOf(const std::vector<XmlAttribute> &attributes) const
{
    XliffScope scope = m_scopes.back();
    scope.depth = m_cursor.depth();
    scope.space = spaceOf(attributes, scope.space);
    const std::string_view translate = rawValueOf(attributes, "translate");
    scope.translate = translate.empty() ? scope.translate : translate != "no";
    restrict(scope, attributes);
    return scope;
}

void XliffScanner::enter(std::string_view nameAttribute)
{
    if (m_cursor.token().selfClosing)
        return;
    const std::vector<XmlAttribute> attributes = m_cursor.attributes();
    XliffScope scope = scopeOf(attributes);
    if (!nameAttribute.empty())
        scope.context = joinedContext(scope.context, valueOf(attributes, nameAttribute));
    m_scopes.push_back(std::move(scope));
}

void XliffScanner::addNote(XliffUnit &unit)
{
    if (std::string note = textOfElement(m_cursor, m_file.text); !note.empty())
        unit.notes.push_back(std::move(note));
}

std::string joinedContext(const std::string &context, const std::string &name)
{
    return context.empty() || name.empty() ? context + name : context + "/" + name;
}

}  // namespace interlinear::cat
