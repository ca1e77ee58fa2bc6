#include "engine/cat/memory/index/recent_units.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::size_t unitsOfRecentChunk = 4096;

std::vector<WordId> add(GrowingVocabulary &vocabulary, const std::vector<std::string_view> &keys)
{
    std::vector<WordId> words;
    words.reserve(keys.size());
    for (const std::string_view key : keys)
        words.push_back(vocabulary.add(key));
    return words;
}

std::vector<bool> membersOf(const WordGroup &group, std::size_t vocabulary)
{
    std::vector<bool> members(vocabulary);
    for (const WordId word : group) {
        if (word < vocabulary)
            members[word] = true;
    }
    return members;
}

}  // namespace

void RecentUnits::add(std::int64_t row, const UnitKeys &keys)
{
    const std::vector<WordId> sourceWords = cat::add(m_vocabularies[0], keys.source);
    const std::vector<WordId> besideSource = cat::add(m_vocabularies[0], keys.besideSource);
    m_newest.add(row, {sourceWords, besideSource, cat::add(m_vocabularies[1], keys.target), keys.sourceHash});
    m_newestSignatures.push_back(signatureOf(sourceWords));
    ++m_size;
    if (m_newest.size() < unitsOfRecentChunk)
        return;
    m_chunkBytes.push_back(m_newest.build());
    m_chunks.push_back(*IndexChunk::view(m_chunkBytes.back()));
    m_newest.clear();
    m_newestSignatures.clear();
}

void RecentUnits::findSimilar(const FuzzyQuery &query, std::vector<Candidate> &candidates) const
{
    for (const IndexChunk &chunk : m_chunks)
        chunk.findSimilar(query, candidates);
    for (std::size_t unit = 0; unit < m_newest.size(); ++unit) {
        const std::span<const WordId> words = m_newest.source(unit);
        if (words.size() < query.shortest() || words.size() > query.longest() || query.signature().shared(m_newestSignatures[unit]) < query.leastShared(words.size()))
            continue;
        if (const std::optional<int> ceiling = query.ceilingOf(words))
            candidates.push_back({m_newest.row(unit), *ceiling});
    }
}

void RecentUnits::visitRowsOfHash(std::uint32_t hash, const std::function<void(std::int64_t row)> &visit) const
{
    for (const IndexChunk &chunk : m_chunks)
        chunk.visitRowsOfHash(hash, visit);
    for (std::size_t unit = 0; unit < m_newest.size(); ++unit) {
        if (m_newest.sourceHash(unit) == hash)
            visit(m_newest.row(unit));
    }
}

bool RecentUnits::visitRows(Side side, const WordFilter &filter, const RowVisitor &visit) const
{
    std::vector<std::vector<bool>> wanted;   // [group][word]; a group may have thousands of words
    for (const WordGroup &group : filter.groups)
        wanted.push_back(membersOf(group, m_newest.size() == 0 ? 0 : words(side).size()));
    for (std::size_t unit = m_newest.size(); unit > 0; --unit) {
        const std::span<const WordId> words = side == Side::Source ? m_newest.source(unit - 1) : m_newest.target(unit - 1);
        const std::span<const WordId> beside = side == Side::Source ? m_newest.besideSource(unit - 1) : std::span<const WordId>();
        const auto hasOne = [&](const std::vector<bool> &group) {
            const auto isMember = [&](WordId word) { return group[word]; };
            return std::ranges::any_of(words, isMember) || std::ranges::any_of(beside, isMember);
        };
        const bool passes = std::ranges::all_of(wanted, hasOne) && (side == Side::Target || filter.sequences.areIn(words));
        if (passes && !visit(m_newest.row(unit - 1)))
            return false;
    }
    return std::all_of(m_chunks.rbegin(), m_chunks.rend(), [&](const IndexChunk &chunk) { return chunk.visitRows(side, filter, visit); });
}

}  // namespace interlinear::cat
