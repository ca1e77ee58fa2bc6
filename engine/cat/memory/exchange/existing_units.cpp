#include "engine/cat/memory/exchange/existing_units.h"

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

std::string sourceContent(const Unit &unit)
{
    std::string bytes;
    bytes.reserve(2 * (unit.source.text.size() + unit.target.text.size()) + 64);
    append(bytes, unit.source);
    append(bytes, unit.previous ? "=" + *unit.previous : "");
    append(bytes, unit.next ? "=" + *unit.next : "");
    append(bytes, unit.contextId);
    return bytes;
}

ContentHash contentOf(const Unit &unit)
{
    std::string bytes = sourceContent(unit);
    append(bytes, unit.target);
    append(bytes, unit.document);
    return contentHash(bytes);
}

}  // namespace

Result<ExistingUnits> ExistingUnits::of(const Memory &memory, bool wantSources)
{
    ExistingUnits existing;
    const Result<void> read = memory.forEachUnit([&](const Unit &unit) {
        existing.m_contents.insert(contentOf(unit));
        if (wantSources)
            existing.m_sources.emplace(contentHash(sourceContent(unit)), unit.id);
        return Result<void>();
    });
    if (!read)
        return std::unexpected(read.error());
    return existing;
}

bool ExistingUnits::addContent(const Unit &unit)
{
    return m_contents.insert(contentOf(unit));
}

std::vector<std::string> ExistingUnits::withSource(const Unit &unit) const
{
    std::vector<std::string> ids;
    if (m_sources.empty())
        return ids;
    const auto [begin, end] = m_sources.equal_range(contentHash(sourceContent(unit)));
    for (auto at = begin; at != end; ++at)
        ids.push_back(at->second);
    return ids;
}

}  // namespace interlinear::cat
