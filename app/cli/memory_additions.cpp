#include "app/cli/memory_additions.h"

namespace interlinear::cli {

Result<Additions> addUnits(cat::Memory &memory, std::span<const cat::Unit> units)
{
    Result<cat::MemoryWriter> writer = memory.write();
    if (!writer)
        return std::unexpected(writer.error());
    Additions additions;
    for (const cat::Unit &unit : units) {
        const Result<cat::Addition> added = writer->addAgain(unit);
        if (!added)
            return std::unexpected(added.error());
        ++(*added == cat::Addition::Added ? additions.added : *added == cat::Addition::Superseded ? additions.superseded : additions.known);
    }
    if (auto done = writer->commit(); !done)
        return std::unexpected(done.error());
    return additions;
}

std::string additionsText(const Additions &additions)
{
    std::string text = std::to_string(additions.added) + " added, " + std::to_string(additions.known) + " known already";
    if (additions.superseded > 0)
        text += ", " + std::to_string(additions.superseded) + " replaced by a later unit before";
    return text;
}

}  // namespace interlinear::cli
