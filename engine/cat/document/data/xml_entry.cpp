#include "engine/cat/document/data/xml_entry.h"

#include "engine/core/utf8.h"

namespace interlinear::cat {

std::string commentText(const XmlCursor &cursor)
{
    std::string_view raw = cursor.raw();
    if (raw.starts_with("<!--") && raw.ends_with("-->"))
        raw = raw.substr(4, raw.size() - 7);
    return std::string(trimmed(raw));
}

bool CDataSections::contain(std::size_t byte)
{
    while (m_section.end <= byte) {
        m_section.begin = m_text.find("<![CDATA[", m_section.end);
        m_section.end = m_section.begin == std::string_view::npos ? m_section.begin : m_text.find("]]>", m_section.begin);
    }
    return m_section.begin < byte;
}

}  // namespace interlinear::cat
