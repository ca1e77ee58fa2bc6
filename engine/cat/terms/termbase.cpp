#include "engine/cat/terms/termbase.h"

#include "sql/termbase.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

const Schema &schema()
{
    static const Migration from1{"DROP INDEX term_folded; CREATE INDEX term_of_language ON term (primary_language, folded)", {}};
    static const Schema termbaseSchema{"termbase", 0x494C5442 /* "ILTB" */, 2, termbaseSql, {from1}};
    return termbaseSchema;
}

Result<void> checkTag(const std::string &tag)
{
    if (tag.empty())
        return {};
    const Concept probe{.id = "probe", .terms = {{.text = "probe", .language = tag}}};
    return checkConcept(probe);
}

/// The term of a row of the statement in indexNewTerms().
Result<Term> indexedTerm(const Statement &row, const std::string &language, const std::string &where)
{
    const std::optional<TermStatus> status = statusFromName(row.text(3));
    const std::optional<CaseRule> caseRule = caseRuleFromName(row.text(4));
    std::optional<std::vector<std::string>> forms = listFrom(row.optionalText(5));
    if (!status || !caseRule || !forms)
        return fail(ErrorCode::Damaged, where, "the term \"%1\" cannot be read; restore the file from a backup", row.text(2));
    return Term{.text = row.text(2), .language = language, .status = *status, .caseRule = *caseRule, .forms = std::move(*forms)};
}

}  // namespace

Termbase::Termbase(Database database, std::string sourceLanguage, std::string targetLanguage)
    : m_database(std::move(database)), m_sourceLanguage(std::move(sourceLanguage)), m_targetLanguage(std::move(targetLanguage))
{
}

Result<Termbase> Termbase::create(const std::filesystem::path &path, const std::string &sourceLanguage, const std::string &targetLanguage)
{
    for (const std::string &tag : {sourceLanguage, targetLanguage}) {
        if (auto known = checkTag(tag); !known)
            return std::unexpected(known.error());
    }
    Schema withLanguages = schema();
    withLanguages.sql += "; INSERT INTO termbase VALUES (1, '" + sourceLanguage + "', '" + targetLanguage + "')";   // both checked above
    Result<Database> database = Database::create(path, withLanguages);
    if (!database)
        return std::unexpected(database.error());
    return Termbase(std::move(*database), sourceLanguage, targetLanguage);
}

Result<Termbase> Termbase::open(const std::filesystem::path &path, Access access)
{
    Result<Database> database = Database::open(path, schema(), access);
    if (!database)
        return std::unexpected(database.error());
    Result<Statement> languages = database->prepare("SELECT source_language, target_language FROM termbase");
    if (!languages)
        return std::unexpected(languages.error());
    const Result<bool> row = languages->start();
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return fail(ErrorCode::Damaged, path.string(), "does not say which languages it holds; restore it from a backup");
    std::string source = languages->text(0);
    std::string target = languages->text(1);
    languages->reset();
    return Termbase(std::move(*database), std::move(source), std::move(target));
}

Result<TermbaseWriter> Termbase::write()
{
    return TermbaseWriter::begin(m_database);
}

namespace {

/// One change and its commit.
template <typename Change>
auto changeAtOnce(Result<TermbaseWriter> writer, Change change) -> decltype(change(*writer))
{
    if (!writer)
        return std::unexpected(writer.error());
    auto changed = change(*writer);
    if (!changed)
        return changed;
    if (auto done = writer->commit(); !done)
        return std::unexpected(done.error());
    return changed;
}

}  // namespace

Result<bool> Termbase::add(const Concept &entry)
{
    return changeAtOnce(write(), [&](TermbaseWriter &writer) { return writer.add(entry); });
}

Result<bool> Termbase::change(const Concept &entry)
{
    return changeAtOnce(write(), [&](TermbaseWriter &writer) { return writer.change(entry); });
}

Result<bool> Termbase::remove(const std::string &id)
{
    return changeAtOnce(write(), [&](TermbaseWriter &writer) { return writer.remove(id); });
}

Result<PairAddition> Termbase::addPair(const TermPair &pair)
{
    return changeAtOnce(write(), [&](TermbaseWriter &writer) { return writer.addPair(pair); });
}

Result<std::optional<Concept>> Termbase::find(const std::string &id) const
{
    Result<ConceptReader> reader = ConceptReader::prepare(m_database);
    return reader ? reader->withId(id) : std::unexpected(reader.error());
}

Result<std::vector<Concept>> Termbase::findTerm(const std::string &text, const std::string &language) const
{
    Result<ConceptReader> reader = ConceptReader::prepare(m_database);
    return reader ? reader->withTerm(text, language) : std::unexpected(reader.error());
}

Termbase::LanguageIndex &Termbase::indexOf(const std::string &language)
{
    return m_indexes.try_emplace(primaryLanguageOf(language), LanguageIndex{TermMatcher(language)}).first->second;
}

WordStems &Termbase::stems(const std::string &language)
{
    return indexOf(language).matcher.stems();
}

Result<void> Termbase::indexNewTerms(LanguageIndex &index, const std::string &primary)
{
    Result<Statement> terms = m_database.prepare(
        "SELECT concept, place, text, status, case_rule, forms FROM term WHERE primary_language = ? AND concept > ? ORDER BY concept, place");
    if (!terms)
        return std::unexpected(terms.error());
    Result<bool> there = terms->start(primary, index.lastRow);
    for (; there && *there; there = terms->next()) {
        const Result<Term> term = indexedTerm(*terms, primary, path().string());
        if (!term)
            return std::unexpected(term.error());
        index.matcher.add({terms->integer(0), static_cast<std::size_t>(terms->integer(1))}, *term);
        index.lastRow = terms->integer(0);
    }
    if (!there)
        return std::unexpected(there.error());
    return {};
}

