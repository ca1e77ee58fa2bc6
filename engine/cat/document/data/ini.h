// INI files and desktop entries: values by their keys, sections as context, comments as notes.
//
//   readIni(document, context);       // of "[menu]\n; a button\nok=All right\n": "All right", id "ok", context "menu", note "a button"
//   readDesktop(document, context);   // Name, GenericName, Comment and Keywords, those without a language
//
// In an INI file, "=" or ":" stands behind a key, and a value goes on in lines that are indented more than its key, with or without a backslash before them.
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

Result<Reading> readIni(const Document &document, const ReadContext &context);
/// INI files have no escapes: a line end in a target becomes a space, but for those of the source, as long as no line then begins a key of its own.
Result<Written> writeIni(const Document &document, const std::vector<Replacement> &replacements);

Result<Reading> readDesktop(const Document &document, const ReadContext &context);
/// Where the document names its target language, "Name[de]" beside "Name"; else in the place of "Name".
Result<Written> writeDesktop(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
