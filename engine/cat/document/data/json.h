// JSON (RFC 8259): string values by their keys; everything else, order, white space and numbers too, stays as it is.
//
//   readJson(document, context);   // of {"menu": {"title": "File"}}: "File", id "title", context "menu"
//
// Without rules: values that look like text. Application resource bundles (ARB) keep "@" entries for themselves and give their descriptions as notes; so do Chrome's
// messages.json. A key that ends as i18next names plural forms ("_one") gives the form as a note.
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

/// BadFormat with the line for what is no JSON, and for more than 1000 levels.
Result<Reading> readJson(const Document &document, const ReadContext &context);
Result<Written> writeJson(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
