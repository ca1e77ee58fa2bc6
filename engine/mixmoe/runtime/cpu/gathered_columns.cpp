#include "engine/mixmoe/runtime/cpu/gathered_columns.h"

#include <algorithm>
#include <bit>

namespace interlinear::mixmoe {

const PackedMatrix &GatheredColumns::of(const std::shared_ptr<const TokenSet> &set)
{
    const auto known = std::ranges::find(m_slots, set, &Slot::set);
    if (known != m_slots.end())
        return known->columns;
    Slot &slot = freeSlot();
    fill(slot, set);
    return slot.columns;
}

GatheredColumns::Slot &GatheredColumns::freeSlot()
{
    const auto unused = std::ranges::find_if(m_slots, [](const Slot &slot) { return slot.set.use_count() <= 1; });
    return unused == m_slots.end() ? m_slots.emplace_back() : *unused;
}

void GatheredColumns::fill(Slot &slot, const std::shared_ptr<const TokenSet> &set) const
{
    const PackedMatrix::Outputs outputs{set->ids().size()};
    slot.set.reset();   // the slot is nobody's should memory run out
    if (!slot.memory || slot.memory->contents().size() < PackedMatrix::bytesOf(outputs, m_all.depth(), m_all.type()))
        slot.memory.emplace(PackedMatrix::bytesOf({std::bit_ceil(outputs.front())}, m_all.depth(), m_all.type()));   // room for sets that are a little larger
    slot.memory->rewind();
    slot.columns = PackedMatrix(*slot.memory, outputs, m_all.depth(), m_all.type());
    slot.columns.gather(m_all, set->ids());
    slot.set = set;
}

}  // namespace interlinear::mixmoe
