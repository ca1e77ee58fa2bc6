// Packages of Office Open XML and OpenDocument made from a few lines, and their parts taken out again.
//
//   const std::string bytes = wordFile("<w:p><w:r><w:t>Hello</w:t></w:r></w:p>");
//   partOf(bytes, "word/document.xml");
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace interlinear::cat
{

using PackageParts = std::vector<std::pair<std::string, std::string>>;  ///< names and contents

/// A zip archive of these parts; "mimetype" is stored as it is.
std::string package(const PackageParts &parts);

/// "word/_rels/document.xml.rels" and its like: one relationship rId1, rId2, … an entry of type and target.
std::string relationships(const std::vector<std::pair<std::string, std::string>> &targets);

/// A document with this body; the parts beside it are named with the ends of their relationships' types.
std::string wordFile(const std::string &body, const std::vector<std::pair<std::string, std::pair<std::string, std::string>>> &others = {});

/// A workbook of one sheet "Prices" with these shared strings (si elements), rows and further parts of the sheet.
std::string sheetFile(const std::string &strings, const std::string &rows, const std::string &table = {}, const std::string &afterRows = {});

/// The shapes of one slide, of its notes and of its layout.
std::string slideFile(const std::string &shapes, const std::string &notes, const std::string &layout);

/// An OpenDocument with this in its office:body, the character styles T1 (bold), T2 (says nothing) and T3 (hidden), and the paragraph style P1 (made from "Title");
/// " NAMESPACES" in the other parts stands for their declarations.
std::string openFile(const std::string &body, const PackageParts &others = {});

/// The same as flat XML.
std::string flatFile(const std::string &body);

/// Fails the program when there is none.
std::string partOf(const std::string &bytes, const std::string &name);

}  // namespace interlinear::cat
