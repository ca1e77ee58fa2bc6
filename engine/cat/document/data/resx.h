// .NET's RESX: the strings of <data>, with their comments as notes; resources with a type or a MIME type, and a designer's own (">>name"), stay as they are.
//
//   readResx(document, context);   // of <data name="ok"><value>OK</value><comment>a button</comment></data>: "OK", id "ok", note "a button"
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

/// BadFormat with the line for what is no well-formed XML.
Result<Reading> readResx(const Document &document, const ReadContext &context);
Result<Written> writeResx(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
