// What stands between the quotes of a PO file: characters and their escapes.
//
//   poText(file, entry.id);        // the text "a\tb", decoded
//   poSpelled("say \"hi\"\n");     // "say \\\"hi\\\"\\n"
#pragma once

#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/po/po_catalog.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace interlinear::cat {

/// Bytes of the character or escape there; 0 for an escape that does not exist.
std::size_t poCharacterLength(std::string_view text, std::size_t at);

/// The decoded text; an escape by number stays as it is.
std::string poText(std::string_view file, const PoString &string);

/// Between the quotes, whatever lines they are on.
std::string poRaw(std::string_view file, const PoString &string);

/// Quotes, backslashes and control characters escaped.
std::string poSpelled(std::string_view text);

/// Of a text as it stands between quotes: what is white space, escaped or not, before and behind all else. All of it is `before` when there is nothing else.
struct PoOuterSpace {
    std::string_view before;
    std::string_view behind;
};

PoOuterSpace poOuterSpace(std::string_view raw);

/// The text between its outer space; line ends, tabs and escapes by number as tags that stand alone.
InlineRun poRun(std::string_view file, const PoString &string);

}  // namespace interlinear::cat
