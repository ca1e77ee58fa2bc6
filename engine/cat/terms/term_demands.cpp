#include "engine/cat/terms/term_demands.h"

#include "engine/cat/terms/term_check.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

void addOnce(std::vector<std::string> &list, const std::string &text)
{
    if (std::ranges::find(list, text) == list.end())
        list.push_back(text);
}

bool hasTermIn(const Concept &entry, const std::string &language)
{
    return std::ranges::any_of(entry.terms, [&](const Term &term) { return sameLanguage(term.language, language); });
}

}  // namespace

TermDemands::TermDemands(const std::string &from, std::string to) : m_to(std::move(to)), m_source(from), m_target(m_to) {}

Result<TermDemands> TermDemands::load(const Termbase &termbase, const std::string &from, const std::string &to)
{
    TermDemands demands(from, to);
    const Result<void> read = termbase.forEach([&](const Concept &entry) {
        if (!hasTermIn(entry, from) || !hasTermIn(entry, to))
            return Result<void>();
        for (std::size_t place = 0; place < entry.terms.size(); ++place) {
            if (sameLanguage(entry.terms[place].language, from))
                demands.m_source.add({static_cast<std::int64_t>(demands.m_concepts.size()), place}, entry.terms[place]);
        }
        demands.m_concepts.push_back(entry);
        return Result<void>();
    });
    if (!read)
        return std::unexpected(read.error());
    return demands;
}

const std::vector<std::string> &TermDemands::formsOf(const Term &term)
{
    const auto [place, isNew] = m_forms.try_emplace(term.text);
    if (!isNew)
        return place->second;
    std::vector<std::string> &forms = place->second;
    forms.push_back(term.text);
    const std::vector<TermWord> words = termWords({term.text, {}});
    if (words.empty() || words.back().kind != TermWord::Kind::Word)
        return forms;
    const std::string before = term.text.substr(0, words.back().span.begin), behind = term.text.substr(words.back().span.end);
    for (const std::string &form : m_target.formsOf(words.back().form))
        addOnce(forms, before + form + behind);
    return forms;
}

void TermDemands::addForms(const Concept &entry, TermDemand &demand)
{
    const auto addTo = [&](std::vector<std::string> &list, const Term &term) {
        std::ranges::for_each(formsOf(term), [&](const std::string &form) { addOnce(list, form); });
        std::ranges::for_each(term.forms, [&](const std::string &form) { addOnce(list, form); });
        demand.exactCase = demand.exactCase || term.caseRule == CaseRule::Exact;
    };
    for (const Term &term : allowedTerms(entry, m_to))
        addTo(demand.allowed, term);
    for (const Term &term : entry.terms) {
        if (sameLanguage(term.language, m_to) && !isAllowed(term.status))
            addTo(demand.forbidden, term);
    }
}

std::vector<TermDemand> TermDemands::of(const TaggedText &text)
{
    std::vector<TermDemand> demands;
    const std::vector<TermFind> finds = withoutHidden(m_source.find(text));
    for (std::size_t i = 0; i < finds.size();) {
        const ByteSpan span = finds[i].span;
        TermDemand demand{.source = m_concepts[static_cast<std::size_t>(finds[i].key.row)].terms[finds[i].key.place].text, .allowed = {}, .forbidden = {}};
        for (; i < finds.size() && finds[i].span == span; ++i)
            addForms(m_concepts[static_cast<std::size_t>(finds[i].key.row)], demand);
        std::erase_if(demand.forbidden, [&](const std::string &form) { return std::ranges::find(demand.allowed, form) != demand.allowed.end(); });
        const bool known
            = std::ranges::any_of(demands, [&](const TermDemand &other) { return other.allowed == demand.allowed && other.forbidden == demand.forbidden; });
        if (!known)
            demands.push_back(std::move(demand));
    }
    return demands;
}

}  // namespace interlinear::cat
