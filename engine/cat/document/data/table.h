// Tables with a separator between their cells (CSV, TSV; RFC 4180): one segment a cell.
//
//   readTable(document, context);        // of "key;text\nk1;Hello\n": "Hello", id "k1", context "text"
//   readTablePairs(document, context);   // of "en;de\nHello;Hallo\n", where "de" holds the translations: "Hello" with "Hallo"
//
// The separator is found in the text: tab, semicolon, bar or comma, whichever cuts its rows into the same number of cells, or what an Excel line "sep=;" says. Quoted
// cells may hold it, line ends (shown as tags) and doubled quotes. Columns by DocumentRules; without them every column most of whose cells look like text. A
// first row of names is not offered; a column that it names "key" or "id" gives the segments their ids, one named "comment" or "note" their notes.
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

/// BadFormat with the line for a quote that nothing closes and for text behind a closing quote, InvalidArgument for a column that the table has not.
Result<Reading> readTable(const Document &document, const ReadContext &context);

/// As readTable(), with DocumentRules::targetColumn. A row too short to have that cell is locked.
Result<Reading> readTablePairs(const Document &document, const ReadContext &context);

/// A cell that now holds a separator, a quote or a line end is put between quotes.
Result<Written> writeTable(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
