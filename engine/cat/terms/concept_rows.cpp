#include "engine/cat/terms/concept_rows.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interlinear::cat {

namespace {

using Json = nlohmann::json;

Json toJson(const std::vector<TermProperty> &properties)
{
    Json list = Json::array();
    for (const TermProperty &p : properties)
        list.push_back({p.name, p.value, p.language, p.target, p.of});
    return list;
}

std::optional<std::string> propertiesColumn(const std::vector<TermProperty> &properties)
{
    return properties.empty() ? std::nullopt : std::optional(toJson(properties).dump());
}

std::optional<TermProperty> propertyFrom(const Json &entry)
{
    const auto isText = [](const Json &part) { return part.is_string(); };
    if (!entry.is_array() || entry.size() != 5 || !std::ranges::all_of(entry, isText))
        return std::nullopt;
    return TermProperty{entry[0].get<std::string>(), entry[1].get<std::string>(), entry[2].get<std::string>(), entry[3].get<std::string>(),
                        entry[4].get<std::string>()};
}

std::optional<std::vector<TermProperty>> propertiesFrom(const std::optional<std::string> &column)
{
    std::vector<TermProperty> properties;
    const Json list = column ? Json::parse(*column, nullptr, false) : Json::array();
    if (!list.is_array())
        return std::nullopt;
    for (const Json &entry : list) {
        std::optional<TermProperty> property = propertyFrom(entry);
        if (!property)
            return std::nullopt;
        properties.push_back(std::move(*property));
    }
    return properties;
}

Json toJson(const Term &term)
{
    return {term.text,  term.language, statusName(term.status), caseRuleName(term.caseRule), term.partOfSpeech, term.gender,
            term.usage, term.forms,    term.author,             term.createdMs,              term.changedMs,    toJson(term.properties)};
}

constexpr const char *conceptColumns = "id, definition, domains, notes, author, created_ms, changed_ms, properties";
constexpr const char *termColumns
    = "text, language, status, case_rule, part_of_speech, gender, usage, forms, author, created_ms, changed_ms, properties";

}  // namespace

