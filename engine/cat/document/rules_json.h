// What DocumentRules say of one document, as a JSON file. How documents are cut into segments is no part of it.
//
//   Result<DocumentRules> rules = rulesFromJson(R"({"keys": ["*.title", "!*.id"], "encoding": "windows-1250"})", "rules.json");
//   rulesJson(*rules);   // the same; "" for rules that say nothing
//
// Keys: "keys" and "columns" hold lists of texts, "targetColumn", "keyColumn", "contextColumn", "noteColumn" and "encoding" a text each, "header" true or false.
#pragma once

#include "engine/cat/document/rules.h"
#include "engine/core/result.h"

#include <string>
#include <string_view>

namespace interlinear::cat {

/// BadFormat for what is no such object, naming the key that is unknown or of another kind. An empty text is rules that say nothing.
Result<DocumentRules> rulesFromJson(std::string_view text, const std::string &name);

std::string rulesJson(const DocumentRules &rules);

}  // namespace interlinear::cat
