// Concepts as rows of the database.
//
//   Result<ConceptReader> reader = ConceptReader::prepare(database);
//   Result<std::optional<Concept>> entry = reader->read(row);      // nothing where that row is gone
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/terms/concept.h"

namespace interlinear::cat {

/// All of it as JSON: equal texts are equal concepts.
std::string serialised(const Concept &entry);

/// ["a", "b"], nothing for an empty list.
std::optional<std::string> listColumn(const std::vector<std::string> &texts);
/// Nothing for what no listColumn() wrote.
std::optional<std::vector<std::string>> listFrom(const std::optional<std::string> &column);

/// "any", "exact".
std::string caseRuleName(CaseRule rule);
std::optional<CaseRule> caseRuleFromName(std::string_view name);

/// The rows of the concepts that have a term, by foldedTerm() and primaryLanguageOf(), oldest first.
inline constexpr const char *conceptsWithTermSql = "SELECT DISTINCT concept FROM term WHERE folded = ? AND primary_language = ? ORDER BY concept";

class ConceptReader {
public:
    static Result<ConceptReader> prepare(const Database &database);
    /// Damaged for a row that no ConceptInserter wrote.
    Result<std::optional<Concept>> read(std::int64_t row);
    Result<std::optional<Concept>> withId(const std::string &id);
    /// Those that have the term, in any case of letters, oldest first.
    Result<std::vector<Concept>> withTerm(const std::string &text, const std::string &language);

private:
    ConceptReader(Statement entry, Statement terms, Statement byId, Statement byTerm, std::string where);
    Result<std::optional<Concept>> readHead(std::int64_t row);
    Result<Term> readTerm(const std::string &id) const;
    std::unexpected<Error> unreadable(const std::string &id) const;

    Statement m_concept, m_terms, m_byId, m_byTerm;
    std::string m_where;
};

class ConceptInserter {
public:
    static Result<ConceptInserter> prepare(const Database &database);
    /// False where a concept of that id is there. The concept must be one that checkConcept() takes.
    Result<bool> insert(const Concept &entry);

private:
    ConceptInserter(Statement entry, Statement term);
    Statement m_concept, m_term;
};

}  // namespace interlinear::cat
