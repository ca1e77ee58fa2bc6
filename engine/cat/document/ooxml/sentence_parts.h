// What a stretch of a paragraph consists of, and how little mark-up it takes to show it.
//
//   const SentenceParts parts = partsWithin(paragraph, span, text, formats);
//   parts.base;            // the format that needs no tags
//   parts.around;          // the containers that all of it stands in: no tags for them either
//
// Reader and writer ask the same question about the same bytes, so that what the one leaves out the other puts back.
#pragma once

#include "engine/cat/document/ooxml/paragraph.h"
#include "engine/cat/document/ooxml/run_format.h"

#include <map>
#include <string>
#include <vector>

namespace interlinear::cat::ooxml {

/// A Text, or a part of it, or an Item.
struct SentencePart {
    const Atom *atom = nullptr;
    ByteSpan span;                                 ///< of the document
    std::size_t format = 0;                        ///< as it is shown: white space takes that of its neighbours where nobody sees the difference
    std::vector<std::size_t> containers;           ///< shown ones, the outermost first
};

struct SentenceParts {
    std::vector<SentencePart> parts;
    std::vector<std::size_t> around;               ///< shown containers of all parts
    std::size_t base = 0;                          ///< of text outside all other containers
    std::map<std::size_t, std::size_t> formats;    ///< of text right in a container
};

/// Atoms that reach into the span are cut at it.
SentenceParts partsWithin(const Paragraph &paragraph, ByteSpan span, const std::string &text, const RunFormats &formats);

/// The characters of the part.
std::string charactersOf(const SentencePart &part, const std::string &text);

}  // namespace interlinear::cat::ooxml
