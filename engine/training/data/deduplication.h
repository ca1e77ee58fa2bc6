// Rows that come twice, texts that have been translated often enough, and texts that no model may see.
//
//   HeldOut heldOut; heldOut.add("We will meet at the station.");
//   heldOut.holds("we will meet, at the station");       // true: case, spaces and punctuation do not count
//   Deduplicator seen;
//   const Admission admission = seen.admitPair("de", "en", "Guten Tag.", "Good day.", 5);
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace interlinear::training {

/// 64 bits of a text's letters, digits and combining marks, whatever their case. Of a text that has none, of its bytes.
std::uint64_t comparisonKey(std::string_view text);

class HeldOut {
public:
    /// Texts of fewer than 8 letters, where one of Chinese or Japanese counts for two, are left alone: nobody owns "Yes."
    void add(std::string_view text);
    bool holds(std::string_view text) const;
    std::size_t size() const { return m_keys.size(); }

private:
    std::unordered_set<std::uint64_t> m_keys;
};

struct Admission {
    bool duplicate = false;
    bool forward = false;        ///< the first text takes another translation
    bool backward = false;       ///< the second text takes another one
};

/// Remembers rows over all sources: 8 bytes a row and side.
class Deduplicator {
public:
    /// Languages in either order. A row is remembered when one direction takes it.
    Admission admitPair(const std::string &firstLanguage, const std::string &secondLanguage, std::string_view first, std::string_view second, int mostTargets);
    /// False for a text that came before.
    bool admitText(const std::string &language, std::string_view text);

private:
    bool takesTarget(std::uint64_t source, int mostTargets);

    std::unordered_set<std::uint64_t> m_rows;
    std::unordered_map<std::uint64_t, int> m_targets;
};

}  // namespace interlinear::training
