// The characters of a text element or an attribute, with line breaks and tabs as things of their own.
//
//   appendTextAtoms("Name:\tA &amp; B", 120, Dialect::Sheet, model, atoms);   // "Name:", ⇥, "A &amp; B"
#pragma once

#include "engine/cat/document/ooxml/paragraph.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat::ooxml {

/// The raw text begins at that byte of the document; the atoms take everything else from the model.
void appendTextAtoms(std::string_view raw, std::size_t begin, Dialect dialect, const Atom &model, std::vector<Atom> &atoms);

/// The text of a header or footer of a sheet, whose "&L" (left), "&P" (page), "&\"Arial\"" (font) are codes.
void appendHeaderAtoms(std::string_view raw, std::size_t begin, std::vector<Atom> &atoms);

/// The value of an attribute as a paragraph.
Paragraph valueParagraph(const std::string &text, ByteSpan value, const SegmentFacts &facts);

}  // namespace interlinear::cat::ooxml
