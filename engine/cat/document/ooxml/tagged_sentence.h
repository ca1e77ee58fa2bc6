// A stretch of a paragraph as text with tags.
//
//   const SentenceParts parts = partsWithin(paragraph, span, text, formats);
//   const InlineRun run = taggedSentence(parts, paragraph, text, formats);   // "Press <1>Enter</1> now."
#pragma once

#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/ooxml/sentence_parts.h"

#include <string>

namespace interlinear::cat::ooxml {

InlineRun taggedSentence(const SentenceParts &sentence, const Paragraph &paragraph, const std::string &text, const RunFormats &formats);

/// The part's characters, each with its bytes.
void addCharacters(const SentencePart &part, const std::string &text, InlineRun &run);

}  // namespace interlinear::cat::ooxml
