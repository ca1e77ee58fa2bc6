// YAML: string values by their keys, written back in their own style where it can hold the translation, else between double quotes.
//
//   readYaml(document, context);   // of "# a button\nok: Yes, do\n": "Yes, do", id "ok", note "a button"
//
// libyaml says where a value stands and what it means. Keys, anchors, aliases, comments and everything else stay as they are.
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

/// BadFormat with the line for what is no YAML, and for more than 1000 levels.
Result<Reading> readYaml(const Document &document, const ReadContext &context);
Result<Written> writeYaml(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
