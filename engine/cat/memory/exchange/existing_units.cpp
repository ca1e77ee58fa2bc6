#include "engine/cat/memory/exchange/existing_units.h"

#include "engine/cat/database/id_column.h"
#include "engine/cat/database/tag_column.h"

namespace interlinear::cat {

namespace {

void append(std::string &bytes, std::string_view part)
{
    bytes += part;
    bytes += '\0';
    bytes += std::to_string(part.size());   // so that no zero in a text shifts the parts
    bytes += '\0';
}

void append(std::string &bytes, const TaggedText &text)
{
    append(bytes, text.text);
    append(bytes, text.tags.empty() ? "" : *tagColumn(text.tags));
}

void appendSource(std::string &bytes, const Unit &unit)
{
    append(bytes, unit.source);
    append(bytes, unit.previous ? "=" + *unit.previous : "");
    append(bytes, unit.next ? "=" + *unit.next : "");
    append(bytes, unit.contextId);
}

ContentHash sourceOf(const Unit &unit)
{
    std::string bytes;
    appendSource(bytes, unit);
    return contentHash(bytes);
}

constexpr const char *findFormerSql =
    "SELECT 1 FROM unit WHERE id = ?1 AND context_id = ?2 AND source_language = ?3 AND target_language = ?4 UNION ALL "
    "SELECT 1 FROM superseded WHERE id = ?1 AND context_id = ?2 AND source_language = ?3 AND target_language = ?4 AND replaced_by IS NOT NULL";

/// The bytes are room that is used again: this is asked of every unit of a memory.
ContentHash contentOf(const Unit &unit, const std::string &sourceLanguage, const std::string &targetLanguage, std::string &bytes)
{
    bytes.clear();
    appendSource(bytes, unit);
    append(bytes, unit.target);
    append(bytes, unit.document);
    append(bytes, sourceLanguage);
    append(bytes, targetLanguage);
    return contentHash(bytes);
}

/// What the unit's language is that serves the variant: none, the memory's own, where that is no variant itself.
std::string servingLanguage(const std::string &memory, const std::string &unit)
{
    return memory.find('-') == std::string::npos ? std::string() : unit;
}

}  // namespace

ExistingUnits::ExistingUnits(Languages languages, Statement findFormer, bool hasSome)
    : m_languages(std::move(languages)), m_findFormer(std::move(findFormer)), m_hasSome(hasSome)
{
}

Result<ExistingUnits> ExistingUnits::of(const Memory &memory, bool wantSources)
{
    const Result<std::int64_t> hasSome = memory.database().integer("SELECT EXISTS (SELECT 1 FROM unit) OR EXISTS (SELECT 1 FROM superseded)");
    if (!hasSome)
        return std::unexpected(hasSome.error());
    Result<Statement> findFormer = memory.database().prepare(findFormerSql);
    if (!findFormer)
        return std::unexpected(findFormer.error());
    ExistingUnits existing(memory.languages(), std::move(*findFormer), *hasSome != 0);
    const Result<void> read = memory.forEachUnit([&](const Unit &unit) {
        existing.m_contents.insert(contentOf(unit, unit.sourceLanguage, unit.targetLanguage, existing.m_bytes));
        if (wantSources)
            existing.m_sources.emplace(sourceOf(unit), unit.id);
        return Result<void>();
    });
    if (!read)
        return std::unexpected(read.error());
    return existing;
}

bool ExistingUnits::hasServing(const Unit &unit) const
{
    return (!unit.sourceLanguage.empty() || !unit.targetLanguage.empty())
        && m_contents.contains(contentOf(unit, servingLanguage(m_languages.source, unit.sourceLanguage), servingLanguage(m_languages.target, unit.targetLanguage), m_bytes));
}

bool ExistingUnits::has(const Unit &unit) const
{
    return m_contents.contains(contentOf(unit, unit.sourceLanguage, unit.targetLanguage, m_bytes)) || hasServing(unit);
}

bool ExistingUnits::addContent(const Unit &unit)
{
    return !hasServing(unit) && m_contents.insert(contentOf(unit, unit.sourceLanguage, unit.targetLanguage, m_bytes));
}

Result<bool> ExistingUnits::hasUnderFormerId(const Unit &unit)
{
    if (!m_hasSome || (unit.contextId.empty() && unit.sourceLanguage.empty() && unit.targetLanguage.empty()))
        return false;   // the id is the same as ever
    const Result<bool> found = m_findFormer.start(idColumn(formerIdFromContent(unit)), unit.contextId, unit.sourceLanguage, unit.targetLanguage);
    m_findFormer.reset();
    return found;
}

std::vector<std::string> ExistingUnits::withSource(const Unit &unit) const
{
    std::vector<std::string> ids;
    if (m_sources.empty())
        return ids;
    const auto [begin, end] = m_sources.equal_range(sourceOf(unit));
    for (auto at = begin; at != end; ++at)
        ids.push_back(at->second);
    return ids;
}

}  // namespace interlinear::cat
