#include "engine/cat/document/markdown/runs.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/markdown/front_matter.h"
#include "engine/cat/document/markdown/inline_events.h"
#include "engine/cat/document/markdown/inline_reader.h"
#include "engine/cat/document/markdown/link_titles.h"
#include "engine/cat/document/markdown/notes.h"

#include <algorithm>
#include <iterator>

namespace interlinear::cat::markdown {

namespace {

std::size_t beginOf(const InlineRun &run)
{
    const std::size_t text = run.textOrigin.empty() ? std::string_view::npos : run.textOrigin[0].begin;
    return run.tagOrigin.empty() ? text : std::min(text, run.tagOrigin.front().begin);
}

}  // namespace

Result<std::vector<InlineRun>> textRuns(std::string_view bytes)
{
    const std::size_t bodyBegin = frontMatterEnd(bytes, byteOrderMarkLength(bytes));
    const Result<std::vector<InlineBlock>> blocks = inlineBlocks(bytes, bodyBegin);
    if (!blocks)
        return std::unexpected(blocks.error());
    std::vector<InlineRun> runs;
    for (const InlineBlock &block : *blocks) {
        if (std::optional<InlineRun> run = readInlines(bytes, block))
            std::ranges::move(setNotesAside(std::move(*run), bytes), std::back_inserter(runs));
    }
    if (std::vector<InlineRun> titles = linkTitles(bytes, bodyBegin); !titles.empty()) {
        std::ranges::move(titles, std::back_inserter(runs));
        std::ranges::stable_sort(runs, {}, beginOf);
    }
    return runs;
}

}  // namespace interlinear::cat::markdown
