// The ids of a file, each once. Programs count: most ids are behind all before them, and need no more than a look at the last one.
//
//   IdSet ids;
//   ids.insert("u9");    // true
//   ids.insert("u10");   // true: longer ids come behind shorter ones
//   ids.insert("u9");    // false
#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace interlinear::cat {

class IdSet {
public:
    /// Whether it is new. The characters must outlive the set.
    bool insert(std::string_view id)
    {
        if (m_rising.empty() || isBefore(m_rising.back(), id)) {
            if (m_others.contains(id))
                return false;
            m_rising.push_back(id);
            return true;
        }
        return !std::ranges::binary_search(m_rising, id, isBefore) && m_others.insert(id).second;
    }

    bool contains(std::string_view id) const { return std::ranges::binary_search(m_rising, id, isBefore) || m_others.contains(id); }

    void clear()
    {
        m_rising.clear();
        m_others.clear();
    }

private:
    static bool isBefore(std::string_view a, std::string_view b) { return a.size() != b.size() ? a.size() < b.size() : a < b; }

    std::vector<std::string_view> m_rising;
    std::unordered_set<std::string_view> m_others;
};

}  // namespace interlinear::cat
