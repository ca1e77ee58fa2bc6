// A document through the engine and back into its own format.
//
//   Result<cat::Document> document = readSourceDocument("guide.md", "en");
//   Result<std::string> bytes = translatedDocument(*document, translations);
#pragma once

#include "app/cli/rules_options.h"
#include "engine/cat/document/document.h"
#include "engine/core/result.h"
#include "engine/mixmoe/decode/translation.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cli {

/// As cat::readDocument(), or cat::readBeginning() of so many segments; a format that is not known is BadFormat.
Result<cat::Document> readDocumentFile(const std::string &path, const std::string &language, const RulesOptions &rules, std::optional<std::size_t> segments = {});
/// The format is that of the file's extension; standard input ("-") is plain text.
Result<cat::Document> readSourceDocument(const std::string &path, const std::string &language, const RulesOptions &rules);

/// Whether a bilingual file has a translation of the segment, or forbids one: nothing is left to do.
bool isTranslated(const cat::Segment &segment);

/// The file with one translation a segment in place, in a bilingual file as drafts of what isTranslated() denies. Where the format cannot hold a translation's
/// tags, the file keeps what it has, and stderr says so.
Result<std::string> translatedDocument(const cat::Document &document, const std::vector<mixmoe::Translation> &translations);

}  // namespace interlinear::cli
