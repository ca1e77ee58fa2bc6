// A document as a translator works on it: its segments, and its own bytes, into which targets are put back.
//
//   Result<Document> document = readDocument("README.md", "en");
//   for (const Segment &segment : document->segments) show(segment.source.text);
//   document->bytes.substr(span.begin, span.length());   // what a target replaces; everything else stays as it is
#pragma once

#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <string>
#include <vector>

namespace interlinear::cat {

/// What a paragraph is in its document; the innermost structure counts.
enum class BlockKind { Paragraph, Heading, ListItem, Quote, TableCell };

struct Segment {
    TaggedText source;          ///< one line without white space at its ends; soft line breaks are spaces, escapes and entities are decoded
    ByteSpan span;              ///< in Document::bytes; spans rise and do not overlap
    std::size_t paragraph = 0;  ///< from 0; the sentences of one paragraph share it
    BlockKind kind = BlockKind::Paragraph;

    bool operator==(const Segment &) const = default;
};

struct Document {
    std::string name;              ///< for errors: the path, or what the caller calls it
    std::string format;            ///< DocumentFormat::id, for instance "markdown"
    std::string language;          ///< BCP 47 tag of the source
    std::string bytes;             ///< the file as it was read, byte order mark and line ends included
    std::vector<Segment> segments;
};

/// "paragraph", "heading", "list-item", "quote", "table-cell".
const char *blockKindName(BlockKind kind);

}  // namespace interlinear::cat
