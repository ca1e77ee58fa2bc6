#include "engine/cat/terms/term_check.h"

#include <algorithm>
#include <set>

namespace interlinear::cat {

namespace {

bool isAllowedHit(const TermHit &hit)
{
    return isAllowed(hit.entry.terms[hit.term].status);
}

void addTexts(const Concept &entry, const std::string &language, std::vector<std::string> &texts)
{
    for (const Term &term : allowedTerms(entry, language)) {
        if (std::ranges::find(texts, term.text) == texts.end())
            texts.push_back(term.text);
    }
}

/// Of the hits from there on, those at the same place.
std::size_t endOfPlace(const std::vector<TermHit> &hits, std::size_t begin)
{
    std::size_t end = begin;
    while (end < hits.size() && hits[end].span == hits[begin].span)
        ++end;
    return end;
}

/// Languages that write compounds as one word: "Datenbankserver" has a "Datenbank".
bool writesCompounds(const std::string &language)
{
    constexpr std::string_view compounding[] = {"da", "de", "fi", "nb", "nl", "nn", "no", "sv"};
    return std::ranges::find(compounding, primaryLanguageOf(language)) != std::end(compounding);
}

/// Whether a word of the text begins or ends with the term, which is one word.
bool standsInCompound(const Term &term, const std::vector<TermWord> &text, WordStems &stems)
{
    constexpr std::size_t leastBytes = 4;
    const std::vector<TermWord> words = termWords({term.text, {}});
    if (words.size() != 1 || words.front().kind != TermWord::Kind::Word || words.front().folded.size() < leastBytes)
        return false;
    const std::string stem = stems.of(words.front().form).front();
    return std::ranges::any_of(text, [&](const TermWord &word) {
        return word.folded.starts_with(words.front().folded) || (stem.size() >= leastBytes && stems.of(word.form).front().ends_with(stem));
    });
}

/// Of the concepts that the source asks for, those that a compound of the target has.
std::set<std::string> inCompounds(const std::vector<TermHit> &source, const TaggedText &target, const std::string &targetLanguage, WordStems &stems)
{
    std::set<std::string> present;
    if (!writesCompounds(targetLanguage))
        return present;
    const std::vector<TermWord> words = termWords(target);
    for (const TermHit &hit : source) {
        const std::vector<Term> terms = allowedTerms(hit.entry, targetLanguage);
        if (std::ranges::any_of(terms, [&](const Term &term) { return standsInCompound(term, words, stems); }))
            present.insert(hit.entry.id);
    }
    return present;
}

/// `present` are ids of concepts that the target has besides those of its hits.
std::vector<TermFinding> missing(const std::vector<TermHit> &source, const std::vector<TermHit> &target, const std::string &targetLanguage,
                                 std::set<std::string> present)
{
    for (const TermHit &hit : target) {
        if (isAllowedHit(hit))
            present.insert(hit.entry.id);
    }
    std::vector<TermFinding> findings;
    for (std::size_t begin = 0; begin < source.size(); begin = endOfPlace(source, begin)) {
        TermFinding finding{TermFinding::Kind::Missing, source[begin].span, source[begin].entry, source[begin].term, {}};
        bool met = false;
        for (std::size_t i = begin; i < endOfPlace(source, begin); ++i) {
            met = met || present.contains(source[i].entry.id);
            addTexts(source[i].entry, targetLanguage, finding.expected);
        }
        if (!met && !finding.expected.empty())
            findings.push_back(std::move(finding));
    }
    return findings;
}

std::vector<TermFinding> forbidden(const std::vector<TermHit> &source, const std::vector<TermHit> &target, const std::string &targetLanguage)
{
    std::set<std::string> asked;
    for (const TermHit &hit : source)
        asked.insert(hit.entry.id);
    const auto allowedHere = [&](const TermHit &bad) {
        return std::ranges::any_of(target, [&](const TermHit &hit) { return hit.span == bad.span && isAllowedHit(hit) && asked.contains(hit.entry.id); });
    };
    std::vector<TermFinding> findings;
    for (const TermHit &hit : target) {
        if (isAllowedHit(hit) || allowedHere(hit))
            continue;
        TermFinding finding{TermFinding::Kind::Forbidden, hit.span, hit.entry, hit.term, {}};
        addTexts(hit.entry, targetLanguage, finding.expected);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

std::vector<Term> allowedTerms(const Concept &entry, const std::string &language)
{
    std::vector<Term> terms;
    std::ranges::copy_if(entry.terms, std::back_inserter(terms),
                         [&](const Term &term) { return sameLanguage(term.language, language) && isAllowed(term.status); });
    std::ranges::stable_sort(terms, [](const Term &a, const Term &b) { return a.status == TermStatus::Preferred && b.status != TermStatus::Preferred; });
    return terms;
}

Result<std::vector<TermFinding>> checkTerms(Termbase &termbase, const TaggedText &source, const std::string &sourceLanguage, const TaggedText &target,
                                            const std::string &targetLanguage)
{
    const Result<std::vector<TermHit>> asked = termbase.find(source, sourceLanguage);
    if (!asked)
        return std::unexpected(asked.error());
    const Result<std::vector<TermHit>> there = termbase.findAll(target, targetLanguage);
    if (!there)
        return std::unexpected(there.error());
    std::vector<TermFinding> findings = missing(*asked, *there, targetLanguage, inCompounds(*asked, target, targetLanguage, termbase.stems(targetLanguage)));
    std::ranges::move(forbidden(*asked, *there, targetLanguage), std::back_inserter(findings));
    return findings;
}

}  // namespace interlinear::cat
