// How words of both sides go together in a memory, each list read once.
//
//   WordStatistics statistics(words);
//   statistics.association("pump", "pumpe");   // 0 to 1
//   statistics.withAll({"heat", "pump"});      // entries whose source holds both
#pragma once

#include "engine/cat/memory/assembly/unit_words.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace interlinear::cat {

class WordStatistics {
public:
    explicit WordStatistics(const UnitWords &words) : m_words(words) {}

    /// See fragments.h.
    double association(const std::string &source, const std::string &target);
    bool isFunctionWord(const std::string &source);
    UnitWords::Entries withAll(const std::vector<std::string> &sources);

private:
    const UnitWords::Entries &source(const std::string &key);
    const UnitWords::Entries &target(const std::string &key);

    const UnitWords &m_words;
    std::map<std::string, UnitWords::Entries, std::less<>> m_source, m_target;
    std::map<std::pair<std::string, std::string>, double> m_associations;
};

}  // namespace interlinear::cat
