#include "engine/cat/memory/assembly/unit_words.h"

#include "engine/cat/memory/scoring/tokens.h"

namespace interlinear::cat {

void UnitWordList::add(const Unit &unit)
{
    note(m_source, unit.source);
    note(m_target, unit.target);
    m_units.push_back(unit);
}

UnitWords::Entries UnitWordList::find(const Side &side, std::string_view key)
{
    const auto found = side.find(std::string(key));
    return found == side.end() ? Entries() : found->second;
}

void UnitWordList::note(Side &side, const TaggedText &text) const
{
    const auto entry = static_cast<std::int64_t>(m_units.size());
    const TokenList list = tokenise(text);
    for (const std::string_view key : contentKeys(list)) {
        Entries &entries = side[std::string(key)];
        if (entries.empty() || entries.back() != entry)
            entries.push_back(entry);
    }
}

}  // namespace interlinear::cat
