// Attributes whatever their prefix: "w:val", "val".
//
//   attributeNamed(cursor, "val");   // the text; empty where there is none
#pragma once

#include "engine/cat/document/xml/xml_cursor.h"

#include <string>
#include <string_view>

namespace interlinear::cat::ooxml {

/// Of a Start, the first attribute of that local name.
inline std::string attributeNamed(const XmlCursor &cursor, std::string_view localName)
{
    for (const XmlAttribute &attribute : cursor.attributes()) {
        const std::size_t colon = attribute.name.find(':');
        if (attribute.name.substr(colon == std::string_view::npos ? 0 : colon + 1) == localName)
            return attribute.text();
    }
    return {};
}

}  // namespace interlinear::cat::ooxml
