// What the readers of XLIFF 1.2 and 2 share: elements as spans, and what is inherited from the elements around.
//
//   XliffElement note = elementAt(cursor);   // on a Start; the cursor then stands on its end
#pragma once

#include "engine/cat/document/xliff/xliff_units.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// On a Start; goes to its end.
XliffElement elementAt(XmlCursor &cursor);

/// As elementAt(); the characters of all that it holds, without white space at their ends.
std::string textOfElement(XmlCursor &cursor, std::string_view text);

/// The local name of a Start in the file's own namespace; empty for another one's.
std::string_view coreName(const XliffFile &file, const XmlCursor &cursor);

/// What xml:space says, else what is around.
XliffSpace spaceOf(const std::vector<XmlAttribute> &attributes, XliffSpace around);

/// Of the attribute with that name; empty where there is none.
std::string valueOf(const std::vector<XmlAttribute> &attributes, std::string_view name);
/// The same as it is written.
std::string_view rawValueOf(const std::vector<XmlAttribute> &attributes, std::string_view name);

/// What a code is called for people: "b" for "<b>", "cf bold" for "<cf bold="True">", else itself, cut.
std::string codeName(std::string_view code);

/// Whether there is nothing but white space.
bool isBlankXml(std::string_view text);

void forEachUnitOf1(const XliffFile &file, const XliffVisitor &visit);
void forEachUnitOf2(const XliffFile &file, const XliffVisitor &visit);

}  // namespace interlinear::cat
