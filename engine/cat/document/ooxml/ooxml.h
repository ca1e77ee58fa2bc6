// Office Open XML: documents, workbooks and presentations, transitional or strict, templates and files with macros among them.
//
//   wordParts(archive);              // "word/document.xml", headers, footers, notes, comments, charts, SmartArt, properties
//   readOoxml(document, context);    // sentences with few tags
//   writeOoxml(document, {{3, span, target}});
//
// One reader and one writer serve all three: a part is read by what its root element says it is.
//
// What is offered: text of paragraphs, tables, text boxes, notes, comments, charts, SmartArt, shapes; results of fields that are text (links, contents, index, form
// texts); descriptions of pictures that stand outside sentences; title, subject, keywords, category and description of the document; shared and inline strings,
// headers and footers of sheets. What is not: deleted and moved-away text, hidden text, codes of fields and results that are computed, numbers and formulas, names
// of sheets and cells that head a table's columns (formulas and the table name them), prompts of layouts, the Fallback of alternative content.
// A sentence that is written anew loses what belongs to its source alone: revisions inside it (they are accepted), smart tags, proofing and the fine spacing of
// letters; bookmarks inside it reach over all of it.
// The texts of SmartArt are offered once; the picture that the file keeps of it gets the same translations.
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

Result<std::vector<std::string>> wordParts(const Archive &archive);
Result<std::vector<std::string>> slideParts(const Archive &archive);
Result<std::vector<std::string>> sheetParts(const Archive &archive);

Result<Reading> readOoxml(const Document &document, const ReadContext &context);
Result<Written> writeOoxml(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
