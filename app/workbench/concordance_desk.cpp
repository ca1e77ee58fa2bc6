#include "app/workbench/concordance_desk.h"

#include <algorithm>

namespace interlinear::workbench {

Result<void> ConcordanceDesk::openOnly(const std::vector<std::filesystem::path> &memories)
{
    if (std::ranges::equal(m_open, memories, {}, &cat::Memory::path))
        return {};
    m_open.clear();
    for (const std::filesystem::path &path : memories) {
        Result<cat::Memory> memory = cat::Memory::open(path, cat::Access::Read);
        if (!memory) {
            m_open.clear();
            return std::unexpected(memory.error());
        }
        m_open.push_back(std::move(*memory));
    }
    return {};
}

Result<std::vector<FoundUnit>> ConcordanceDesk::search(const std::vector<std::filesystem::path> &memories, const cat::ConcordanceQuery &query, std::size_t most,
                                                       const std::stop_token &stop)
{
    if (stop.stop_requested())
        return std::vector<FoundUnit>();   // a later search is asked for already
    if (const Result<void> opened = openOnly(memories); !opened)
        return std::unexpected(opened.error());
    std::vector<FoundUnit> found;
    for (cat::Memory &memory : m_open) {
        Result<std::vector<cat::ConcordanceHit>> hits = cat::concordance(memory, query, most - found.size(), stop);
        if (!hits)
            return std::unexpected(hits.error());
        for (cat::ConcordanceHit &hit : *hits)
            found.push_back({std::move(hit), memory.path()});
        if (found.size() >= most)
            break;
    }
    return found;
}

}  // namespace interlinear::workbench
