// The output projection of a few tokens: their columns of the embedding, gathered once for each set of tokens and kept while the set is in use.
//
//   GatheredColumns gathered(packed.embedding);
//   const PackedMatrix &columns = gathered.of(set);   // set->ids().size() columns, padded; the first call with a set copies them
//
// Every column of a product is summed by itself, so that its bits are those of the product with the whole embedding. One thread at a time.
#pragma once

#include "engine/mixmoe/runtime/cpu/packed_matrix.h"
#include "engine/mixmoe/runtime/token_set.h"

#include <list>
#include <memory>
#include <optional>

namespace interlinear::mixmoe {

class GatheredColumns {
public:
    /// all must outlive this.
    explicit GatheredColumns(const PackedMatrix &all) : m_all(all) {}

    /// The set's ids are columns of the embedding. What is returned lasts as long as somebody else holds the set. Memory is taken from sets that nobody holds any
    /// more, and only else from the system: throws std::bad_alloc.
    const PackedMatrix &of(const std::shared_ptr<const TokenSet> &set);

private:
    struct Slot {
        std::shared_ptr<const TokenSet> set;   // held, so that its address is nobody else's
        std::optional<WeightArena> memory;
        PackedMatrix columns;
    };

    Slot &freeSlot();
    void fill(Slot &slot, const std::shared_ptr<const TokenSet> &set) const;

    const PackedMatrix &m_all;
    std::list<Slot> m_slots;
};

}  // namespace interlinear::mixmoe
