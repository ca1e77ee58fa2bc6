#include "app/cli/term_list.h"

#include "app/cli/command.h"
#include "app/cli/text_lines.h"
#include "app/terms/term_rules.h"
#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/search_terms.h"
#include "engine/mixmoe/decode/whole_words.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <utility>

namespace interlinear::cli {

using namespace mixmoe;

namespace {

std::vector<std::string> parts(std::string_view text, char between)
{
    std::vector<std::string> found;
    for (;;) {
        const std::size_t end = std::min(text.find(between), text.size());
        found.emplace_back(trimmed(text.substr(0, end)));
        if (end == text.size())
            return found;
        text.remove_prefix(end + 1);
    }
}

bool inLowerCase(const std::vector<std::string> &forms)
{
    return std::ranges::all_of(forms, [](const std::string &form) { return isLowerCase(form); });
}

Result<ListedTerm> parseTerm(std::string_view line, const std::string &place)
{
    const std::vector<std::string> columns = parts(line, '\t');
    if (columns.size() < 2 || columns.size() > 3)
        return fail(ErrorCode::BadFormat, place, "has %1 columns; expected source, forms with | between them, and \"forbidden\" or nothing, with tabs between",
                    columns.size());
    if (columns.size() == 3 && columns[2] != "forbidden" && !columns[2].empty())
        return fail(ErrorCode::BadFormat, place, "the third column is \"%1\"; expected \"forbidden\" or nothing", columns[2]);
    if (columns[0].empty())
        return fail(ErrorCode::BadFormat, place, "has no source; expected a word or more before the first tab");
    ListedTerm term{.source = columns[0], .folded = foldedCodePointsOf(columns[0]), .constraint = {.forms = parts(columns[1], '|')}, .place = place};
    if (std::ranges::any_of(term.constraint.forms, &std::string::empty))
        return fail(ErrorCode::BadFormat, place, "has an empty form; expected words with | between them behind the first tab");
    if (columns.size() == 3 && columns[2] == "forbidden")
        term.constraint.rule = TermRule::Forbidden;
    return term;
}

/// Where the term of a rule and a folded source stands in the list.
using TermPlaces = std::map<std::pair<TermRule, std::u32string>, std::size_t>;

void add(ListedTerm term, std::vector<ListedTerm> &terms, TermPlaces &places)
{
    const auto [same, isNew] = places.try_emplace({term.constraint.rule, term.folded}, terms.size());
    if (isNew)
        terms.push_back(std::move(term));
    else
        std::ranges::move(term.constraint.forms, std::back_inserter(terms[same->second].constraint.forms));
}

bool isDatabase(const std::string &file)
{
    constexpr std::string_view beginning("SQLite format 3\0", 16);
    std::string bytes(beginning.size(), '\0');
    return file != "-" && std::ifstream(file, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size())) && bytes == beginning;
}

Result<ListedTermbase> openTermbase(const std::string &file, const std::string &from, const std::string &to)
{
    const Result<cat::Termbase> termbase = cat::Termbase::open(file, cat::Access::Read);
    if (!termbase)
        return std::unexpected(termbase.error());
    Result<cat::TermDemands> demands = cat::TermDemands::load(*termbase, from, to);
    if (!demands)
        return std::unexpected(demands.error());
    return ListedTermbase{file, std::make_shared<cat::TermDemands>(std::move(*demands))};
}

Result<void> addLines(const std::string &file, std::vector<ListedTerm> &terms, TermPlaces &places)
{
    const Result<std::vector<std::string>> lines = readTextLines(file);
    if (!lines)
        return std::unexpected(lines.error());
    for (std::size_t i = 0; i < lines->size(); ++i) {
        if (trimmed((*lines)[i]).empty())
            continue;
        Result<ListedTerm> term = parseTerm((*lines)[i], inputName(file) + ", line " + std::to_string(i + 1));
        if (!term)
            return std::unexpected(term.error());
        add(std::move(*term), terms, places);
    }
    return {};
}

/// Whether a term allows no form of another one of the same source.
bool forbidsAll(const TermConstraint &other, const TermConstraint &wanted)
{
    const bool elsewhereInAnotherCase = wanted.ignoreCase && !other.ignoreCase;
    return !elsewhereInAnotherCase && std::ranges::none_of(wanted.forms, [&](const std::string &form) { return mixmoe::obeys(std::span(&other, 1), form); });
}

/// What nothing could obey.
Result<void> checkForms(const std::vector<ListedTerm> &terms, const TermPlaces &places)
{
    for (const ListedTerm &term : terms) {
        const auto forbidden = places.find({TermRule::Forbidden, term.folded});
        if (term.constraint.rule == TermRule::Forbidden || forbidden == places.end())
            continue;
        const ListedTerm &other = terms[forbidden->second];
        if (forbidsAll(other.constraint, term.constraint))
            return fail(ErrorCode::BadFormat, term.place, "asks for \"%1\" where \"%2\" stands, which is forbidden there, first by %3; leave one side out", formsOf(term), term.source, other.place);
    }
    return {};
}

void addDemand(const cat::TermDemand &demand, const std::string &file, std::vector<ListedTerm> &found)
{
    for (TermConstraint &rule : termRules({demand}))
        found.push_back({.source = demand.source, .folded = foldedCodePointsOf(demand.source), .constraint = std::move(rule), .place = file});
}

}  // namespace

Result<TermList> readTerms(const std::vector<std::string> &files, const std::string &from, const std::string &to)
{
    TermList terms;
    TermPlaces places;
    for (const std::string &file : files) {
        if (!isDatabase(file)) {
            if (auto added = addLines(file, terms.lines, places); !added)
                return std::unexpected(added.error());
            continue;
        }
        Result<ListedTermbase> termbase = openTermbase(file, from, to);
        if (!termbase)
            return std::unexpected(termbase.error());
        terms.termbases.push_back(std::move(*termbase));
    }
    for (ListedTerm &term : terms.lines)
        term.constraint.ignoreCase = inLowerCase(term.constraint.forms);
    if (auto checked = checkForms(terms.lines, places); !checked)
        return std::unexpected(checked.error());
    return terms;
}

std::vector<ListedTerm> termsIn(const TermList &terms, std::string_view text)
{
    const std::u32string folded = foldedCodePointsOf(text);
    std::vector<ListedTerm> found;
    std::ranges::copy_if(terms.lines, std::back_inserter(found), [&](const ListedTerm &term) { return hasWholeWords(folded, term.folded); });
    for (const ListedTermbase &termbase : terms.termbases) {
        for (const cat::TermDemand &demand : termbase.demands->of({std::string(text), {}}))
            addDemand(demand, termbase.file, found);
    }
    return found;
}

bool obeys(const TermList &terms, std::string_view text, std::string_view target)
{
    return std::ranges::all_of(termsIn(terms, text), [&](const ListedTerm &term) { return mixmoe::obeys(std::span(&term.constraint, 1), target); });
}

std::vector<ListedTerm> missingTerms(const TermList &terms, std::string_view text, const Translation &translation)
{
    if (translation.missingTerms.empty())
        return {};
    const std::vector<ListedTerm> asked = termsIn(terms, text);
    std::vector<ListedTerm> missing;
    for (const std::size_t place : translation.missingTerms)
        missing.push_back(asked[place]);
    return missing;
}

std::string formsOf(const ListedTerm &term)
{
    std::string text;
    for (const std::string &form : term.constraint.forms)
        text += (text.empty() ? "" : " or ") + form;
    return text;
}

}  // namespace interlinear::cli
