// Text and tags of one block, from what md4c told about it and the bytes in between.
//
//   for (const InlineBlock &block : *inlineBlocks(bytes, 0))
//       if (std::optional<InlineRun> run = readInlines(bytes, block)) use(*run);
#pragma once

#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/markdown/inline_events.h"

#include <optional>
#include <string_view>

namespace interlinear::cat::markdown {

/// Nothing when the bytes between the placed events are not the marks that the events name; such a block is better left alone.
std::optional<InlineRun> readInlines(std::string_view bytes, const InlineBlock &block);

}  // namespace interlinear::cat::markdown
