// Changes of a termbase that happen together or not at all.
//
//   Result<TermbaseWriter> writer = termbase.write();
//   if (auto added = writer->add(entry); !added) return added;
//   if (auto removed = writer->remove(oldId); !removed) return removed;
//   return writer->commit();     // without it nothing happened
//
// While a writer lives, other writers of the file wait, and its own termbase must not look up terms.
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/terms/concept_rows.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// What a person enters in one step.
struct TermPair {
    Term source;
    Term target;
};

struct PairAddition {
    enum class Kind {
        KnownAlready,    ///< a concept has both terms
        Joined,          ///< a concept has the source term, and now the target term too; of several the oldest
        NewConcept
    };
    Kind kind = Kind::KnownAlready;
    std::string conceptId;
};

class TermbaseWriter {
public:
    /// False where a concept of that id is there, which stays as it is. An Error of checkConcept().
    Result<bool> add(const Concept &entry);
    /// Takes the place of the concept of that id; false where there is none. An Error of checkConcept().
    Result<bool> change(const Concept &entry);
    /// Whether it was there.
    Result<bool> remove(const std::string &id);
    /// Terms are the same in any case of letters, and languages with their variants.
    Result<PairAddition> addPair(const TermPair &pair);

    Result<std::optional<Concept>> find(const std::string &id);
    /// Those that have the term, in any case of letters, oldest first.
    Result<std::vector<Concept>> findTerm(const std::string &text, const std::string &language);

    /// On disk when this returns without an Error; the writer's work is done.
    Result<void> commit();

private:
    friend class Termbase;
    TermbaseWriter(Transaction transaction, ConceptReader reader, ConceptInserter inserter, Statement erase);
    static Result<TermbaseWriter> begin(const Database &database);

    ConceptReader m_reader;
    ConceptInserter m_inserter;
    Statement m_erase;
    Transaction m_transaction;
};

}  // namespace interlinear::cat
