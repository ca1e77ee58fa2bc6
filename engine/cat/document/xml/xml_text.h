// Characters as XML spells them, and back.
//
//   decodedXml("Tom &amp; Jerry &#233;");   // "Tom & Jerry é"
//   xmlText("a < b");                        // "a &lt; b"
//   addXmlText(run, "a &lt; b", 120);        // into a run, each character with its bytes
#pragma once

#include "engine/cat/document/inline_run.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace interlinear::cat {

/// References resolved; one to an entity that XML itself does not have stays as it is.
std::string decodedXml(std::string_view raw);

/// As content of an element, behind any other: "&", "<", and a ">" that may come behind "]]" are escaped; characters that XML does not allow become U+FFFD.
std::string xmlText(std::string_view text);

/// As xmlText(), for between double quotes; line ends and tabs are references, so that they are read back.
std::string xmlAttribute(std::string_view text);

/// As xmlAttribute(), for between either kind of quotes.
std::string xmlValue(std::string_view text);

/// As content of a CDATA section, which ends and begins anew within "]]>"; line ends become line feeds, characters that XML does not allow U+FFFD.
std::string xmlSection(std::string_view text);

/// The raw content of a text token, which begins at that byte of the document, at the end of the run. A reference to an entity that XML itself does not have
/// becomes a tag that stands alone.
void addXmlText(InlineRun &run, std::string_view raw, std::size_t begin);

}  // namespace interlinear::cat
