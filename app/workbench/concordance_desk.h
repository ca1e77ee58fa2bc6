// The search through the units of several memories, as a plain call: what a thread of its own runs, so that nobody waits behind it.
//
//   ConcordanceDesk desk;
//   Result<std::vector<FoundUnit>> found = desk.search({"memory.itm", "client.itm"}, query, 50, stop);
//
// The memories are opened here once more, to read from, and stay open until others are asked for. One thread at a time.
#pragma once

#include "engine/cat/memory/memory.h"
#include "engine/cat/memory/search/concordance.h"

#include <filesystem>
#include <stop_token>
#include <vector>

namespace interlinear::workbench {

struct FoundUnit {
    cat::ConcordanceHit hit;
    std::filesystem::path memory;
};

class ConcordanceDesk {
public:
    /// Those of the first memory first, at most so many.
    Result<std::vector<FoundUnit>> search(const std::vector<std::filesystem::path> &memories, const cat::ConcordanceQuery &query, std::size_t most,
                                          const std::stop_token &stop);
    void closeAll() { m_open.clear(); }

private:
    Result<void> openOnly(const std::vector<std::filesystem::path> &memories);

    std::vector<cat::Memory> m_open;
};

}  // namespace interlinear::workbench
