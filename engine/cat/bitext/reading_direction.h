// Whether two documents were given the wrong way round.
//
//   if (readsReversed(source, target, {"en", "de"}, settings.examples)) swap(source, target);
//
// Each word that only one of the two languages has is a vote: those that everybody uses (the, and, der, und), and what translations that are known show.
#pragma once

#include "engine/cat/bitext/document_alignment.h"
#include "engine/cat/memory/unit.h"

#include <span>

namespace interlinear::cat {

/// Whether the first document clearly is in the target language, and the second in the source language. False where nothing says so: for languages whose words are
/// not known here, and for documents of a few words.
bool readsReversed(std::span<const Segment> source, std::span<const Segment> target, const Languages &languages, std::span<const TranslationExample> examples);

}  // namespace interlinear::cat
