#include "engine/cat/memory/assembly/word_statistics.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

using Entries = UnitWords::Entries;

/// Walks the shorter list and leaps through the longer one.
Entries common(const Entries &a, const Entries &b)
{
    const Entries &few = a.size() < b.size() ? a : b;
    const Entries &many = a.size() < b.size() ? b : a;
    Entries both;
    auto at = many.begin();
    for (const std::int64_t entry : few) {
        std::ptrdiff_t leap = 1;
        while (many.end() - at > leap && at[leap] < entry)
            leap *= 2;
        at = std::lower_bound(at, many.end() - at > leap ? at + leap + 1 : many.end(), entry);
        if (at == many.end())
            break;
        if (*at == entry)
            both.push_back(entry);
    }
    return both;
}

}  // namespace

const Entries &WordStatistics::source(const std::string &key)
{
    const auto known = m_source.find(key);
    return known != m_source.end() ? known->second : m_source.emplace(key, m_words.withSourceWord(key)).first->second;
}

const Entries &WordStatistics::target(const std::string &key)
{
    const auto known = m_target.find(key);
    return known != m_target.end() ? known->second : m_target.emplace(key, m_words.withTargetWord(key)).first->second;
}

double WordStatistics::association(const std::string &sourceKey, const std::string &targetKey)
{
    const auto [place, isNew] = m_associations.try_emplace({sourceKey, targetKey}, 0.0);
    if (isNew) {
        const Entries &a = source(sourceKey), &b = target(targetKey);
        const auto both = static_cast<double>(common(a, b).size());
        if (both > 0)
            place->second = 2 * both * both / (static_cast<double>(a.size() + b.size()) * (both + 1));
    }
    return place->second;
}

bool WordStatistics::isFunctionWord(const std::string &key)
{
    constexpr std::size_t fewUnits = 1000;
    constexpr std::size_t share = 20;
    return m_words.units() >= fewUnits && source(key).size() * share > m_words.units();
}

Entries WordStatistics::withAll(const std::vector<std::string> &keys)
{
    std::vector<const Entries *> lists;
    for (const std::string &key : keys)
        lists.push_back(&source(key));
    std::ranges::sort(lists, {}, [](const Entries *list) { return list->size(); });
    if (lists.empty())
        return {};
    Entries result = *lists[0];
    for (std::size_t i = 1; i < lists.size() && !result.empty(); ++i)
        result = common(result, *lists[i]);
    return result;
}

}  // namespace interlinear::cat
