#include "engine/cat/terms/exchange/concept_import.h"

#include <algorithm>
#include <set>

namespace interlinear::cat {

namespace {

std::set<std::pair<std::string, std::string>> termsOf(const Concept &entry)
{
    std::set<std::pair<std::string, std::string>> terms;
    for (const Term &term : entry.terms)
        terms.emplace(primaryLanguageOf(term.language), foldedTerm(term.text));
    return terms;
}

bool haveTermInCommon(const Concept &a, const Concept &b)
{
    const auto terms = termsOf(a);
    return std::ranges::any_of(termsOf(b), [&](const auto &term) { return terms.contains(term); });
}

}  // namespace

Result<void> ConceptImport::take(Concept entry, std::int64_t line)
{
    if (entry.id.empty())
        entry.id = conceptIdFromContent(entry);
    if (auto good = checkConcept(entry); !good) {
        skip(line, good.error().sentence());
        return {};
    }
    const Result<std::optional<Concept>> there = m_writer.find(entry.id);
    if (!there)
        return std::unexpected(there.error());
    if (!*there)
        return add(entry);
    if (**there == entry) {
        ++m_report.known;
        return {};
    }
    if (!haveTermInCommon(**there, entry)) {
        entry.id = conceptIdFromContent(entry);
        return add(entry);
    }
    const Result<bool> changed = m_writer.change(entry);
    if (!changed)
        return std::unexpected(changed.error());
    ++m_report.changed;
    return {};
}

Result<void> ConceptImport::add(const Concept &entry)
{
    const Result<bool> added = m_writer.add(entry);
    if (!added)
        return std::unexpected(added.error());
    ++(*added ? m_report.added : m_report.known);
    return {};
}

Result<TermImportReport> ConceptImport::commit()
{
    if (auto done = m_writer.commit(); !done)
        return std::unexpected(done.error());
    return std::move(m_report);
}

}  // namespace interlinear::cat
