#include "engine/cat/project/project_terms.h"

#include "engine/cat/terms/exchange/tbx.h"
#include "engine/cat/terms/exchange/term_table.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

/// What stands between the columns of a table with such a name; nothing for other files.
std::optional<char> separatorOf(const std::filesystem::path &file)
{
    std::string suffix = file.extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c); });
    if (suffix == ".csv")
        return ',';
    if (suffix == ".tsv" || suffix == ".txt")
        return '\t';
    return std::nullopt;
}

bool isThere(const std::filesystem::path &path)
{
    std::error_code problem;
    return std::filesystem::exists(path, problem);
}

Result<Termbase> openOrCreate(const std::filesystem::path &path, const Project &project)
{
    return isThere(path) ? Termbase::open(path) : Termbase::create(path, project.sourceLanguage(), project.targetLanguage());
}

std::unexpected<Error> gone(const Termbase &termbase)
{
    return fail(ErrorCode::NotFound, termbase.path().string(), "this concept is no longer in the termbase");
}

}  // namespace

Result<void> ProjectTerms::choose(const std::filesystem::path &path)
{
    Result<Termbase> termbase = openOrCreate(path, *m_project);
    if (!termbase)
        return std::unexpected(termbase.error());
    if (auto kept = m_project->setTermbase(path); !kept)
        return kept;
    m_termbase.emplace(std::move(*termbase));
    m_demands.reset();
    return {};
}

Result<Termbase *> ProjectTerms::opened()
{
    if (m_termbase)
        return &*m_termbase;
    return isThere(m_project->termbasePath()) ? openedOrMade() : Result<Termbase *>(nullptr);
}

Result<Termbase *> ProjectTerms::openedOrMade()
{
    if (!m_termbase) {
        Result<Termbase> termbase = openOrCreate(m_project->termbasePath(), *m_project);
        if (!termbase)
            return std::unexpected(termbase.error());
        m_termbase.emplace(std::move(*termbase));
    }
    return &*m_termbase;
}

Result<std::optional<std::size_t>> ProjectTerms::count()
{
    const Result<Termbase *> termbase = opened();
    if (!termbase)
        return std::unexpected(termbase.error());
    if (!*termbase)
        return std::nullopt;
    const Result<std::size_t> concepts = (*termbase)->countConcepts();
    return concepts ? Result<std::optional<std::size_t>>(*concepts) : std::unexpected(concepts.error());
}

Result<std::vector<TermHit>> ProjectTerms::find(const TaggedText &source)
{
    const Result<Termbase *> termbase = opened();
    if (!termbase)
        return std::unexpected(termbase.error());
    return *termbase ? (*termbase)->find(source, m_project->sourceLanguage()) : std::vector<TermHit>();
}

Result<std::vector<TermDemand>> ProjectTerms::demands(const TaggedText &source)
{
    const Result<Termbase *> termbase = opened();
    if (!termbase)
        return std::unexpected(termbase.error());
    if (!*termbase)
        return std::vector<TermDemand>();
    if (!m_demands) {
        Result<TermDemands> loaded = TermDemands::load(**termbase, m_project->sourceLanguage(), m_project->targetLanguage());
        if (!loaded)
            return std::unexpected(loaded.error());
        m_demands.emplace(std::move(*loaded));
    }
    return m_demands->of(source);
}

Result<std::vector<TermFinding>> ProjectTerms::check(const TaggedText &source, const TaggedText &target)
{
    const Result<Termbase *> termbase = opened();
    if (!termbase)
        return std::unexpected(termbase.error());
    if (!*termbase)
        return std::vector<TermFinding>();
    return checkTerms(**termbase, source, m_project->sourceLanguage(), target, m_project->targetLanguage());
}

Result<PairAddition> ProjectTerms::add(const NewTerm &term)
{
    const Result<Termbase *> termbase = openedOrMade();
    if (!termbase)
        return std::unexpected(termbase.error());
    Result<TermbaseWriter> writer = (*termbase)->write();
    if (!writer)
        return std::unexpected(writer.error());
    const Result<PairAddition> added = writer->addPair(term.pair);
    if (!added)
        return added;
    if (!term.definition.empty() || !term.note.empty()) {
        Result<std::optional<Concept>> entry = writer->find(added->conceptId);
        if (!entry)
            return std::unexpected(entry.error());
        if (!*entry)
            return gone(**termbase);
        if (!term.definition.empty())
            (*entry)->definition = term.definition;
        if (!term.note.empty() && std::ranges::find((*entry)->notes, term.note) == (*entry)->notes.end())
            (*entry)->notes.push_back(term.note);
        if (const Result<bool> changed = writer->change(**entry); !changed)
            return std::unexpected(changed.error());
    }
    if (auto committed = writer->commit(); !committed)
        return std::unexpected(committed.error());
    m_demands.reset();
    return added;
}

Result<void> ProjectTerms::change(const Concept &entry)
{
    const Result<Termbase *> termbase = openedOrMade();
    if (!termbase)
        return std::unexpected(termbase.error());
    const Result<bool> changed = (*termbase)->change(entry);
    if (!changed)
        return std::unexpected(changed.error());
    m_demands.reset();
    return *changed ? Result<void>() : gone(**termbase);
}

Result<void> ProjectTerms::remove(const std::string &id)
{
    const Result<Termbase *> termbase = openedOrMade();
    if (!termbase)
        return std::unexpected(termbase.error());
    const Result<bool> removed = (*termbase)->remove(id);
    if (!removed)
        return std::unexpected(removed.error());
    m_demands.reset();
    return {};
}

Result<void> ProjectTerms::restore(const Concept &entry)
{
    const Result<Termbase *> termbase = openedOrMade();
    if (!termbase)
        return std::unexpected(termbase.error());
    if (const Result<bool> added = (*termbase)->add(entry); !added)
        return std::unexpected(added.error());
    m_demands.reset();
    return {};
}

Result<TermImportReport> ProjectTerms::import(const std::filesystem::path &file, std::stop_token stop)
{
    const Result<Termbase *> termbase = openedOrMade();
    if (!termbase)
        return std::unexpected(termbase.error());
    m_demands.reset();
    if (const std::optional<char> separator = separatorOf(file))
        return importTermTable(**termbase, file, *separator, {}, std::move(stop));
    return importTbx(**termbase, file, std::move(stop));
}

Result<void> ProjectTerms::exportTo(const std::filesystem::path &file)
{
    const Result<Termbase *> termbase = opened();
    if (!termbase)
        return std::unexpected(termbase.error());
    if (!*termbase)
        return fail(ErrorCode::NotFound, m_project->termbasePath().string(), "the project has no terms yet");
    if (const std::optional<char> separator = separatorOf(file))
        return exportTermTable(**termbase, file, *separator);
    return exportTbx(**termbase, file, TbxStyle::Dct);
}

}  // namespace interlinear::cat
