// Tokens among which a choice is made.
//
//   const auto set = std::make_shared<const TokenSet>(std::vector<TokenId>{7, 2, 7});
//   set->ids();         // 2, 7
//   set->contains(3);   // false
//
// A runtime knows a set by its address: who chooses among the same tokens step after step hands in the same set.
#pragma once

#include "engine/mixmoe/text/tokenizer.h"

#include <algorithm>
#include <span>
#include <vector>

namespace interlinear::mixmoe {

class TokenSet {
public:
    /// In any order, any of them twice.
    explicit TokenSet(std::vector<TokenId> ids) : m_ids(std::move(ids))
    {
        if (!std::ranges::is_sorted(m_ids))
            std::ranges::sort(m_ids);
        const auto surplus = std::ranges::unique(m_ids);
        m_ids.erase(surplus.begin(), surplus.end());
    }

    /// Rising, none twice.
    std::span<const TokenId> ids() const { return m_ids; }
    bool contains(TokenId id) const { return std::ranges::binary_search(m_ids, id); }

private:
    std::vector<TokenId> m_ids;
};

}  // namespace interlinear::mixmoe
