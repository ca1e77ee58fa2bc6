// Units of a memory that say the same, or contradict one another.
//
//   TwinCounts counts;
//   for (const Unit &unit : units) counts.add(unit);        // once over all
//   Twins twins(std::move(counts));
//   for (const Unit &unit : units) twins.add(unit);         // and once more
//   twins.visitFindings(visit);
//
// Texts are compared by 64-bit hashes: 16 bytes a unit, and about 150 for each unit that shares a text with another.
#pragma once

#include "engine/cat/memory/hygiene/finding.h"
#include "engine/cat/memory/unit.h"
#include "engine/core/result.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// The text without its case and with single spaces, as near duplicates share it.
std::string looseForm(const std::string &text);

class TwinCounts {
public:
    void add(const Unit &unit);

private:
    friend class Twins;
    std::vector<std::uint64_t> m_sources, m_targets;   // hashes of the loose forms
};

class Twins {
public:
    explicit Twins(TwinCounts counts);

    /// In the order of the memory, oldest first; the same units as TwinCounts saw. One that came since then may be missed.
    void add(const Unit &unit);
    /// Duplicates, near duplicates and contradictions both ways; the visitor's Error ends it.
    Result<void> visitFindings(const std::function<Result<void>(const Finding &)> &visit);

private:
    struct Twin {
        std::uint64_t looseSource = 0, looseTarget = 0;   // with their tags' kinds and ids
        std::uint64_t source = 0, target = 0;             // with their tags as they are
        std::string id;
        std::uint32_t order = 0;
    };
    using Key = std::uint64_t Twin::*;
    using Members = std::vector<const Twin *>;

    std::vector<Members> groupsBy(std::initializer_list<Key> keys) const;
    static std::size_t distinct(const Members &members, std::initializer_list<Key> keys);

    std::vector<std::uint64_t> m_repeatedSources, m_repeatedTargets;   // sorted
    std::vector<Twin> m_twins;
};

}  // namespace interlinear::cat
