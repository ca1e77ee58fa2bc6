#include "engine/cat/document/markdown/runs.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/markdown/front_matter.h"
#include "engine/cat/document/markdown/inline_events.h"
#include "engine/cat/document/markdown/inline_reader.h"
#include "engine/cat/document/markdown/notes.h"

#include <algorithm>
#include <iterator>

namespace interlinear::cat::markdown {

Result<std::vector<InlineRun>> textRuns(std::string_view bytes)
{
    const Result<std::vector<InlineBlock>> blocks = inlineBlocks(bytes, frontMatterEnd(bytes, byteOrderMarkLength(bytes)));
    if (!blocks)
        return std::unexpected(blocks.error());
    std::vector<InlineRun> runs;
    for (const InlineBlock &block : *blocks) {
        if (std::optional<InlineRun> run = readInlines(bytes, block))
            std::ranges::move(setNotesAside(std::move(*run), bytes), std::back_inserter(runs));
    }
    return runs;
}

}  // namespace interlinear::cat::markdown
