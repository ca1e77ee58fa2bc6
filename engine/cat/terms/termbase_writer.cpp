#include "engine/cat/terms/termbase_writer.h"

#include "engine/cat/memory/unit.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

bool hasTerm(const Concept &entry, const Term &wanted)
{
    const std::string folded = foldedTerm(wanted.text);
    return std::ranges::any_of(entry.terms, [&](const Term &term) { return sameLanguage(term.language, wanted.language) && foldedTerm(term.text) == folded; });
}

}  // namespace

TermbaseWriter::TermbaseWriter(Transaction transaction, ConceptReader reader, ConceptInserter inserter, Statement erase)
    : m_reader(std::move(reader)), m_inserter(std::move(inserter)), m_erase(std::move(erase)), m_transaction(std::move(transaction))
{
}

Result<TermbaseWriter> TermbaseWriter::begin(const Database &database)
{
    Result<Transaction> transaction = database.begin();
    if (!transaction)
        return std::unexpected(transaction.error());
    Result<ConceptReader> reader = ConceptReader::prepare(database);
    if (!reader)
        return std::unexpected(reader.error());
    Result<ConceptInserter> inserter = ConceptInserter::prepare(database);
    if (!inserter)
        return std::unexpected(inserter.error());
    Result<Statement> erase = database.prepare("DELETE FROM concept WHERE id = ? RETURNING row");
    if (!erase)
        return std::unexpected(erase.error());
    return TermbaseWriter(std::move(*transaction), std::move(*reader), std::move(*inserter), std::move(*erase));
}

Result<bool> TermbaseWriter::add(const Concept &entry)
{
    if (auto good = checkConcept(entry); !good)
        return std::unexpected(good.error());
    return m_inserter.insert(entry);
}

Result<bool> TermbaseWriter::change(const Concept &entry)
{
    if (auto good = checkConcept(entry); !good)
        return std::unexpected(good.error());
    const Result<bool> removed = remove(entry.id);
    if (!removed || !*removed)
        return removed;
    return add(entry);
}

Result<bool> TermbaseWriter::remove(const std::string &id)
{
    const Result<bool> erased = m_erase.start(id);
    m_erase.reset();
    return erased;
}

Result<PairAddition> TermbaseWriter::addPair(const TermPair &pair)
{
    Result<std::vector<Concept>> known = findTerm(pair.source.text, pair.source.language);
    if (!known)
        return std::unexpected(known.error());
    const auto withBoth = std::ranges::find_if(*known, [&](const Concept &entry) { return hasTerm(entry, pair.target); });
    if (withBoth != known->end())
        return PairAddition{PairAddition::Kind::KnownAlready, withBoth->id};

    const std::int64_t now = nowMs();
    const auto entered = [now](Term term) {
        term.createdMs = term.createdMs != 0 ? term.createdMs : now;
        term.changedMs = now;
        return term;
    };
    const bool isNew = known->empty();
    Concept entry = isNew ? Concept{.id = newConceptId(), .terms = {entered(pair.source)}, .author = pair.source.author, .createdMs = now} : known->front();
    entry.terms.push_back(entered(pair.target));
    entry.changedMs = std::max(entry.changedMs, now);   // a clock may have jumped back
    const Result<bool> written = isNew ? add(entry) : change(entry);
    if (!written)
        return std::unexpected(written.error());
    return PairAddition{isNew ? PairAddition::Kind::NewConcept : PairAddition::Kind::Joined, entry.id};
}

Result<std::optional<Concept>> TermbaseWriter::find(const std::string &id)
{
    return m_reader.withId(id);
}

Result<std::vector<Concept>> TermbaseWriter::findTerm(const std::string &text, const std::string &language)
{
    return m_reader.withTerm(text, language);
}

Result<void> TermbaseWriter::commit()
{
    return m_transaction.commit();
}

}  // namespace interlinear::cat
