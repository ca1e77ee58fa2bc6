// What md4c tells about the inside of each heading, paragraph and cell, in order, with the bytes where it tells them.
//
//   const Result<std::vector<InlineBlock>> blocks = inlineBlocks("# A *b*\n", 0);
//   // one Heading: Text {2, 4}, Enter Emphasis, Text {5, 6}, Leave Emphasis
#pragma once

#include "engine/cat/document/document.h"
#include "engine/core/result.h"
#include "engine/core/spans.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace interlinear::cat::markdown {

enum class EventKind { Text, Entity, Html, Code, NullCharacter, SoftBreak, HardBreak, Enter, Leave };

enum class SpanKind { Emphasis, Strong, Strike, Link, Image, Code };

struct InlineEvent {
    EventKind kind = EventKind::Text;
    SpanKind span = SpanKind::Emphasis;   ///< of Enter and Leave
    std::optional<ByteSpan> place;        ///< into the file; md4c gives none for marks and line ends
};

struct InlineBlock {
    BlockKind kind = BlockKind::Paragraph;
    std::size_t searchFrom = 0;           ///< the block begins at or after this byte
    std::vector<InlineEvent> events;
};

/// The blocks of the file from the byte bodyBegin on, in order; one without any placed event is left out.
Result<std::vector<InlineBlock>> inlineBlocks(std::string_view bytes, std::size_t bodyBegin);

}  // namespace interlinear::cat::markdown
