// Where a word or phrase occurs in a memory.
//
//   for (const ConcordanceHit &hit : *concordance(memory, "heat pump", 50))
//       show(hit.unit.source.text, hit.inSource);
#pragma once

#include "engine/cat/memory/memory.h"
#include "engine/core/spans.h"

#include <string_view>
#include <vector>

namespace interlinear::cat {

struct ConcordanceHit {
    Unit unit;
    std::vector<ByteSpan> inSource;   ///< of the texts without their tags; rising, not overlapping
    std::vector<ByteSpan> inTarget;
};

/// Where the text stands in another, whatever the case of the letters. An empty text stands nowhere.
std::vector<ByteSpan> occurrences(std::string_view needle, std::string_view text);

/// The newest units with the text in source or target, newest first. It reads the whole memory.
Result<std::vector<ConcordanceHit>> concordance(const Memory &memory, std::string_view text, std::size_t limit);

}  // namespace interlinear::cat
