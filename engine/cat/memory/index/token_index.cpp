#include "engine/cat/memory/index/token_index.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace interlinear::cat {

namespace {

constexpr std::uint32_t unknownToken = std::numeric_limits<std::uint32_t>::max();

std::uint64_t signatureBit(std::uint32_t token)
{
    return std::uint64_t(1) << ((token * 0x9E3779B1U) >> 26);
}

/// The most edits that N tokens allow at the threshold: ceil(1000 D / N) <= 1000 - threshold.
std::size_t allowedEdits(std::size_t tokens, int thresholdPerMille)
{
    return tokens * static_cast<std::size_t>(1000 - thresholdPerMille) / 1000;
}

/// An upper bound of the tokens that a query shares with an entry of that signature.
class SignatureBound {
public:
    explicit SignatureBound(std::span<const std::uint32_t> query)
    {
        for (const std::uint32_t token : query) {
            if (token == unknownToken)
                continue;
            m_bits |= signatureBit(token);
            ++m_tokensOfBit[static_cast<std::size_t>(std::countr_zero(signatureBit(token)))];
        }
    }

    std::size_t shared(std::uint64_t signature) const
    {
        std::size_t count = 0;
        for (std::uint64_t common = signature & m_bits; common != 0; common &= common - 1)
            count += m_tokensOfBit[static_cast<std::size_t>(std::countr_zero(common))];
        return count;
    }

private:
    std::uint64_t m_bits = 0;
    std::size_t m_tokensOfBit[64] = {};
};

/// The Levenshtein distance, or anything above `most` when it is above `most`.
std::size_t boundedDistance(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b, std::size_t most)
{
    if (a.size() > b.size())
        std::swap(a, b);
    if (b.size() - a.size() > most)
        return most + 1;
    const std::size_t far = most + 1;
    std::vector<std::size_t> row(b.size() + 1, far);   // outside the band everything is too far
    for (std::size_t j = 0; j <= std::min(b.size(), most); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        const std::size_t begin = i > most ? i - most : 1;
        const std::size_t end = std::min(b.size(), i + most);
        std::size_t diagonal = row[begin - 1];
        row[begin - 1] = begin == 1 && i <= most ? i : far;
        std::size_t least = row[begin - 1];
        for (std::size_t j = begin; j <= end; ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1, far});
            least = std::min(least, row[j]);
        }
        if (least > most)
            return far;
    }
    return row[b.size()];
}

}  // namespace

std::uint32_t TokenIndex::add(const std::vector<std::string_view> &keys)
{
    const auto entry = static_cast<std::uint32_t>(size());
    std::uint64_t signature = 0;
    for (const std::string_view key : keys) {
        auto found = m_vocabulary.find(key);
        if (found == m_vocabulary.end()) {
            found = m_vocabulary.emplace(key, static_cast<TokenId>(m_entriesWith.size())).first;
            m_entriesWith.emplace_back();
        }
        const TokenId token = found->second;
        std::vector<std::uint32_t> &entries = m_entriesWith[token];
        if (entries.empty() || entries.back() != entry)
            entries.push_back(entry);
        signature |= signatureBit(token);
        m_tokens.push_back(token);
    }
    m_starts.push_back(m_tokens.size());
    m_signatures.push_back(signature);
    return entry;
}

std::span<const TokenIndex::TokenId> TokenIndex::tokensOf(std::uint32_t entry) const
{
    return std::span(m_tokens).subspan(m_starts[entry], m_starts[entry + 1] - m_starts[entry]);
}

std::vector<TokenIndex::TokenId> TokenIndex::known(const std::vector<std::string_view> &keys) const
{
    std::vector<TokenId> tokens;
    tokens.reserve(keys.size());
    for (const std::string_view key : keys) {
        const auto found = m_vocabulary.find(key);
        tokens.push_back(found == m_vocabulary.end() ? unknownToken : found->second);
    }
    return tokens;
}

/// The tokens with the fewest entries, unknown ones first; each once.
std::vector<TokenIndex::TokenId> TokenIndex::rarest(std::vector<TokenId> query, std::size_t count) const
{
    const auto entries = [this](TokenId token) { return token == unknownToken ? 0 : m_entriesWith[token].size(); };
    std::sort(query.begin(), query.end(), [&](TokenId a, TokenId b) { return std::pair(entries(a), a) < std::pair(entries(b), b); });
    query.resize(std::min(count, query.size()));
    query.erase(std::unique(query.begin(), query.end()), query.end());
    return query;
}

std::vector<Candidate> TokenIndex::candidates(const std::vector<std::string_view> &keys, int thresholdPerMille) const
{
    if (keys.empty())
        return {};
    const int threshold = std::clamp(thresholdPerMille, 1, 1000);
    const std::vector<TokenId> query = known(keys);
    const std::size_t shortest = query.size() - allowedEdits(query.size(), threshold);
    const std::size_t longest = query.size() * 1000 / static_cast<std::size_t>(threshold);
    const SignatureBound bound(query);

    std::vector<Candidate> result;
    std::vector<bool> seen(size());
    for (const TokenId token : rarest(query, query.size() - shortest + 1)) {
        if (token == unknownToken)
            continue;
        for (const std::uint32_t entry : m_entriesWith[token]) {
            if (seen[entry])
                continue;
            seen[entry] = true;
            const std::span<const TokenId> tokens = tokensOf(entry);
            if (tokens.size() < shortest || tokens.size() > longest)
                continue;
            const std::size_t larger = std::max(tokens.size(), query.size());
            const std::size_t most = allowedEdits(larger, threshold);
            if (bound.shared(m_signatures[entry]) + most < larger)
                continue;
            const std::size_t edits = boundedDistance(query, tokens, most);
            if (edits <= most)
                result.push_back({entry, 1000 - static_cast<int>((1000 * edits + larger - 1) / larger)});
        }
    }
    std::sort(result.begin(), result.end(), [](const Candidate &a, const Candidate &b) {
        return std::pair(a.ceilingPerMille, a.entry) > std::pair(b.ceilingPerMille, b.entry);
    });
    return result;
}

}  // namespace interlinear::cat
