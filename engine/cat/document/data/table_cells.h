// The cells of a CSV or TSV text with their bytes, by the rules of core/delimited_text.h.
//
//   const char separator = separatorOf(text);
//   Result<std::vector<TableRow>> rows = tableRows(text, separator);
#pragma once

#include "engine/core/result.h"
#include "engine/core/spans.h"

#include <string_view>
#include <vector>

namespace interlinear::cat {

struct TableCell {
    ByteSpan span;          ///< of all of it
    bool quoted = false;

    /// Between its quotes, where it has any.
    ByteSpan content() const { return quoted ? ByteSpan{span.begin + 1, span.end - 1} : span; }
};

using TableRow = std::vector<TableCell>;

inline constexpr std::string_view tableSeparators = "\t;|,";

char separatorOf(std::string_view text);

/// Without blank lines, the byte order mark and Excel's "sep=" line. BadFormat with the line, as DelimitedReader.
Result<std::vector<TableRow>> tableRows(std::string_view text, char separator);

}  // namespace interlinear::cat
