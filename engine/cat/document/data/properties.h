// Java's .properties: values by their keys, comments as notes, \uXXXX and continuation lines read as they are meant.
//
//   readProperties(document, context);   // of "# a button\nok = Caf\\u00e9\n": "Café", id "ok", note "a button"
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

/// BadFormat with the line for a "\u" without four digits.
Result<Reading> readProperties(const Document &document, const ReadContext &context);
Result<Written> writeProperties(const Document &document, const std::vector<Replacement> &replacements);

/// ASCII where the bytes are no more, so that new letters become \uXXXX, which every Java reads; ISO-8859-1 where they are no UTF-8; else UTF-8.
std::string encodingOfProperties(std::string_view bytes);

}  // namespace interlinear::cat
