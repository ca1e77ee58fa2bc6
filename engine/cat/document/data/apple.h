// Apple's .strings and .stringsdict: values by their keys, comments as notes, plural forms one by one.
//
//   readAppleStrings(document, context);       // of /* a button */ "ok" = "OK";: "OK", id "ok", note "a button"
//   readAppleStringsDict(document, context);   // of a property list of plurals: the texts of one, few, other, …
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

/// BadFormat with the line for what is no list of "key" = "value";.
Result<Reading> readAppleStrings(const Document &document, const ReadContext &context);
Result<Written> writeAppleStrings(const Document &document, const std::vector<Replacement> &replacements);

/// BadFormat with the line for what is no well-formed XML.
Result<Reading> readAppleStringsDict(const Document &document, const ReadContext &context);
Result<Written> writeAppleStringsDict(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
