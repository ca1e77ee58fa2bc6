#include "engine/mixmoe/decode/constrained_beam.h"

#include "engine/mixmoe/decode/beam_allotment.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace interlinear::mixmoe {

namespace {

// Tokens by falling probability, ties by rising id, sorted only as far as they are asked for.
class RankedTokens {
public:
    explicit RankedTokens(std::span<const float> logProbabilities) : m_logProbabilities(logProbabilities), m_tokens(logProbabilities.size())
    {
        std::iota(m_tokens.begin(), m_tokens.end(), 0);
    }

    // Nothing behind the last that is not banned.
    std::optional<TokenId> at(std::size_t rank)
    {
        while (m_sorted <= rank && m_sorted < m_tokens.size())
            sortMore();
        return rank < m_tokens.size() && std::isfinite(m_logProbabilities[static_cast<std::size_t>(m_tokens[rank])]) ? std::optional(m_tokens[rank]) : std::nullopt;
    }

private:
    void sortMore()
    {
        const std::size_t end = std::min(m_tokens.size(), std::max<std::size_t>(64, 4 * m_sorted));
        const auto begin = m_tokens.begin() + static_cast<std::ptrdiff_t>(m_sorted);
        std::ranges::partial_sort(begin, m_tokens.begin() + static_cast<std::ptrdiff_t>(end), m_tokens.end(), [&](TokenId a, TokenId b) {
            const float pa = m_logProbabilities[static_cast<std::size_t>(a)], pb = m_logProbabilities[static_cast<std::size_t>(b)];
            return pa > pb || (pa == pb && a < b);
        });
        m_sorted = end;
    }

    std::span<const float> m_logProbabilities;
    std::vector<TokenId> m_tokens;
    std::size_t m_sorted = 0;
};

class Offers {
public:
    Offers(const SearchTerms &terms, const PieceTable &table, std::size_t number, const ConstrainedHypothesis &hypothesis)
        : m_terms(terms), m_table(table), m_number(number), m_hypothesis(hypothesis)
    {
    }

    // The best so many that the terms allow, then those that go on with a required term.
    std::vector<ConstrainedContinuation> collect(std::size_t best)
    {
        RankedTokens ranked(m_hypothesis.logProbabilities);
        for (std::size_t rank = 0; m_offers.size() < best; ++rank) {
            const std::optional<TokenId> token = ranked.at(rank);
            if (!token)
                break;
            offer(*token, m_offers.empty());
        }
        const std::size_t probable = m_offers.size();
        for (const TokenId token : m_terms.advancing(*m_hypothesis.terms)) {
            const auto known = std::ranges::find(std::span(m_offers).first(probable), token, [](const ConstrainedContinuation &offer) { return offer.candidate.token; });
            if (known == std::span(m_offers).first(probable).end() && std::isfinite(logProbability(token)))
                offer(token, false);
        }
        return std::move(m_offers);
    }

private:
    float logProbability(TokenId token) const { return m_hypothesis.logProbabilities[static_cast<std::size_t>(token)]; }

    void offer(TokenId token, bool first)
    {
        const bool ends = token == m_table.end;
        const int missing = ends ? m_terms.missing(*m_hypothesis.terms) : 0;
        if (ends && (!m_terms.mayEnd(*m_hypothesis.terms) || (missing > 0 && !first)))
            return;
        std::optional<TermState> next = ends ? *m_hypothesis.terms : m_terms.after(*m_hypothesis.terms, shownText(m_table, token, m_hypothesis.atStart), m_hypothesis.typed);
        const bool last = !ends && m_hypothesis.tokensLeft == 1;
        if (next && (!last || m_terms.mayEnd(*next)))
            m_offers.push_back({m_number, {token, logProbability(token)}, m_hypothesis.score + logProbability(token), std::move(*next), missing});
    }

    const SearchTerms &m_terms;
    const PieceTable &m_table;
    std::size_t m_number;
    const ConstrainedHypothesis &m_hypothesis;
    std::vector<ConstrainedContinuation> m_offers;
};

}  // namespace

std::vector<ConstrainedContinuation> followedUnder(const SearchTerms &terms, const PieceTable &table, std::span<const ConstrainedHypothesis> hypotheses, int beams)
{
    const auto all = static_cast<std::size_t>(terms.tokens());
    std::vector<std::vector<ConstrainedContinuation>> banks(all + 1);
    std::vector<ConstrainedContinuation> followed;
    for (std::size_t i = 0; i < hypotheses.size(); ++i) {
        for (ConstrainedContinuation &offer : Offers(terms, table, i, hypotheses[i]).collect(2 * static_cast<std::size_t>(beams))) {
            if (offer.missing > 0)
                followed.push_back(std::move(offer));
            else
                banks[all - static_cast<std::size_t>(terms.tokensLeft(offer.terms))].push_back(std::move(offer));
        }
    }
    const auto ends = [&](const ConstrainedContinuation &offer) { return offer.candidate.token == table.end; };
    const auto atLimit = [&](const ConstrainedContinuation &offer) { return hypotheses[offer.hypothesis].tokensLeft <= 0; };
    std::vector<std::size_t> counts;
    for (auto &bank : banks) {
        std::ranges::stable_sort(bank, std::ranges::greater(), &ConstrainedContinuation::score);
        counts.push_back(bank.size());
    }
    const std::vector<std::size_t> places = allotBeams(counts, static_cast<std::size_t>(beams));
    for (std::size_t bank = banks.size(); bank-- > 0;) {
        std::size_t goingOn = 0;
        for (std::size_t rank = 0; rank < banks[bank].size(); ++rank) {
            ConstrainedContinuation &offer = banks[bank][rank];
            if (ends(offer) ? rank < places[bank] : !atLimit(offer) && goingOn++ < places[bank])
                followed.push_back(std::move(offer));
        }
    }
    return followed;
}

}  // namespace interlinear::mixmoe
