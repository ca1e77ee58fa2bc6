// Terms of files, and those that a segment asks for.
//
//   Result<std::vector<ListedTerm>> terms = readTerms({"terms.tsv"});       // computer<TAB>Rechner|Rechners     laptop<TAB>Laptop<TAB>forbidden
//   std::vector<ListedTerm> here = termsIn(*terms, "The computer is new."); // the first
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/decode/translation.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cli {

struct ListedTerm {
    std::string source;
    std::u32string folded;               ///< the source in folded case
    mixmoe::TermConstraint constraint;
    std::string place;                   ///< "terms.tsv, line 3"; of several the first
};

/// One term a line: source, tab, forms with | between them, and a tab and "forbidden" where none of them may appear. Blank lines are left out. Lines of one source and
/// one rule are one term. Forms that are all in lower case are meant in any case, others as they stand. Errors name file and line: NotUtf8, BadFormat.
Result<std::vector<ListedTerm>> readTerms(const std::vector<std::string> &files);

/// Those whose source stands in the text as whole words, in any case.
std::vector<ListedTerm> termsIn(const std::vector<ListedTerm> &terms, std::string_view text);

/// Whether the target has what the terms ask of a translation of the text.
bool obeys(const std::vector<ListedTerm> &terms, std::string_view text, std::string_view target);

/// Those that the translation of the text lacks.
std::vector<ListedTerm> missingTerms(const std::vector<ListedTerm> &terms, std::string_view text, const mixmoe::Translation &translation);

/// "Rechner or Rechners".
std::string formsOf(const ListedTerm &term);

}  // namespace interlinear::cli
