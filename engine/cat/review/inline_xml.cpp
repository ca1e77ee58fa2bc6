#include "engine/cat/review/inline_xml.h"

#include "engine/cat/document/xml/xml_text.h"
#include "engine/cat/review/review_text.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace interlinear::cat {

namespace {

constexpr std::size_t mostDigits = 9;

std::string attribute(std::string_view name, std::string_view value)
{
    return value.empty() ? std::string() : " " + std::string(name) + "=\"" + xmlAttribute(value) + "\"";
}

std::string rightsOf(const TagPermissions &may)
{
    return std::string(may.copy ? "" : " canCopy=\"no\"") + (may.remove ? "" : " canDelete=\"no\"");
}

std::string xliff1Tag(const InlineTag &tag, bool nested)
{
    const std::string id = std::to_string(tag.id);
    switch (tag.kind) {
    case TagKind::Open:
        return nested ? "<g id=\"" + id + "\">" : "<bx id=\"" + id + "\"/>";
    case TagKind::Close:
        return nested ? "</g>" : "<ex id=\"" + id + "\"/>";
    case TagKind::Standalone:
        break;
    }
    return "<x id=\"" + id + "\"" + attribute("equiv-text", tag.display) + "/>";
}

std::string xliff2Tag(const InlineTag &tag, bool nested)
{
    const std::string id = std::to_string(tag.id);
    switch (tag.kind) {
    case TagKind::Open:
        return nested ? "<pc id=\"" + id + "\"" + rightsOf(tag.may) + attribute("dispStart", tag.display) + ">" : "<sc id=\"" + id + "\" isolated=\"yes\"/>";
    case TagKind::Close:
        return nested ? "</pc>" : "<ec id=\"" + id + "\" isolated=\"yes\"/>";
    case TagKind::Standalone:
        break;
    }
    return "<ph id=\"" + id + "\"" + rightsOf(tag.may) + attribute("disp", tag.display) + "/>";
}

std::string tmxTag(const InlineTag &tag, bool nested)
{
    const std::string id = std::to_string(tag.id);
    const std::string code = xmlText(tag.code);
    switch (tag.kind) {
    case TagKind::Open:
        return nested ? "<bpt i=\"" + id + "\" x=\"" + id + "\">" + code + "</bpt>" : "<it pos=\"begin\" x=\"" + id + "\">" + code + "</it>";
    case TagKind::Close:
        return nested ? "<ept i=\"" + id + "\">" + code + "</ept>" : "<it pos=\"end\" x=\"" + id + "\">" + code + "</it>";
    case TagKind::Standalone:
        break;
    }
    return "<ph x=\"" + id + "\"" + attribute("type", tag.display) + ">" + code + "</ph>";
}

std::string tagXml(const InlineTag &tag, InlineDialect dialect, bool nested)
{
    switch (dialect) {
    case InlineDialect::Xliff1:
        return xliff1Tag(tag, nested);
    case InlineDialect::Xliff2:
        return xliff2Tag(tag, nested);
    case InlineDialect::Tmx:
        break;
    }
    return tmxTag(tag, nested);
}

/// Reads the content of one element.
class InlineReader {
public:
    explicit InlineReader(XmlCursor &cursor) : m_cursor(cursor) {}

    TaggedText read()
    {
        if (m_cursor.token().selfClosing)
            return {};
        const std::size_t depth = m_cursor.depth();
        while (m_cursor.next() && !(m_cursor.token().kind == XmlKind::End && m_cursor.depth() == depth))
            take(m_cursor.token());
        return std::move(m_text);
    }

private:
    void take(const XmlToken &token)
    {
        switch (token.kind) {
        case XmlKind::Start:
            return start(token.localName());
        case XmlKind::End:
            return end();
        case XmlKind::Text:
            m_text.text += decodedXml(m_cursor.raw());
            return;
        case XmlKind::CData:
            m_text.text += m_cursor.raw();
            return;
        case XmlKind::Comment:
        case XmlKind::Instruction:
        case XmlKind::Doctype:
            return;
        }
    }

