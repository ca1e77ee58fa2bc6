#include "engine/cat/memory/exchange/tmx_inline.h"

#include "engine/core/utf8.h"

#include <QXmlStreamReader>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <set>
#include <unordered_map>

namespace interlinear::cat {

using namespace Qt::StringLiterals;

namespace {

constexpr QStringView characterType = u"x-character";   // a <ph> that stands for a character which XML cannot hold

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
    const std::string type = tag.display.empty() ? "" : " type=\"" + xmlText(tag.display) + "\"";
    switch (tag.kind) {
    case TagKind::Open:
        return "<bpt i=\"" + id + "\" x=\"" + id + "\"" + type + ">" + xmlText(tag.code) + "</bpt>";
    case TagKind::Close:
        return "<ept i=\"" + id + "\">" + xmlText(tag.code) + "</ept>";
    case TagKind::Standalone:
        return "<ph x=\"" + id + "\"" + type + ">" + xmlText(tag.code) + "</ph>";
    }
    return {};
}

void raiseUnknownEntity(QXmlStreamReader &reader)
{
    reader.raiseError(QStringLiteral("the entity \"%1\" is not defined in the file").arg(reader.name()));
}

/// An inline element as the file has it; pairs and ids are found once all are known.
struct RawTag {
    InlineTag tag;
    int pair = 0;              // i of bpt and ept, below zero for hi; 0 for none
    int wantedId = 0;          // x, or i; 0 for none
    std::size_t partner = 0;   // index of the other half
    bool paired = false;
};

class SegmentReader {
public:
    explicit SegmentReader(QXmlStreamReader &reader) : m_reader(reader) {}

    TaggedText read()
    {
        readContent();
        pairTags();
        assignIds();
        TaggedText result{std::move(m_text), {}};
        for (RawTag &raw : m_tags)
            result.tags.push_back(std::move(raw.tag));
        return result;
    }

private:
    void readContent()
    {
        while (!m_reader.atEnd()) {
            switch (m_reader.readNext()) {
            case QXmlStreamReader::Characters:
                m_text += m_reader.text().toUtf8().toStdString();
                break;
            case QXmlStreamReader::StartElement:
                readElement();
                break;
            case QXmlStreamReader::EntityReference:
                raiseUnknownEntity(m_reader);
                break;
            case QXmlStreamReader::EndElement:
                if (m_openHighlights.empty())
                    return;
                endHighlight();
                break;
            default:
                break;
            }
        }
    }

    void readElement()
    {
        const QStringView name = m_reader.name();
        if (name == u"hi")
            startHighlight();
        else if (name == u"bpt")
            addTag(TagKind::Open);
        else if (name == u"ept")
            addTag(TagKind::Close);
        else if (name == u"ph" && m_reader.attributes().value("type"_L1) == characterType)
            readCharacter();
        else
            addTag(TagKind::Standalone);
    }

    void addTag(TagKind kind)
    {
        const QXmlStreamAttributes attributes = m_reader.attributes();
        RawTag raw;
        raw.pair = kind == TagKind::Standalone ? 0 : attributes.value("i"_L1).toInt();
        const int external = attributes.value("x"_L1).toInt();
        raw.wantedId = external > 0 ? external : raw.pair;
        const std::string display = attributes.value("type"_L1).toUtf8().toStdString();
        const std::string code = xmlElementText(m_reader);
        raw.tag = {0, kind, m_text.size(), code, display};
        m_tags.push_back(std::move(raw));
    }

    /// <hi> marks a stretch without a code of its own. It may nest without end, so no function calls itself for it.
    void startHighlight()
    {
        const std::string display = m_reader.attributes().value("type"_L1).toUtf8().toStdString();
        m_openHighlights.push_back(--m_lastHighlight);
        m_tags.push_back({{0, TagKind::Open, m_text.size(), "", display}, m_lastHighlight});
    }

    void endHighlight()
    {
        m_tags.push_back({{0, TagKind::Close, m_text.size(), "", ""}, m_openHighlights.back()});
        m_openHighlights.pop_back();
    }

    void readCharacter()
    {
        const QString code = QString::fromStdString(xmlElementText(m_reader));
        bool isNumber = false;
        const unsigned value = code.mid(2).toUInt(&isNumber, 16);
        if (isNumber && code.startsWith(u"U+") && value <= 0xFFFF && !QChar::isSurrogate(value))
            m_text += QString(QChar(static_cast<char16_t>(value))).toStdString();
    }

    void pairTags()
    {
        std::vector<std::size_t> open;
        for (std::size_t at = 0; at < m_tags.size(); ++at) {
            if (m_tags[at].tag.kind == TagKind::Open) {
                open.push_back(at);
            } else if (m_tags[at].tag.kind == TagKind::Close) {
                const auto partner = std::find_if(open.rbegin(), open.rend(), [&](std::size_t other) { return m_tags[other].pair == m_tags[at].pair; });
                if (partner == open.rend())
                    continue;
                m_tags[at].partner = *partner;
                m_tags[at].paired = m_tags[*partner].paired = true;
                open.erase(std::prev(partner.base()), open.end());
            }
        }
        for (RawTag &raw : m_tags) {
            if (!raw.paired)
                raw.tag.kind = TagKind::Standalone;
        }
    }

    void assignIds()
    {
        std::set<int> taken;
        for (RawTag &raw : m_tags) {
            if (raw.tag.kind != TagKind::Close && raw.wantedId > 0 && taken.insert(raw.wantedId).second)
                raw.tag.id = raw.wantedId;
        }
        int next = 1;
        for (RawTag &raw : m_tags) {
            if (raw.tag.kind == TagKind::Close) {
                raw.tag.id = m_tags[raw.partner].tag.id;
                raw.tag.display = m_tags[raw.partner].tag.display;
            } else if (raw.tag.id == 0) {
                while (!taken.insert(next).second)
                    ++next;
                raw.tag.id = next;
            }
        }
    }

    QXmlStreamReader &m_reader;
    std::string m_text;
    std::vector<RawTag> m_tags;
    std::vector<int> m_openHighlights;   // their pairs, which count down from -1
    int m_lastHighlight = 0;
};

}  // namespace

std::string xmlText(std::string_view text)
{
    return escaped(text, [](unsigned) { return std::string("\xEF\xBF\xBD"); });
}

std::string xmlElementText(QXmlStreamReader &reader)
{
    std::string text;
    for (int depth = 1; depth > 0 && !reader.atEnd();) {
        switch (reader.readNext()) {
        case QXmlStreamReader::Characters:
            text += reader.text().toUtf8().toStdString();
            break;
        case QXmlStreamReader::StartElement:
            ++depth;
            break;
        case QXmlStreamReader::EndElement:
            --depth;
            break;
        case QXmlStreamReader::EntityReference:
            raiseUnknownEntity(reader);
            break;
        default:
            break;
        }
    }
    return text;
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

TaggedText readTmxSegment(QXmlStreamReader &reader)
{
    return SegmentReader(reader).read();
}

}  // namespace interlinear::cat
