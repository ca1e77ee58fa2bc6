// Terms of files and termbases, and those that a segment asks for.
//
//   Result<TermList> terms = readTerms({"terms.tsv", "client.itb"}, "en", "de");   // computer<TAB>Rechner|Rechners     laptop<TAB>Laptop<TAB>forbidden
//   std::vector<ListedTerm> here = termsIn(*terms, "The computer is new.");        // the first
#pragma once

#include "engine/cat/terms/term_demands.h"
#include "engine/core/result.h"
#include "engine/mixmoe/decode/translation.h"

#include <memory>
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

/// A termbase, and what messages call it.
struct ListedTermbase {
    std::string file;
    std::shared_ptr<cat::TermDemands> demands;   ///< one thread asks them
};

struct TermList {
    std::vector<ListedTerm> lines{};
    std::vector<ListedTermbase> termbases{};
};

/// A file is a termbase, or text with one term a line: source, tab, forms with | between them, and a tab and "forbidden" where none of them may appear. Blank
/// lines are left out. Lines of one source and one rule are one term. Forms that are all in lower case are meant in any case, others as they stand. Errors name
/// file and line: NotUtf8, BadFormat, also where a line forbids all that another asks for; or are those of cat::Termbase.
Result<TermList> readTerms(const std::vector<std::string> &files, const std::string &from, const std::string &to);

/// Those whose source stands in the text as whole words: of lines in any case, of termbases as cat::TermDemands finds them.
std::vector<ListedTerm> termsIn(const TermList &terms, std::string_view text);

/// Whether the target has what the terms ask of a translation of the text.
bool obeys(const TermList &terms, std::string_view text, std::string_view target);

/// Those that the translation of the text lacks.
std::vector<ListedTerm> missingTerms(const TermList &terms, std::string_view text, const mixmoe::Translation &translation);

/// "Rechner or Rechners".
std::string formsOf(const ListedTerm &term);

}  // namespace interlinear::cli
