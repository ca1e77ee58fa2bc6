#include "engine/training/data/lexicon.h"

#include <algorithm>
#include <optional>

namespace interlinear::training {

namespace {

using mixmoe::TokenId;

constexpr int rounds = 5;
constexpr std::size_t mostCandidates = 192;
constexpr float leastProbability = 1e-4F;
constexpr std::size_t countsAtOnce = std::size_t{1} << 24;   // of pairs of tokens, when candidates are looked for

std::size_t place(TokenId id)
{
    return static_cast<std::size_t>(id);
}

std::vector<TokenId> different(std::vector<TokenId> tokens)
{
    std::ranges::sort(tokens);
    const auto surplus = std::ranges::unique(tokens);
    tokens.erase(surplus.begin(), surplus.end());
    return tokens;
}

std::vector<TokenPair> differentTokens(std::span<const TokenPair> pairs)
{
    std::vector<TokenPair> unlike;
    for (const TokenPair &pair : pairs)
        unlike.push_back({different(pair.source), different(pair.target)});
    return unlike;
}

/// Those with the largest together^2 / sentences, which ranks the targets of one source as phi squared does; rising ids.
std::vector<TokenId> bestCandidates(std::span<const float> together, std::span<const float> sentences)
{
    std::vector<TokenId> targets;
    for (std::size_t target = 0; target < together.size(); ++target) {
        if (together[target] > 0)
            targets.push_back(static_cast<TokenId>(target));
    }
    const auto better = [&](TokenId a, TokenId b) {
        const float first = together[place(a)] * together[place(a)] / sentences[place(a)], second = together[place(b)] * together[place(b)] / sentences[place(b)];
        return first != second ? first > second : a < b;
    };
    if (targets.size() > mostCandidates) {
        std::ranges::nth_element(targets, targets.begin() + mostCandidates, better);
        targets.resize(mostCandidates);
    }
    std::ranges::sort(targets);
    return targets;
}

/// [source token]; a range of source tokens after the other, as many as a table of all their targets has room for.
std::vector<std::vector<TokenId>> candidatesFor(std::span<const TokenPair> pairs, std::size_t vocabulary)
{
    const std::vector<TokenPair> unlike = differentTokens(pairs);
    std::vector<float> sentences(vocabulary);
    for (const TokenPair &pair : unlike)
        for (const TokenId target : pair.target)
            ++sentences[place(target)];

    std::vector<std::vector<TokenId>> candidates(vocabulary);
    const std::size_t atOnce = std::clamp<std::size_t>(countsAtOnce / vocabulary, 1, vocabulary);
    std::vector<float> together;
    for (std::size_t first = 0; first < vocabulary; first += atOnce) {
        const std::size_t count = std::min(atOnce, vocabulary - first);
        together.assign(count * vocabulary, 0.0F);
        for (const TokenPair &pair : unlike) {
            const auto begin = std::ranges::lower_bound(pair.source, static_cast<TokenId>(first));
            const auto end = std::ranges::lower_bound(pair.source, static_cast<TokenId>(first + count));
            for (auto source = begin; source != end; ++source)
                for (const TokenId target : pair.target)
                    ++together[(place(*source) - first) * vocabulary + place(target)];
        }
        for (std::size_t i = 0; i < count; ++i)
            candidates[first + i] = bestCandidates(std::span(together).subspan(i * vocabulary, vocabulary), sentences);
    }
    return candidates;
}

// t(f|e) of the candidates, and of NULL for every f.
class Model1 {
public:
    Model1(std::vector<std::vector<TokenId>> candidates) : m_ofNull(candidates.size(), 1.0 / static_cast<double>(candidates.size())), m_countsOfNull(candidates.size())
    {
        for (std::vector<TokenId> &targets : candidates) {
            const double equal = targets.empty() ? 0 : 1.0 / static_cast<double>(targets.size());
            m_first.push_back(m_targets.size());
            m_targets.insert(m_targets.end(), targets.begin(), targets.end());
            m_probabilities.resize(m_targets.size(), equal);
        }
        m_first.push_back(m_targets.size());
        m_counts.resize(m_targets.size());
    }