Result<std::vector<TermFind>> Termbase::existing(const TaggedText &text, const std::string &language)
{
    LanguageIndex &index = indexOf(language);
    if (auto indexed = indexNewTerms(index, primaryLanguageOf(language)); !indexed)
        return std::unexpected(indexed.error());
    Result<Statement> there = m_database.prepare("SELECT 1 FROM concept WHERE row = ?");
    if (!there)
        return std::unexpected(there.error());
    std::vector<TermFind> finds;
    for (const TermFind &find : index.matcher.find(text)) {
        const Result<bool> stays = there->start(find.key.row);
        if (!stays)
            return std::unexpected(stays.error());
        if (*stays)
            finds.push_back(find);
    }
    return finds;
}

Result<std::vector<TermHit>> Termbase::hitsOf(const std::vector<TermFind> &finds)
{
    Result<ConceptReader> reader = ConceptReader::prepare(m_database);
    if (!reader)
        return std::unexpected(reader.error());
    std::vector<TermHit> hits;
    for (const TermFind &find : finds) {
        Result<std::optional<Concept>> entry = reader->read(find.key.row);
        if (!entry)
            return std::unexpected(entry.error());
        if (*entry && find.key.place < (*entry)->terms.size())
            hits.push_back({find.span, std::move(**entry), find.key.place, find.manner});
    }
    return hits;
}

Result<Statement> Termbase::holdInstant() const
{
    Result<Statement> any = m_database.prepare("SELECT 1 FROM termbase");
    if (!any)
        return any;
    if (const Result<bool> row = any->start(); !row)
        return std::unexpected(row.error());
    return any;
}

Result<std::vector<TermHit>> Termbase::find(const TaggedText &text, const std::string &language)
{
    const Result<Statement> instant = holdInstant();
    if (!instant)
        return std::unexpected(instant.error());
    const Result<std::vector<TermFind>> finds = existing(text, language);
    if (!finds)
        return std::unexpected(finds.error());
    return hitsOf(withoutHidden(*finds));
}

Result<std::vector<TermHit>> Termbase::findAll(const TaggedText &text, const std::string &language)
{
    const Result<Statement> instant = holdInstant();
    if (!instant)
        return std::unexpected(instant.error());
    const Result<std::vector<TermFind>> finds = existing(text, language);
    if (!finds)
        return std::unexpected(finds.error());
    return hitsOf(*finds);
}

Result<std::vector<std::string>> Termbase::languages() const
{
    Result<Statement> tags = m_database.prepare("SELECT DISTINCT primary_language FROM term ORDER BY primary_language");
    if (!tags)
        return std::unexpected(tags.error());
    std::vector<std::string> languages;
    Result<bool> there = tags->start();
    for (; there && *there; there = tags->next())
        languages.push_back(tags->text(0));
    if (!there)
        return std::unexpected(there.error());
    return languages;
}

Result<void> Termbase::forEach(const std::function<Result<void>(const Concept &)> &visit) const
{
    Result<ConceptReader> reader = ConceptReader::prepare(m_database);
    if (!reader)
        return std::unexpected(reader.error());
    Result<Statement> rows = m_database.prepare("SELECT row FROM concept ORDER BY row");   // while it runs, all reads are of one instant
    if (!rows)
        return std::unexpected(rows.error());
    Result<bool> there = rows->start();
    for (; there && *there; there = rows->next()) {
        const Result<std::optional<Concept>> entry = reader->read(rows->integer(0));
        if (!entry)
            return std::unexpected(entry.error());
        if (!*entry)
            continue;
        if (auto visited = visit(**entry); !visited)
            return visited;
    }
    if (!there)
        return std::unexpected(there.error());
    return {};
}

Result<std::size_t> Termbase::countConcepts() const
{
    const Result<std::int64_t> concepts = m_database.integer("SELECT count(*) FROM concept");
    return concepts ? Result<std::size_t>(static_cast<std::size_t>(*concepts)) : std::unexpected(concepts.error());
}

Result<TermbaseStatistics> Termbase::statistics() const
{
    Result<Statement> counts
        = m_database.prepare("SELECT (SELECT count(*) FROM concept), (SELECT count(*) FROM term), (SELECT count(*) FROM term WHERE status = ?)");
    Result<Statement> byLanguage = m_database.prepare("SELECT primary_language, count(*) FROM term GROUP BY primary_language");
    for (const Result<Statement> *statement : {&counts, &byLanguage}) {
        if (!*statement)
            return std::unexpected(statement->error());
    }
    if (const Result<bool> row = counts->start(statusName(TermStatus::Forbidden)); !row)
        return std::unexpected(row.error());
    std::error_code problem;
    const std::uintmax_t bytes = std::filesystem::file_size(path(), problem);
    TermbaseStatistics statistics{static_cast<std::size_t>(counts->integer(0)),
                                  static_cast<std::size_t>(counts->integer(1)),
                                  static_cast<std::size_t>(counts->integer(2)),
                                  {},
                                  problem ? 0 : bytes};
    Result<bool> there = byLanguage->start();
    for (; there && *there; there = byLanguage->next())
        statistics.termsOfLanguage[byLanguage->text(0)] = static_cast<std::size_t>(byLanguage->integer(1));
    if (!there)
        return std::unexpected(there.error());
    return statistics;
}

Result<void> Termbase::check() const
{
    if (auto sound = m_database.check(); !sound)
        return sound;
    return forEach([](const Concept &) { return Result<void>(); });
}

}  // namespace interlinear::cat
