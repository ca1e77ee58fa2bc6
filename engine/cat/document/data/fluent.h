// Fluent files (.ftl): one segment a text, comments as notes.
//
//   readFluent(document, context);   // of "# Of the inbox\nmails = { $n ->\n    [one] One mail\n   *[other] { $n } mails\n}\n":
//                                    // "One mail" and "<1/> mails", both id "mails" and note "Of the inbox", contexts "$n: one" and "$n: other"
//
// Messages, their attributes ("mails.title") and terms ("-brand") are offered. The attributes of terms are not, unless DocumentRules::keys name them: selectors
// compare them. Placeables are tags, and so are literals but for those that hold spaces or a sign of Fluent's ("{"{"}"), which are text. A selection cuts the text around it.
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

/// Never an Error: what is no entry stays as it is.
Result<Reading> readFluent(const Document &document, const ReadContext &context);

/// Lines of a target are indented as those of its text; what Fluent would take for code, or for indentation, becomes a literal.
Result<Written> writeFluent(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