std::string serialised(const Concept &entry)
{
    Json terms = Json::array();
    for (const Term &term : entry.terms)
        terms.push_back(toJson(term));
    const Json all{entry.id,        entry.definition,         entry.domains,   entry.notes, entry.author, entry.createdMs,
                   entry.changedMs, toJson(entry.properties), std::move(terms)};
    return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<std::string> listColumn(const std::vector<std::string> &texts)
{
    return texts.empty() ? std::nullopt : std::optional(Json(texts).dump());
}

std::optional<std::vector<std::string>> listFrom(const std::optional<std::string> &column)
{
    std::vector<std::string> texts;
    const Json list = column ? Json::parse(*column, nullptr, false) : Json::array();
    if (!list.is_array() || !std::ranges::all_of(list, [](const Json &text) { return text.is_string(); }))
        return std::nullopt;
    for (const Json &text : list)
        texts.push_back(text.get<std::string>());
    return texts;
}

std::string caseRuleName(CaseRule rule)
{
    return rule == CaseRule::Exact ? "exact" : "any";
}

std::optional<CaseRule> caseRuleFromName(std::string_view name)
{
    if (name != "any" && name != "exact")
        return std::nullopt;
    return name == "exact" ? CaseRule::Exact : CaseRule::Any;
}

ConceptReader::ConceptReader(Statement entry, Statement terms, Statement byId, Statement byTerm, std::string where)
    : m_concept(std::move(entry)), m_terms(std::move(terms)), m_byId(std::move(byId)), m_byTerm(std::move(byTerm)), m_where(std::move(where))
{
}

Result<ConceptReader> ConceptReader::prepare(const Database &database)
{
    Result<Statement> entry = database.prepare(std::string("SELECT ") + conceptColumns + " FROM concept WHERE row = ?");
    Result<Statement> terms = database.prepare(std::string("SELECT ") + termColumns + " FROM term WHERE concept = ? ORDER BY place");
    Result<Statement> byId = database.prepare("SELECT row FROM concept WHERE id = ?");
    Result<Statement> byTerm = database.prepare(conceptsWithTermSql);
    for (const Result<Statement> *statement : {&entry, &terms, &byId, &byTerm}) {
        if (!*statement)
            return std::unexpected(statement->error());
    }
    return ConceptReader(std::move(*entry), std::move(*terms), std::move(*byId), std::move(*byTerm), database.path().string());
}

std::unexpected<Error> ConceptReader::unreadable(const std::string &id) const
{
    return fail(ErrorCode::Damaged, m_where, "concept \"%1\" cannot be read; restore the file from a backup", id);
}

Result<std::optional<Concept>> ConceptReader::readHead(std::int64_t row)
{
    const Result<bool> there = m_concept.start(row);
    if (!there)
        return std::unexpected(there.error());
    if (!*there)
        return std::optional<Concept>();
    Concept entry{.id = m_concept.text(0),
                  .definition = m_concept.text(1),
                  .author = m_concept.text(4),
                  .createdMs = m_concept.integer(5),
                  .changedMs = m_concept.integer(6)};
    auto domains = listFrom(m_concept.optionalText(2)), notes = listFrom(m_concept.optionalText(3));
    auto properties = propertiesFrom(m_concept.optionalText(7));
    m_concept.reset();
    if (!domains || !notes || !properties)
        return unreadable(entry.id);
    entry.domains = std::move(*domains);
    entry.notes = std::move(*notes);
    entry.properties = std::move(*properties);
    return entry;
}

Result<Term> ConceptReader::readTerm(const std::string &id) const
{
    const std::optional<TermStatus> status = statusFromName(m_terms.text(2));
    const std::optional<CaseRule> caseRule = caseRuleFromName(m_terms.text(3));
    auto forms = listFrom(m_terms.optionalText(7));
    auto properties = propertiesFrom(m_terms.optionalText(11));
    if (!status || !caseRule || !forms || !properties)
        return unreadable(id);
    return Term{.text = m_terms.text(0),
                .language = m_terms.text(1),
                .status = *status,
                .caseRule = *caseRule,
                .partOfSpeech = m_terms.text(4),
                .gender = m_terms.text(5),
                .usage = m_terms.text(6),
                .forms = std::move(*forms),
                .author = m_terms.text(8),
                .createdMs = m_terms.integer(9),
                .changedMs = m_terms.integer(10),
                .properties = std::move(*properties)};
}

Result<std::optional<Concept>> ConceptReader::read(std::int64_t row)
{
    Result<std::optional<Concept>> entry = readHead(row);
    if (!entry || !*entry)
        return entry;
    Result<bool> there = m_terms.start(row);
    for (; there && *there; there = m_terms.next()) {
        Result<Term> term = readTerm((*entry)->id);
        if (!term)
            return std::unexpected(term.error());
        (*entry)->terms.push_back(std::move(*term));
    }
    m_terms.reset();
    if (!there)
        return std::unexpected(there.error());
    if (!checkConcept(**entry))
        return unreadable((*entry)->id);
    return entry;
}

Result<std::optional<Concept>> ConceptReader::withId(const std::string &id)
{
    const Result<bool> there = m_byId.start(id);
    if (!there)
        return std::unexpected(there.error());
    if (!*there)
        return std::optional<Concept>();
    const std::int64_t row = m_byId.integer(0);
    m_byId.reset();
    return read(row);
}

Result<std::vector<Concept>> ConceptReader::withTerm(const std::string &text, const std::string &language)
{
    std::vector<Concept> found;
    Result<bool> there = m_byTerm.start(foldedTerm(text), primaryLanguageOf(language));
    for (; there && *there; there = m_byTerm.next()) {
        Result<std::optional<Concept>> entry = read(m_byTerm.integer(0));
        if (!entry)
            return std::unexpected(entry.error());
        if (*entry)
            found.push_back(std::move(**entry));
    }
    m_byTerm.reset();
    if (!there)
        return std::unexpected(there.error());
    return found;
}

ConceptInserter::ConceptInserter(Statement entry, Statement term) : m_concept(std::move(entry)), m_term(std::move(term)) {}

Result<ConceptInserter> ConceptInserter::prepare(const Database &database)
{
    Result<Statement> entry = database.prepare(std::string("INSERT INTO concept (") + conceptColumns
                                               + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING row");
    if (!entry)
        return std::unexpected(entry.error());
    Result<Statement> term = database.prepare(std::string("INSERT INTO term (concept, place, folded, primary_language, ") + termColumns
                                              + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!term)
        return std::unexpected(term.error());
    return ConceptInserter(std::move(*entry), std::move(*term));
}

Result<bool> ConceptInserter::insert(const Concept &entry)
{
    const Result<bool> inserted = m_concept.start(entry.id, entry.definition, listColumn(entry.domains), listColumn(entry.notes), entry.author, entry.createdMs,
                                                  entry.changedMs, propertiesColumn(entry.properties));
    if (!inserted || !*inserted)
        return inserted;
    const std::int64_t row = m_concept.integer(0);
    m_concept.reset();
    std::int64_t place = 0;
    for (const Term &term : entry.terms) {
        const Result<void> done = m_term.run(row, place++, foldedTerm(term.text), primaryLanguageOf(term.language), term.text, term.language,
                                             statusName(term.status), caseRuleName(term.caseRule), term.partOfSpeech, term.gender, term.usage,
                                             listColumn(term.forms), term.author, term.createdMs, term.changedMs, propertiesColumn(term.properties));
        if (!done)
            return std::unexpected(done.error());
    }
    return true;
}

}  // namespace interlinear::cat
