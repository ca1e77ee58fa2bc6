// The entries of a PO file with the places of their parts.
//
//   Result<PoCatalog> catalog = parsePoCatalog(text);
//   for (const PoEntry &entry : catalog->entries) show(poText(text, entry.id));
#pragma once

#include "engine/core/result.h"
#include "engine/core/spans.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// Quoted texts one behind the other, which are one text.
struct PoString {
    ByteSpan span;                  ///< from the first quote to behind the last one
    std::vector<ByteSpan> pieces;   ///< between the quotes of each
};

struct PoComment {
    char kind = ' ';                ///< '.' extracted, ':' references, ',' flags ('=' too), '|' previous, else a translator's
    ByteSpan line;                  ///< from its "#" to behind its line end
    std::string_view text;          ///< behind the mark, without white space at its ends
};

struct PoEntry {
    std::vector<PoComment> comments;
    std::size_t begin = 0;          ///< of its first keyword
    std::optional<PoString> context;
    PoString id;
    std::optional<PoString> plural;
    std::vector<PoString> translations;   ///< one, or as many plural forms as are there

    std::vector<std::string_view> flags() const;
    bool hasFlag(std::string_view flag) const;
};

struct PoCatalog {
    std::vector<PoEntry> entries;   ///< without obsolete ones
};

/// BadFormat at "line 3". Comments view the text, which must outlive them.
Result<PoCatalog> parsePoCatalog(std::string_view text);

/// Whether this is the entry that describes the file.
bool isPoHeader(std::string_view text, const PoEntry &entry);

/// A field of the first header, as "Language"; empty where there is none.
std::string poHeaderField(std::string_view text, const PoCatalog &catalog, std::string_view name);

}  // namespace interlinear::cat
