// Markdown: CommonMark with GitHub's tables, strike-through and task lists, and front matter in YAML or TOML.
//
//   readMarkdown(document, context);   // of "Press **Enter** on `F1`.": "Press <1>Enter</1> on <2/>."
//
// Offered are headings, paragraphs, list items, quotes, table cells, link texts, image descriptions and the titles of reference links. Code, link targets,
// other titles, HTML, front matter, the labels of footnotes and the kinds of alerts ("[!NOTE]") stay as they are. Emphasis and links are pairs of tags; code
// spans, inline HTML, automatic links, pictures without a description, references to footnotes and forced line breaks are single ones. A tag's code is what
// the file has there, except that a link that names its target by its text ("[text]") closes with the name ("][text]"), so that the text can change.
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

/// Unsupported for a file of 2 GiB or more.
Result<Reading> readMarkdown(const Document &document, const ReadContext &context);

/// What was typed is escaped so that it stays text. The result is read again: misread are targets whose tags stand where Markdown does not take them
/// for tags (two emphasised parts that touch, a link in a link), and the other targets of their paragraphs.
Result<Written> writeMarkdown(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