    void round(std::span<const TokenPair> pairs)
    {
        std::ranges::fill(m_counts, 0.0);
        std::ranges::fill(m_countsOfNull, 0.0);
        for (const TokenPair &pair : pairs)
            for (const TokenId target : pair.target)
                shareOut(target, pair.source);
        for (std::size_t source = 0; source + 1 < m_first.size(); ++source)
            normalise(std::span(m_counts).subspan(m_first[source], m_first[source + 1] - m_first[source]), std::span(m_probabilities).subspan(m_first[source]));
        normalise(m_countsOfNull, m_ofNull);
    }

    std::vector<LexiconEntry> entriesOf(std::size_t source) const
    {
        std::vector<LexiconEntry> entries;
        for (std::size_t cell = m_first[source]; cell < m_first[source + 1]; ++cell) {
            if (const auto probability = static_cast<float>(m_probabilities[cell]); probability >= leastProbability)
                entries.push_back({m_targets[cell], probability});
        }
        std::ranges::stable_sort(entries, std::ranges::greater(), &LexiconEntry::probability);
        return entries;
    }

private:
    std::optional<std::size_t> cellOf(TokenId source, TokenId target) const
    {
        const auto begin = m_targets.begin() + static_cast<std::ptrdiff_t>(m_first[place(source)]), end = m_targets.begin() + static_cast<std::ptrdiff_t>(m_first[place(source) + 1]);
        const auto found = std::lower_bound(begin, end, target);
        return found != end && *found == target ? std::optional(static_cast<std::size_t>(found - m_targets.begin())) : std::nullopt;
    }

    void shareOut(TokenId target, const std::vector<TokenId> &sources)
    {
        m_cells.clear();
        double total = m_ofNull[place(target)];
        for (const TokenId source : sources) {
            if (const auto cell = cellOf(source, target)) {
                m_cells.push_back(*cell);
                total += m_probabilities[*cell];
            }
        }
        if (total <= 0)
            return;
        for (const std::size_t cell : m_cells)
            m_counts[cell] += m_probabilities[cell] / total;
        m_countsOfNull[place(target)] += m_ofNull[place(target)] / total;
    }

    static void normalise(std::span<const double> counts, std::span<double> probabilities)
    {
        double total = 0;
        for (const double count : counts)
            total += count;
        for (std::size_t i = 0; i < counts.size(); ++i)
            probabilities[i] = total > 0 ? counts[i] / total : 0;
    }

    std::vector<std::size_t> m_first;   // cell of each source token, and behind the last
    std::vector<TokenId> m_targets;     // [cell]
    std::vector<double> m_probabilities, m_counts;
    std::vector<double> m_ofNull, m_countsOfNull;   // [target]
    std::vector<std::size_t> m_cells;   // of the target at hand
};

}  // namespace

Lexicon learnLexicon(std::span<const TokenPair> pairs, int vocabulary, const std::function<void(const std::string &)> &progress)
{
    const auto size = static_cast<std::size_t>(vocabulary);
    const auto tell = [&](const std::string &what) {
        if (progress)
            progress(what);
    };
    tell("looking for what goes together");
    Model1 model(candidatesFor(pairs, size));
    for (int round = 1; round <= rounds; ++round) {
        tell("sharing out, round " + std::to_string(round) + " of " + std::to_string(rounds));
        model.round(pairs);
    }
    Lexicon lexicon{.of = {}, .targetCounts = std::vector<std::uint64_t>(size)};
    for (std::size_t source = 0; source < size; ++source)
        lexicon.of.push_back(model.entriesOf(source));
    for (const TokenPair &pair : pairs)
        for (const TokenId target : pair.target)
            ++lexicon.targetCounts[place(target)];
    return lexicon;
}

}  // namespace interlinear::training
