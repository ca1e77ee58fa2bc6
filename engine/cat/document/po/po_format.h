// How the program that shows a message fills it in, by the entry's format flag.
//
//   const PoFormat &format = poFormatOf(entry);        // of "#, c-format"
//   withPlaceholders(run, format.styles, poSpelled);
#pragma once

#include "engine/cat/document/placeholders.h"
#include "engine/cat/document/po/po_catalog.h"

#include <string_view>
#include <vector>

namespace interlinear::cat {

struct PoFormat {
    std::string_view flag;
    std::vector<PlaceholderStyle> styles;
    bool numbersArguments = false;     ///< "%2$s" may stand for the second "%s"
    std::string_view doubled = {};     ///< characters of the text of which the notation wants two
};

/// Of an entry without a known flag: placeholders as they are likely to be.
const PoFormat &poFormatOf(const PoEntry &entry);

}  // namespace interlinear::cat
