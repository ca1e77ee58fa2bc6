#include "engine/cat/project/order_alignment.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace interlinear::cat {

namespace {

using Numbers = std::span<const std::uint32_t>;
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

constexpr int mostDepth = 64;   // of regions within regions; a text that has more is made for it

/// Of both lists, between two that are paired or at an end of the lists.
struct Region {
    std::size_t earlierBegin, earlierEnd, nowBegin, nowEnd;
    bool behindPair, beforePair;
    int depth;
};

/// Places of what is there once on either side, in the order of the earlier list.
Pairs uniqueOnBothSides(Numbers earlier, Numbers now, const Region &region)
{
    struct Seen {
        std::size_t earlierCount = 0, nowCount = 0, nowPlace = 0;
    };
    std::unordered_map<std::uint32_t, Seen> seen;
    for (std::size_t i = region.earlierBegin; i < region.earlierEnd; ++i)
        ++seen[earlier[i]].earlierCount;
    for (std::size_t i = region.nowBegin; i < region.nowEnd; ++i) {
        Seen &one = seen[now[i]];
        ++one.nowCount;
        one.nowPlace = i;
    }
    Pairs unique;
    for (std::size_t i = region.earlierBegin; i < region.earlierEnd; ++i) {
        if (const Seen &one = seen[earlier[i]]; one.earlierCount == 1 && one.nowCount == 1)
            unique.emplace_back(i, one.nowPlace);
    }
    return unique;
}

/// The longest run of them that rises on the other side too, by patience sorting.
Pairs longestRising(const Pairs &pairs)
{
    std::vector<std::size_t> piles;                    // the pair on top of each
    std::vector<std::size_t> before(pairs.size());     // the top of the pile to the left when the pair was laid down
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto pile = std::ranges::lower_bound(piles, pairs[i].second, {}, [&](std::size_t top) { return pairs[top].second; });
        before[i] = pile == piles.begin() ? i : *std::prev(pile);
        if (pile == piles.end())
            piles.push_back(i);
        else
            *pile = i;
    }
    Pairs rising(piles.size());
    for (std::size_t i = piles.size(), pair = piles.empty() ? 0 : piles.back(); i > 0; --i, pair = before[pair])
        rising[i - 1] = pairs[pair];
    return rising;
}

class Alignment {
public:
    Alignment(Numbers earlier, Numbers now) : m_earlier(earlier), m_now(now), m_open{{0, earlier.size(), 0, now.size(), false, false, 0}} {}

    Pairs run()
    {
        while (!m_open.empty()) {
            Region region = m_open.back();
            m_open.pop_back();
            align(region);
        }
        std::ranges::sort(m_pairs);
        return std::move(m_pairs);
    }

private:
    void align(Region region)
    {
        if (region.behindPair)
            pairBeginning(region);
        if (region.beforePair)
            pairEnd(region);
        if (isEmpty(region))
            return;
        const Pairs anchors = region.depth < mostDepth ? longestRising(uniqueOnBothSides(m_earlier, m_now, region)) : Pairs();
        if (anchors.empty()) {
            pairBeginning(region);
            pairEnd(region);
            return;
        }
        Region between = region;
        ++between.depth;
        for (const auto &[earlier, now] : anchors) {
            between.earlierEnd = earlier;
            between.nowEnd = now;
            between.beforePair = true;
            m_open.push_back(between);
            m_pairs.emplace_back(earlier, now);
            between.earlierBegin = earlier + 1;
            between.nowBegin = now + 1;
            between.behindPair = true;
        }
        between.earlierEnd = region.earlierEnd;
        between.nowEnd = region.nowEnd;
        between.beforePair = region.beforePair;
        m_open.push_back(between);
    }

    void pairBeginning(Region &region)
    {
        for (; !isEmpty(region) && m_earlier[region.earlierBegin] == m_now[region.nowBegin]; ++region.earlierBegin, ++region.nowBegin)
            m_pairs.emplace_back(region.earlierBegin, region.nowBegin);
    }

    void pairEnd(Region &region)
    {
        for (; !isEmpty(region) && m_earlier[region.earlierEnd - 1] == m_now[region.nowEnd - 1]; --region.earlierEnd, --region.nowEnd)
            m_pairs.emplace_back(region.earlierEnd - 1, region.nowEnd - 1);
    }

    static bool isEmpty(const Region &region) { return region.earlierBegin == region.earlierEnd || region.nowBegin == region.nowEnd; }

    Numbers m_earlier, m_now;
    std::vector<Region> m_open;
    Pairs m_pairs;
};

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> alignedInOrder(std::span<const std::uint32_t> earlier, std::span<const std::uint32_t> now)
{
    return Alignment(earlier, now).run();
}

}  // namespace interlinear::cat
