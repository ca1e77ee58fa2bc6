// Message catalogs of GNU gettext: PO files, and the templates (POT) they are made from.
//
//   readPo(document, context);   // of msgid "Open %s" msgstr "%s öffnen": one segment with its target; of a plural entry one segment for each form
//
// The header and obsolete entries ("#~") are kept and not offered. msgctxt and references are the context; comments, the previous msgid, and the numbers that a
// plural form is for are notes. "fuzzy" is the state draft; placeholders of the entry's format flag ("c-format") are tags. White space and line ends around a
// message stay outside its segment; line ends and tabs within are tags. https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
#pragma once

#include "engine/cat/document/format.h"

#include <string>
#include <string_view>

namespace interlinear::cat {

/// BadFormat with the line for what is no entry, for texts that do not close, unknown escapes, and plural forms that do not count up from 0.
Result<Reading> readPo(const Document &document, const ReadContext &context);

/// A translation is broken into lines as its own msgid or else the file does it, begins and ends with a line end where its msgid does, and holds a percent sign
/// or brace as the entry's format spells it. "fuzzy" comes with a state below translated, and while an entry has some of its plural forms and not all; else it
/// goes, and the previous msgid with it.
Result<Written> writePo(const Document &document, const std::vector<Replacement> &replacements);

/// The charset of the header; empty for a template's "CHARSET".
std::string encodingOfPo(std::string_view bytes);

}  // namespace interlinear::cat