    void start(std::string_view name)
    {
        static constexpr std::array<std::string_view, 3> opening{"bpt", "bx", "sc"};
        static constexpr std::array<std::string_view, 3> closing{"ept", "ex", "ec"};
        static constexpr std::array<std::string_view, 3> alone{"x", "ph", "ut"};
        if (name == "g" || name == "pc")
            openElement();
        else if (name == "cp")
            addCharacter();
        else if (std::ranges::find(opening, name) != opening.end())
            addOpening();
        else if (std::ranges::find(closing, name) != closing.end())
            addCode(TagKind::Close, closedId());
        else if (std::ranges::find(alone, name) != alone.end())
            addCode(TagKind::Standalone, numberIn({"x", "id"}));
        else if (name == "it")
            addCode(m_cursor.attributeText("pos") == "end" ? TagKind::Close : TagKind::Open, numberIn({"x", "id", "rid"}));
    }

    void openElement()
    {
        const int id = numberIn({"id"});
        add(TagKind::Open, id);
        if (m_cursor.token().selfClosing)
            add(TagKind::Close, id);
        else
            m_open.push_back({m_cursor.depth(), id});
    }

    void end()
    {
        if (m_open.empty() || m_open.back().first != m_cursor.depth())
            return;
        add(TagKind::Close, m_open.back().second);
        m_open.pop_back();
    }

    void addOpening()
    {
        const int id = numberIn({"x", "id", "i"});
        for (const std::string_view name : {"i", "rid", "id"}) {
            if (const std::string value = m_cursor.attributeText(name); !value.empty())
                m_pairs[std::string(name) + value] = id;
        }
        addCode(TagKind::Open, id);
    }

    /// Of the half that the closing one names.
    int closedId()
    {
        for (const auto &[name, opener] : {std::pair("i", "i"), std::pair("rid", "rid"), std::pair("startRef", "id")}) {
            const std::string value = m_cursor.attributeText(name);
            if (const auto pair = m_pairs.find(opener + value); !value.empty() && pair != m_pairs.end())
                return pair->second;
        }
        return numberIn({"id", "rid", "startRef", "x", "i"});
    }

    /// Goes to the end of the element; its content is code.
    void addCode(TagKind kind, int id)
    {
        add(kind, id);
        skipElement(m_cursor);
    }

    void addCharacter()
    {
        const std::string hex = m_cursor.attributeText("hex");
        std::uint32_t character = 0;
        std::from_chars(hex.data(), hex.data() + hex.size(), character, 16);
        m_text.text += utf8Of(character);
    }

    void add(TagKind kind, int id) { m_text.tags.push_back({id, kind, m_text.text.size(), {}, {}}); }

    /// The number at the end of the first of these attributes that is there.
    int numberIn(std::initializer_list<std::string_view> names) const
    {
        for (const std::string_view name : names) {
            const std::string value = m_cursor.attributeText(name);
            if (value.empty())
                continue;
            const std::size_t last = value.find_last_not_of("0123456789");
            const std::string digits = value.substr(last == std::string::npos ? 0 : last + 1);
            int number = 0;
            if (digits.size() <= mostDigits)
                std::from_chars(digits.data(), digits.data() + digits.size(), number);
            return number;
        }
        return 0;
    }

    XmlCursor &m_cursor;
    TaggedText m_text;
    std::vector<std::pair<std::size_t, int>> m_open;   // depths and ids of open g and pc
    std::map<std::string, int> m_pairs;                // by what the other half says
};

}  // namespace

std::string inlineXml(const TaggedText &text, InlineDialect dialect)
{
    const TaggedText held = reviewText(text);
    const bool nested = held.isWellFormed();
    std::string xml;
    std::size_t at = 0;
    for (std::size_t i = 0; i < held.tags.size(); ++i) {
        const std::size_t offset = held.tags[i].offset;
        xml += xmlText(std::string_view(held.text).substr(at, offset - at)) + tagXml(text.tags[i], dialect, nested);
        at = offset;
    }
    return xml + xmlText(std::string_view(held.text).substr(at));
}

TaggedText inlineText(XmlCursor &cursor)
{
    return InlineReader(cursor).read();
}

}  // namespace interlinear::cat
