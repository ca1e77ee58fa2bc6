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
    /// The reader is empty then.
    TaggedText take();

private:
    void endCharacterElement();

    InlineBuilder m_segment;
    std::size_t m_codeDepth = 0;         // elements within one whose content is code
    std::optional<std::string> m_character;   // of a <ph> that stands for a character which XML cannot hold: its content so far
};

}  // namespace interlinear::cat
