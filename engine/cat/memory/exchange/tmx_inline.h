// A TaggedText as the content of a TMX <seg>, and back.
//
//   tmxSegment({"Press Enter", {{1, TagKind::Open, 6, "<b>"}, {1, TagKind::Close, 11, "</b>"}}});
//   // Press <bpt i="1" x="1">&lt;b&gt;</bpt>Enter<ept i="1">&lt;/b&gt;</ept>
#pragma once

#include "engine/core/tagged_text.h"

#include <string>
#include <string_view>

class QXmlStreamReader;

namespace interlinear::cat {

/// The text as XML: markup escaped, line ends and tabs safe in attributes too, characters that XML cannot hold replaced by U+FFFD.
std::string xmlText(std::string_view text);

/// From a start to its end: the characters of the element and of those in it. An entity that the file does not define is an error of the reader.
std::string xmlElementText(QXmlStreamReader &reader);

/// The content of <seg>. The tags must be well-formed.
std::string tmxSegment(const TaggedText &text);

/// Reads from a <seg> to its end, and is well-formed always: bpt and ept that do not pair are standalone tags.
/// An id is what x says, or i, or the next free number.
TaggedText readTmxSegment(QXmlStreamReader &reader);

}  // namespace interlinear::cat
