// INI files and desktop entries: values by their keys, sections as context, comments as notes.
//
//   readIni(document, context);       // of "[menu]\n; a button\nok=All right\n": "All right", id "ok", context "menu", note "a button"
//   readDesktop(document, context);   // Name, GenericName, Comment and Keywords, those without a language
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

Result<Reading> readIni(const Document &document, const ReadContext &context);
/// INI files have no escapes: a line end in a target becomes a space.
Result<Written> writeIni(const Document &document, const std::vector<Replacement> &replacements);

Result<Reading> readDesktop(const Document &document, const ReadContext &context);
Result<Written> writeDesktop(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
