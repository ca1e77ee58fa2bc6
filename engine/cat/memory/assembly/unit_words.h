// Which units hold a word, on either side: what assembly asks of a memory (memory_words.h).
//
//   words.withSourceWord("pump");   // entries, rising
//   words.unit(entry);
//
// Words are the keys of tokens (tokens.h).
#pragma once

#include "engine/cat/memory/unit.h"
#include "engine/core/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace interlinear::cat {

class UnitWords {
public:
    using Entries = std::vector<std::int64_t>;

    virtual ~UnitWords() = default;
    virtual std::size_t units() const = 0;
    /// Rising; later entries are newer.
    virtual Entries withSourceWord(std::string_view key) const = 0;
    virtual Entries withTargetWord(std::string_view key) const = 0;
    /// Nothing when it is gone by now.
    virtual Result<std::optional<Unit>> unit(std::int64_t entry) const = 0;
};

}  // namespace interlinear::cat
