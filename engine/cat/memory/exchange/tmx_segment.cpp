#include "engine/cat/memory/exchange/tmx_segment.h"

#include "engine/core/utf8.h"

#include <QString>

#include <array>
#include <cstdio>

namespace interlinear::cat {

namespace {

constexpr std::string_view characterType = "x-character";   // a <ph> that stands for a character which XML cannot hold

/// The code point when the character is outside the Char production of XML 1.0.
std::optional<unsigned> notForXml(std::string_view character)
{
    const auto byte = static_cast<unsigned char>(character[0]);
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r')
        return byte;
    if (character == "\xEF\xBF\xBE")
        return 0xFFFEU;
    if (character == "\xEF\xBF\xBF")
        return 0xFFFFU;
    return std::nullopt;
}

template <typename Unholdable>
std::string escaped(std::string_view text, Unholdable unholdable)
{
    std::string xml;
    xml.reserve(text.size() + text.size() / 8);
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view character = text.substr(at, utf8CharacterLength(text, at));
        at += character.size();
        switch (character[0]) {
        case '&': xml += "&amp;"; break;
        case '<': xml += "&lt;"; break;
        case '>': xml += "&gt;"; break;
        case '"': xml += "&quot;"; break;
        case '\t': xml += "&#9;"; break;
        case '\n': xml += "&#10;"; break;
        case '\r': xml += "&#13;"; break;
        default:
            if (const auto code = notForXml(character))
                xml += unholdable(*code);
            else
                xml += character;
        }
    }
    return xml;
}

std::string segmentText(std::string_view text)
{
    return escaped(text, [](unsigned code) {
        std::array<char, 64> element{};
        std::snprintf(element.data(), element.size(), "<ph type=\"x-character\">U+%04X</ph>", code);
        return std::string(element.data());
    });
}

std::string tagElement(const InlineTag &tag)
{
    const std::string id = std::to_string(tag.id);
    const std::string type = tag.display.empty() ? "" : " type=\"" + escapedXml(tag.display) + "\"";
    switch (tag.kind) {
    case TagKind::Open:
        return "<bpt i=\"" + id + "\" x=\"" + id + "\"" + type + ">" + escapedXml(tag.code) + "</bpt>";
    case TagKind::Close:
        return "<ept i=\"" + id + "\">" + escapedXml(tag.code) + "</ept>";
    case TagKind::Standalone:
        return "<ph x=\"" + id + "\"" + type + ">" + escapedXml(tag.code) + "</ph>";
    }
    return {};
}

/// The <seg> of a text that lies in memory.
class SegmentHandler : public XmlHandler {
public:
    void startElement(std::string_view name, XmlAttributes attributes) override
    {
        if (m_inside)
            m_reader.startElement(name, attributes);
        m_inside = true;
    }
    void endElement(std::string_view) override { m_reader.endElement(); }
    void characters(std::string_view text) override { m_reader.characters(text); }
    TaggedText take() { return m_reader.take(); }

private:
    TmxSegmentReader m_reader;
    bool m_inside = false;
};

}  // namespace

std::string escapedXml(std::string_view text)
{
    return escaped(text, [](unsigned) { return std::string("\xEF\xBF\xBD"); });
}

std::string tmxSegment(const TaggedText &text)
{
    std::string xml;
    std::size_t done = 0;
    for (const InlineTag &tag : text.tags) {
        xml += segmentText(std::string_view(text.text).substr(done, tag.offset - done)) + tagElement(tag);
        done = tag.offset;
    }
    return xml + segmentText(std::string_view(text.text).substr(done));
}

std::optional<TaggedText> readTmxSegment(std::string_view xml)
{
    SegmentHandler handler;
    return readXmlText(xml, handler) ? std::optional(handler.take()) : std::nullopt;
}

void TmxSegmentReader::noteStart(std::string_view name, XmlAttributes attributes)
{
    if (m_markup.empty())
        m_markup = escapedXml(m_segment.textSoFar());
    m_isTold = m_isTold && m_open.empty() && (name == "bpt" || name == "ept" || name == "ph");
    m_open.emplace_back(name);
    m_markup.append("<").append(name);
    attributes.forEach([&](std::string_view attribute, std::string_view value) {
        if (attribute.find(':') != std::string_view::npos)
            return;   // of somebody's namespace
        m_isTold = m_isTold && (attribute == "i" || attribute == "x" || attribute == "type");
        m_markup.append(" ").append(attribute).append("=\"").append(escapedXml(value)).append("\"");
    });
    m_markup += '>';
}

void TmxSegmentReader::startElement(std::string_view name, XmlAttributes attributes)
{
    noteStart(name, attributes);
    if (m_codeDepth > 0) {
        ++m_codeDepth;
        return;
    }
    InlineBuilder::Tag tag{.wantedId = attributes.number("x"), .display = std::string(attributes.value("type"))};
    if (name == "hi") {
        m_segment.openElement(std::move(tag));
        return;
    }
    m_codeDepth = 1;
    if (name == "ph" && tag.display == characterType) {
        m_character.emplace();
        return;
    }
    const TagKind kind = name == "bpt" ? TagKind::Open : name == "ept" ? TagKind::Close : TagKind::Standalone;
    if (kind != TagKind::Standalone) {
        tag.pair = attributes.value("i");
        if (tag.wantedId == 0)
            tag.wantedId = attributes.number("i");
    }
    m_segment.tag(kind, std::move(tag));
}

bool TmxSegmentReader::endElement()
{
    if (!m_open.empty()) {
        m_markup.append("</").append(m_open.back()).append(">");
        m_open.pop_back();
    }
    if (m_codeDepth > 0) {
        if (--m_codeDepth == 0 && m_character)
            endCharacterElement();
        return true;
    }
    if (m_segment.openElements() == 0)
        return false;
    m_segment.closeElement();
    return true;
}

void TmxSegmentReader::characters(std::string_view text)
{
    if (!m_markup.empty())
        m_markup += escapedXml(text);
    if (m_character)
        *m_character += text;
    else if (m_codeDepth > 0)
        m_segment.code(text);
    else
        m_segment.text(text);
}

void TmxSegmentReader::endCharacterElement()
{
    const QString code = QString::fromStdString(*m_character);
    m_character.reset();
    bool isNumber = false;
    const unsigned value = code.mid(2).toUInt(&isNumber, 16);
    if (isNumber && code.startsWith(u"U+") && value <= 0xFFFF && !QChar::isSurrogate(value))
        m_segment.text(QString(QChar(static_cast<char16_t>(value))).toStdString());
}

TaggedText TmxSegmentReader::take()
{
    m_markup.clear();
    m_open.clear();
    m_isTold = true;
    return m_segment.take();
}

}  // namespace interlinear::cat
