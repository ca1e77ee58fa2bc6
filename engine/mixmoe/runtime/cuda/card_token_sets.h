// Sets of tokens on the card, copied once each and kept while somebody holds them.
//
//   CardTokenSets sets(card);
//   const std::int32_t *ids = sets.of(set);   // set->ids(), rising; throws std::bad_alloc
#pragma once

#include "engine/mixmoe/runtime/cuda/card.h"
#include "engine/mixmoe/runtime/token_set.h"

#include <cstdint>
#include <map>
#include <memory>

namespace interlinear::mixmoe::cuda {

class CardTokenSets {
public:
    explicit CardTokenSets(std::shared_ptr<Card> card) : m_card(std::move(card)) {}

    /// What is returned lasts until the set is held by nobody else and another is asked for after the step.
    const std::int32_t *of(const std::shared_ptr<const TokenSet> &set)
    {
        auto found = m_sets.find(set.get());
        if (found == m_sets.end()) {
            std::erase_if(m_sets, [](const auto &entry) { return entry.second.set.use_count() == 1; });
            CardMemory memory(m_card, set->ids().size_bytes());
            m_card->copyInNow(memory.data(), set->ids().data(), memory.size());
            found = m_sets.emplace(set.get(), Held{set, std::move(memory)}).first;
        }
        return found->second.memory.template as<std::int32_t>();
    }

private:
    struct Held {
        std::shared_ptr<const TokenSet> set;   // held, so that its address is nobody else's
        CardMemory memory;
    };

    std::shared_ptr<Card> m_card;
    std::map<const TokenSet *, Held> m_sets;
};

}  // namespace interlinear::mixmoe::cuda
