// Texts as a TS file spells them, and back.
//
//   InlineRun run = tsRun(file, message.source);
//   TsSpelling spelling = spellingOf(file, catalog);
//   spelledTs("say \"hi\"", spelling);              // "say &quot;hi&quot;", where the file does it so
#pragma once

#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/ts/ts_messages.h"

#include <string>
#include <string_view>

namespace interlinear::cat {

/// The text of an element: line ends, tabs and <byte> as tags that stand alone, Qt's placeholders too.
InlineRun tsRun(std::string_view file, ByteSpan content);

/// Characters that the file writes as they are, though Qt's own programs do not.
struct TsSpelling {
    std::string plain;              ///< of >, " and '
    bool plainSpaces = false;       ///< no-break and other spaces beyond ASCII
    std::string lineEnd = "\n";
};

TsSpelling spellingOf(std::string_view file, const TsCatalog &catalog);

std::string spelledTs(std::string_view text, const TsSpelling &spelling);

}  // namespace interlinear::cat
