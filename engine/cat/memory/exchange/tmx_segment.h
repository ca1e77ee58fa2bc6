// A TaggedText as the content of a TMX <seg>, and back.
//
//   tmxSegment({"Press Enter", {{1, TagKind::Open, 6, "<b>"}, {1, TagKind::Close, 11, "</b>"}}});
//   // Press <bpt i="1" x="1">&lt;b&gt;</bpt>Enter<ept i="1">&lt;/b&gt;</ept>
#pragma once

#include "engine/cat/memory/exchange/inline_builder.h"
#include "engine/cat/memory/exchange/xml_stream.h"
#include "engine/core/tagged_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// The text as XML: markup escaped, line ends and tabs safe in attributes too, characters that XML cannot hold replaced by U+FFFD.
std::string escapedXml(std::string_view text);

/// The content of <seg>. The tags must be well-formed.
std::string tmxSegment(const TaggedText &text);

/// The text of "<seg>…</seg>"; nothing when that is not well-formed.
std::optional<TaggedText> readTmxSegment(std::string_view xml);

/// Takes the events between a <seg> and its end. bpt and ept that do not pair are standalone tags; an id is what x says, or i, or the next free number.
class TmxSegmentReader {
public:
    void startElement(std::string_view name, XmlAttributes attributes);
    /// False for the end of <seg> itself.
    bool endElement();
    void characters(std::string_view text);
    /// What <seg> holds, where its tags do not tell all of it (hi, it, sub, ut, attributes that nobody here knows); else empty.
    std::string markup() const { return m_isTold ? std::string() : m_markup; }
    /// The reader is empty then.
    TaggedText take();

private:
    void noteStart(std::string_view name, XmlAttributes attributes);
    void endCharacterElement();

    InlineBuilder m_segment;
    std::size_t m_codeDepth = 0;         // elements within one whose content is code
    std::optional<std::string> m_character;   // of a <ph> that stands for a character which XML cannot hold: its content so far
    std::string m_markup;                // what was read, from the first element on
    std::vector<std::string> m_open;     // names
    bool m_isTold = true;
};

}  // namespace interlinear::cat
