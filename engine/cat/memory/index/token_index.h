// Which token lists may be similar to a query: exact, without reading the texts.
//
//   TokenIndex index;
//   index.add(contentKeys(tokenise(unit.source)));           // entry 0
//   for (const Candidate &candidate : index.candidates(contentKeys(tokenise(query)), 700)) …
//
// A list with a word similarity of at least t shares enough tokens with the query that it must contain one of the query's rarest
// tokens (prefix filter: Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007). Lists found so are cut down by length and
// by a 64-bit signature, and what is left by a banded Levenshtein distance (Ukkonen 1985).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace interlinear::cat {

struct Candidate {
    std::uint32_t entry = 0;
    int ceilingPerMille = 0;   ///< 1000 - ceil(1000 D / N): what the score is at most, before context
};

/// One thread at a time while add() is called; candidates() may run in many threads otherwise.
class TokenIndex {
public:
    /// Entries count from 0 in the order of adding.
    std::uint32_t add(const std::vector<std::string_view> &keys);
    std::size_t size() const { return m_starts.size() - 1; }
    /// Every entry whose ceiling reaches the threshold (1 to 1000), highest ceiling first, then the newest. A query without tokens has none.
    std::vector<Candidate> candidates(const std::vector<std::string_view> &keys, int thresholdPerMille) const;

private:
    using TokenId = std::uint32_t;
    struct KeyHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
    };

    std::vector<TokenId> known(const std::vector<std::string_view> &keys) const;
    std::vector<TokenId> rarest(std::vector<TokenId> query, std::size_t count) const;
    std::span<const TokenId> tokensOf(std::uint32_t entry) const;

    std::unordered_map<std::string, TokenId, KeyHash, std::equal_to<>> m_vocabulary;
    std::vector<std::vector<std::uint32_t>> m_entriesWith;   // [token]: entries, rising
    std::vector<TokenId> m_tokens;                           // of all entries, one after the other
    std::vector<std::size_t> m_starts{0};                    // [entry]: where its tokens begin; one more for the end
    std::vector<std::uint64_t> m_signatures;                 // [entry]: one bit a token
};

}  // namespace interlinear::cat
