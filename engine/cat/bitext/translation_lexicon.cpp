#include "engine/cat/bitext/translation_lexicon.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr WordId emptyWord = 0;
// Words that met but once say little: they may have met in a wrong pair.
constexpr float discount = 0.8F;

/// Calls with each source word of the pair, the empty one first.
template <typename Visit>
void eachSource(const WordPair &pair, Visit visit)
{
    visit(emptyWord);
    for (const SegmentWord &source : pair.source)
        visit(source.word);
}

}  // namespace

TranslationLexicon::TranslationLexicon(std::span<const WordPair> pairs, int rounds)
{
    collectEntries(pairs);
    for (int round = 0; round < rounds; ++round)
        improve(pairs, round + 1 == rounds ? discount : 0);
}

void TranslationLexicon::collectEntries(std::span<const WordPair> pairs)
{
    std::vector<std::uint64_t> keys;
    std::size_t compactAt = std::size_t(1) << 20;
    const auto compact = [&] {
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        compactAt = std::max(compactAt, 2 * keys.size());
    };
    for (const WordPair &pair : pairs) {
        eachSource(pair, [&](WordId source) {
            for (const SegmentWord &target : pair.target)
                keys.push_back(static_cast<std::uint64_t>(source) << 32 | target.word);
        });
        if (keys.size() >= compactAt)
            compact();
    }
    compact();
    m_entries.reserve(keys.size());
    m_starts.push_back(0);
    for (const std::uint64_t key : keys) {
        m_starts.resize(std::max(m_starts.size(), static_cast<std::size_t>(key >> 32) + 1), m_entries.size());
        m_entries.push_back({static_cast<WordId>(key), 1});
    }
    m_starts.push_back(m_entries.size());
    m_remainders.resize(m_starts.size() - 1);
}

std::span<const TranslationLexicon::Entry> TranslationLexicon::translationsOf(WordId source) const
{
    if (source + 1 >= m_starts.size())
        return {};
    return std::span(m_entries).subspan(m_starts[source], m_starts[source + 1] - m_starts[source]);
}

double TranslationLexicon::remainder(WordId source) const
{
    return source < m_remainders.size() ? std::max(0.0, static_cast<double>(m_remainders[source])) : 1;
}

/// Of words that came together.
const TranslationLexicon::Entry *TranslationLexicon::find(WordId source, WordId target) const
{
    const std::span<const Entry> entries = translationsOf(source);
    return &*std::lower_bound(entries.begin(), entries.end(), target, [](const Entry &entry, WordId word) { return entry.target < word; });
}

void TranslationLexicon::improve(std::span<const WordPair> pairs, float discounted)
{
    std::vector<float> counts(m_entries.size());
    std::vector<const Entry *> origins;
    for (const WordPair &pair : pairs) {
        for (const SegmentWord &target : pair.target) {
            origins.clear();
            float sum = 0;
            eachSource(pair, [&](WordId source) {
                origins.push_back(find(source, target.word));
                sum += origins.back()->probability;
            });
            for (const Entry *origin : origins)
                counts[static_cast<std::size_t>(origin - m_entries.data())] += sum > 0 ? origin->probability / sum : 0;
        }
    }
    for (std::size_t source = 0; source + 1 < m_starts.size(); ++source) {
        float total = 0;
        for (std::size_t i = m_starts[source]; i < m_starts[source + 1]; ++i)
            total += counts[i];
        m_remainders[source] = 1;
        for (std::size_t i = m_starts[source]; i < m_starts[source + 1]; ++i) {
            m_entries[i].probability = total > 0 ? std::max(0.0F, counts[i] - discounted) / total : 0;
            m_remainders[source] -= m_entries[i].probability;
        }
    }
}

}  // namespace interlinear::cat
