// How a PO file breaks its texts into lines, and a text broken so.
//
//   PoLayout layout = layoutOfCatalog(file, catalog);
//   laidOut("one\\ntwo", layoutOfEntry(file, entry, layout), 7);   // ""   "one\n"   "two", each on its line
#pragma once

#include "engine/cat/document/placeholders.h"
#include "engine/cat/document/po/po_catalog.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct PoLayout {
    std::size_t width = 79;          ///< columns with the quotes; 0: only line ends in the text break it
    bool breaksAtLineEnds = true;    ///< a line of the text begins a line of the file
    bool beginsEmpty = true;         ///< several lines begin with ""
    std::string indent;              ///< before the second quoted text and those that follow
    std::string lineEnd = "\n";
    std::vector<PlaceholderStyle> placeholders = {};   ///< never broken in two
};

/// As most of the file's texts have it; as GNU gettext does where the file has nothing to say.
PoLayout layoutOfCatalog(std::string_view text, const PoCatalog &catalog);

/// As the entry's msgid has it, else as the file's.
PoLayout layoutOfEntry(std::string_view text, const PoEntry &entry, const PoLayout &catalog);

/// The spelled text between quotes, its first quote after that many columns of its line.
std::string laidOut(std::string_view spelled, const PoLayout &layout, std::size_t column);

}  // namespace interlinear::cat
