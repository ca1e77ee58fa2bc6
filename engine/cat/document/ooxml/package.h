// The parts of an Office Open XML package as its relationships name them.
//
//   Result<std::string> main = mainPart(archive);                          // "word/document.xml"
//   Result<std::vector<Relationship>> all = relationshipsOf(archive, *main);
//   for (const Relationship &next : *all) if (next.type == "footnotes") show(next.part);
//
// Only parts that the archive holds are named; nothing is ever written to, or read from, a path of the file system. Transitional and strict files call the same
// relationship by different addresses that end alike; the end counts.
#pragma once

#include "engine/cat/document/archive.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat::ooxml {

struct Relationship {
    std::string id;     ///< "rId3"
    std::string type;   ///< the last word of its address: "footnotes"
    std::string part;   ///< as the archive spells it
};

/// The document, workbook or presentation itself. BadFormat where the package names none.
Result<std::string> mainPart(const Archive &archive);

/// Those of a part, in the order of the file, to parts of the archive; of the package for an empty name. Empty where there are none.
Result<std::vector<Relationship>> relationshipsOf(const Archive &archive, const std::string &part);

/// Appends the part and what it leads to by relationships of these types, in the order of the types, each part once.
Result<void> appendWithRelated(const Archive &archive, const std::string &part, std::span<const std::string_view> types, std::vector<std::string> &parts);

}  // namespace interlinear::cat::ooxml
