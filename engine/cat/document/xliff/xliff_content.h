// The content of a <source>, <target> or <mrk mtype="seg"> as text with tags.
//
//   XliffContent source = sourceContent(file, place.source, place.space, names);
//   XliffContent target = targetContent(file, content, place.space, names, source);   // its tags have the ids of the source's
//
// g, pc: a pair. bpt and ept, bx and ex, sc and ec, sm and em: a pair where both halves are there and nest, else two that stand alone. x, ph, it: alone. mrk: a
// pair that a target may lack; one that protects its text: alone. cp: its character. Anything else keeps its bytes.
#pragma once

#include "engine/cat/document/xliff/xliff_units.h"
#include "engine/core/tagged_text.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// What an inline element refers to itself by.
struct XliffCode {
    std::string key;      ///< the same for the halves of a pair and for the target's element that stands for the source's
    std::string copyOf;   ///< the key of which it is a copy (XLIFF 2); may be empty
    std::string looks;    ///< its bytes without ids (XLIFF 2), to find the source's of which it is a copy
    bool element = true;  ///< not a line end, tab or entity
    bool soft = false;    ///< half of a pair that may cross others
    bool closes = false;  ///< that is its second half
    bool note = false;    ///< an annotation, which is no code
    bool follows = false; ///< XLIFF 2: stays behind the code before it (canReorder="no")
};

struct XliffContent {
    TaggedText text;                  ///< without white space at its ends
    std::vector<XliffCode> codes;     ///< one a tag
    std::string before, behind;       ///< the white space at its ends
    std::vector<std::string> notes;   ///< of annotations that comment
    bool cdata = false;               ///< all of it stands in a CDATA section

    bool empty() const { return text.empty(); }
};

/// Ends of lines are spaces, or, where white space is preserved or they are references, tags.
XliffContent sourceContent(const XliffFile &file, ByteSpan content, XliffSpace space, const XliffNames &names);

/// A tag that the source lacks gets an id that the source does not have; a line end or tab that it lacks is a character.
XliffContent targetContent(const XliffFile &file, ByteSpan content, XliffSpace space, const XliffNames &names, const XliffContent &source);

}  // namespace interlinear::cat
