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

}  // namespace interlinear::cat
