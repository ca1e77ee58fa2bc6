#include "engine/cat/memory/exchange/xliff_segment.h"

#include <QString>

#include <charconv>
#include <utility>

namespace interlinear::cat {

namespace {

/// The number that an id is, or ends in: "1", "id1", "ph-3".
int numberIn(std::string_view id)
{
    const std::size_t last = id.find_last_not_of("0123456789");
    const std::string_view digits = id.substr(last == std::string_view::npos ? 0 : last + 1);
    int number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return problem == std::errc() && number <= 999'999'999 ? number : 0;
}

std::string firstOf(XmlAttributes attributes, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) {
        if (const std::string_view value = attributes.value(name); !value.empty())
            return std::string(value);
    }
    return {};
}

std::string characterOf(std::string_view hexadecimal)
{
    unsigned code = 0;
    const auto [end, problem] = std::from_chars(hexadecimal.data(), hexadecimal.data() + hexadecimal.size(), code, 16);
    if (problem != std::errc() || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return {};
    const char32_t character = code;
    return QString::fromUcs4(&character, 1).toStdString();
}

}  // namespace

std::string XliffSegmentReader::dataOf(XmlAttributes attributes, std::string_view name) const
{
    const auto found = m_data ? m_data->find(attributes.value(name)) : std::map<std::string, std::string, std::less<>>::const_iterator();
    return m_data && found != m_data->end() ? found->second : std::string();
}

void XliffSegmentReader::startElement(std::string_view name, XmlAttributes attributes)
{
    if (m_codeDepth > 0) {
        ++m_codeDepth;
        return;
    }
    const std::string id = firstOf(attributes, {"id", "startRef"});
    InlineBuilder::Tag tag{.wantedId = numberIn(id), .display = firstOf(attributes, {"ctype", "equiv-text", "equiv", "disp"})};
    if (name == "mrk") {
        startMark(attributes);
    } else if (name == "g") {
        m_segment.openElement(std::move(tag));
    } else if (name == "pc") {
        tag.code = dataOf(attributes, "dataRefStart");
        m_ends.push_back(dataOf(attributes, "dataRefEnd"));
        m_segment.openElement(std::move(tag));
    } else if (name == "cp") {
        m_segment.text(characterOf(attributes.value("hex")));
    } else if (name == "sm" || name == "em") {
        return;
    } else {
        const bool opens = name == "bpt" || name == "bx" || name == "sc";
        const bool closes = name == "ept" || name == "ex" || name == "ec";
        tag.pair = firstOf(attributes, {"rid", "startRef", "id"});
        tag.code = dataOf(attributes, "dataRef");
        m_segment.tag(opens ? TagKind::Open : closes ? TagKind::Close : TagKind::Standalone, std::move(tag));
        m_codeDepth = 1;
    }
}

/// A segment's text stands between the start and the end of its mrk; what stands around it belongs to none.
void XliffSegmentReader::startMark(XmlAttributes attributes)
{
    const bool parts = attributes.value("mtype") == "seg" && m_segment.openElements() == 0;
    m_marks.push_back(parts);
    if (parts) {
        m_segment.take();
        m_pieces.push_back({std::string(attributes.value("mid")), {}});
    }
}

void XliffSegmentReader::endElement(std::string_view name)
{
    if (m_codeDepth > 0) {
        --m_codeDepth;
    } else if (name == "mrk" && !m_marks.empty()) {
        if (m_marks.back())
            m_pieces.back().text = m_segment.take();
        m_marks.pop_back();
    } else if (name == "g") {
        m_segment.closeElement();
    } else if (name == "pc" && !m_ends.empty()) {
        m_segment.closeElement(std::move(m_ends.back()));
        m_ends.pop_back();
    }
}

void XliffSegmentReader::characters(std::string_view text)
{
    if (m_codeDepth > 0)
        m_segment.code(text);
    else
        m_segment.text(text);
}

std::vector<XliffPiece> XliffSegmentReader::take()
{
    TaggedText rest = m_segment.take();
    if (m_pieces.empty())
        m_pieces.push_back({"", std::move(rest)});
    m_marks.clear();
    m_ends.clear();
    m_codeDepth = 0;
    return std::exchange(m_pieces, {});
}

}  // namespace interlinear::cat
