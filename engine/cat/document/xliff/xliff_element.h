// One inline element as a tag: what it is called, what may be done to it, and what it refers to itself by.
//
//   const XliffInline element = inlineOf(file, cursor, names);   // on a Start
//   if (element.shape == XliffShape::Pair) …                     // its end comes later
#pragma once

#include "engine/cat/document/xliff/xliff_content.h"
#include "engine/cat/document/xml/xml_cursor.h"

namespace interlinear::cat {

enum class XliffShape {
    Pair,        ///< g, pc, mrk: its content is text
    Opens,       ///< bpt, bx, sc, sm
    Closes,      ///< ept, ex, ec, em
    Alone,       ///< ph, x, it, protected text
    Character    ///< cp
};

struct XliffInline {
    XliffShape shape = XliffShape::Alone;
    XliffCode code;
    std::string display;      ///< empty where only the content can say it
    TagPermissions may = {};
    std::string note;         ///< what an annotation says
    std::string character;    ///< of cp
};

XliffInline inlineOf(const XliffFile &file, const XmlCursor &cursor, const XliffNames &names);

}  // namespace interlinear::cat
