// Terms as a table: CSV and TSV files, a concept a row, a language a column.
//
//   id,definition,domain,en,de,de:forbidden
//   c1,What a key is pressed on.,computing,keyboard,Tastatur,Keyboard
//
//   Result<TermImportReport> report = importTermTable(termbase, "terms.csv", ',', {});           // the first row says what the columns are
//   Result<TermImportReport> more = importTermTable(termbase, "two.tsv", '\t', {"en", "de"});    // there is no such row
//
// Columns: "id", "definition", "domain", "note"; a language tag for its terms; "de:preferred", "de:admitted", "de:forbidden" for terms of that status;
// "de:status", "de:part_of_speech", "de:gender", "de:case" (any, exact), "de:usage" and "de:forms" for what holds of the terms in the row's "de" column; "" for
// one that is left out. A cell of terms, forms, domains or notes may hold several with | between them; \| is that sign itself and \\ a backslash.
#pragma once

#include "engine/cat/terms/exchange/concept_import.h"
#include "engine/cat/terms/termbase.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace interlinear::cat {

/// All or nothing: NotUtf8, BadFormat with the line, InvalidArgument for an unknown column of the given ones, Cancelled; on every Error the termbase is as it
/// was. Rows without a term are skipped. Without an id the content gives one, so that importing a file again adds nothing.
Result<TermImportReport> importTermTable(Termbase &termbase, const std::filesystem::path &path, char separator, const std::vector<std::string> &columns,
                                         std::stop_token stop = {});

/// Ids, definitions, domains, notes, and terms by language and status; the rest of what a concept knows needs TBX. The termbase's own file is InvalidArgument.
Result<void> exportTermTable(const Termbase &termbase, const std::filesystem::path &path, char separator);

/// Whether exportTermTable() leaves something of the term out: part of speech, gender, usage, case rule, forms or properties. TBX keeps them.
bool tableLeavesOut(const Term &term);

}  // namespace interlinear::cat
