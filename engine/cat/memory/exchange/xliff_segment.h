// The inline elements of XLIFF 1.2 and 2 as tags of a segment.
//
//   XliffSegmentReader segment;
//   segment.startElement("g", attributes); segment.characters("Enter"); segment.endElement("g");
//   const std::vector<XliffPiece> pieces = segment.take();
//
// g, pc: a pair. bpt and ept, bx and ex, sc and ec: the halves of one. x, ph, it: standalone. cp: a character. mrk, sm, em: nothing but their text, except that
// mrk mtype="seg" parts what a tool has segmented. Text that no element divides is one piece.
#pragma once

#include "engine/cat/memory/exchange/inline_builder.h"
#include "engine/cat/memory/exchange/xml_stream.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct XliffPiece {
    std::string id;      ///< mid of its mrk; empty for the whole text
    TaggedText text;
};

class XliffSegmentReader {
public:
    /// What <originalData> says the codes are, by id.
    void setData(const std::map<std::string, std::string, std::less<>> *data) { m_data = data; }

    void startElement(std::string_view name, XmlAttributes attributes);
    void endElement(std::string_view name);
    void characters(std::string_view text);
    /// The pieces; what stands between segments of mrk is left out. The reader is empty then.
    std::vector<XliffPiece> take();

private:
    void startMark(XmlAttributes attributes);
    std::string dataOf(XmlAttributes attributes, std::string_view name) const;

    const std::map<std::string, std::string, std::less<>> *m_data = nullptr;
    InlineBuilder m_segment;
    std::vector<XliffPiece> m_pieces;
    std::vector<bool> m_marks;            // of the open mrk elements: whether it parts segments
    std::vector<std::string> m_ends;      // codes of the ends of open pc elements
    std::size_t m_codeDepth = 0;
};

}  // namespace interlinear::cat
