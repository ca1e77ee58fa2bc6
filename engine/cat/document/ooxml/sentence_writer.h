// A target in place of a stretch of a paragraph.
//
//   writtenSentence(target, {10, 40}, paragraph, text, formats);   // bytes for exactly that span, which leave the mark-up around it whole
//
// What is written begins where the stretch begins, inside a text or a run, and ends where it ends; between, runs are closed and opened as the tags ask for.
// Bookmarks that began or ended inside the stretch are kept, at its two ends. Revisions inside it are taken as accepted.
#pragma once

#include "engine/cat/document/ooxml/paragraph.h"
#include "engine/cat/document/ooxml/run_format.h"
#include "engine/core/tagged_text.h"

#include <string>

namespace interlinear::cat::ooxml {

std::string writtenSentence(const TaggedText &target, ByteSpan span, const Paragraph &paragraph, const std::string &text, RunFormats &formats);

}  // namespace interlinear::cat::ooxml
