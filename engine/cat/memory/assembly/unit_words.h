// Which units hold a word, on either side: what assembly asks of a memory.
//
//   UnitWordList words;
//   memory.forEachUnit([&](const Unit &unit) { words.add(unit); return Result<void>(); });
//   words.withSourceWord("pump");   // entries, rising: the order of adding
//
// Words are the keys of tokens (tokens.h).
#pragma once

#include "engine/cat/memory/unit.h"
#include "engine/core/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
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

/// Units and their words in main memory: some 2 KB a unit.
class UnitWordList : public UnitWords {
public:
    void add(const Unit &unit);

    std::size_t units() const override { return m_units.size(); }
    Entries withSourceWord(std::string_view key) const override { return find(m_source, key); }
    Entries withTargetWord(std::string_view key) const override { return find(m_target, key); }
    Result<std::optional<Unit>> unit(std::int64_t entry) const override { return std::optional(m_units[static_cast<std::size_t>(entry)]); }

private:
    using Side = std::unordered_map<std::string, Entries>;
    static Entries find(const Side &side, std::string_view key);
    void note(Side &side, const TaggedText &text) const;

    std::vector<Unit> m_units;
    Side m_source, m_target;
};

}  // namespace interlinear::cat
