// Marks of GitHub's Markdown that md4c takes for text: footnotes and alerts.
//
//   setNotesAside(run, bytes);   // {"Wait.<1/>"} for "Wait.[^1]"; of "[^1]: The note" and "[!NOTE] The dog" the mark is left out
#pragma once

#include "engine/cat/document/inline_run.h"

#include <string_view>
#include <vector>

namespace interlinear::cat::markdown {

/// References to footnotes become single tags. The label that begins a footnote and the kind that begins a quote's alert belong to no segment.
/// Footnotes on lines of their own are runs of their own.
std::vector<InlineRun> setNotesAside(InlineRun run, std::string_view bytes);

}  // namespace interlinear::cat::markdown
