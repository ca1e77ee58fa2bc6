#include "engine/cat/project/earlier_segments.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/project/order_alignment.h"

#include <limits>

namespace interlinear::cat {

namespace {

constexpr std::uint32_t unknownSource = std::numeric_limits<std::uint32_t>::max();

/// What the file calls the place of a segment; empty where it has no name.
std::string placeOf(const SegmentFacts &facts)
{
    return facts.id.empty() ? facts.context : facts.id + '\x1F' + facts.context;
}

}  // namespace

void EarlierSegments::add(std::string source, std::optional<std::string> tags, const SegmentFacts &facts, std::int64_t id)
{
    const auto number = m_sources.try_emplace({std::move(source), std::move(tags)}, static_cast<std::uint32_t>(m_sources.size())).first->second;
    m_segments.push_back({id, number, placeOf(facts)});
}

void EarlierSegments::addFormer(std::string source, std::optional<std::string> tags, const SegmentFacts &facts, std::int64_t id)
{
    add(std::move(source), std::move(tags), facts, id);
    m_segments.back().former = true;
}

/// One call of take().
class EarlierSegments::Taking {
public:
    Taking(const EarlierSegments &earlier, const std::vector<Segment> &segments) : m_earlier(earlier.m_segments), m_sourceCount(earlier.m_sources.size())
    {
        for (const Segment &segment : segments) {
            const auto known = earlier.m_sources.find({segment.source.text, tagColumn(segment.source.tags)});
            m_now.push_back({known == earlier.m_sources.end() ? unknownSource : known->second, placeOf(segment.facts)});
        }
        m_taken.resize(segments.size(), none);
        m_isTaken.resize(m_earlier.size());
    }

    std::vector<std::int64_t> run()
    {
        takeWhatIsThereOnce();
        takeByPlace();
        takeInOrder();
        takeLeft(sourceAndPlace);
        takeLeft(sourceAlone);
        std::vector<std::int64_t> ids;
        for (const std::size_t earlier : m_taken)
            ids.push_back(earlier == none ? 0 : m_earlier[earlier].id);
        return ids;
    }

private:
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

    struct Now {
        std::uint32_t source = 0;
        std::string place;
    };

    static constexpr auto sourceAlone = [](const auto &segment) { return segment.source; };
    static constexpr auto sourceAndPlace = [](const auto &segment) { return std::pair(segment.source, segment.place); };

    /// Where a key is there, and how often, on either side.
    struct Occurrences {
        std::size_t earlierCount = 0, nowCount = 0, earlier = 0, now = 0;
        bool once() const { return earlierCount == 1 && nowCount == 1; }
    };

    template <typename KeyOf>
    auto occurrences(const KeyOf &keyOf) const
    {
        std::map<decltype(keyOf(m_now.front())), Occurrences> found;
        for (std::size_t i = 0; i < m_earlier.size(); ++i) {
            if (m_earlier[i].former || m_isTaken[i])
                continue;
            Occurrences &one = found[keyOf(m_earlier[i])];
            ++one.earlierCount;
            one.earlier = i;
        }
        for (std::size_t i = 0; i < m_now.size(); ++i) {
            if (m_taken[i] != none || m_now[i].source == unknownSource)
                continue;
            Occurrences &one = found[keyOf(m_now[i])];
            ++one.nowCount;
            one.now = i;
        }
        return found;
    }

    void take(std::size_t now, std::size_t earlier)
    {
        m_taken[now] = earlier;
        m_isTaken[earlier] = true;
    }

    void takeWhatIsThereOnce()
    {
        for (const auto &[source, one] : occurrences(sourceAlone)) {
            if (one.once())
                take(one.now, one.earlier);
        }
    }

    void takeByPlace()
    {
        const std::vector<bool> moved = besideMoved();
        for (const auto &[key, one] : occurrences(sourceAndPlace)) {
            if (one.once() && !key.second.empty() && !moved[one.now])
                take(one.now, one.earlier);
        }
    }

    /// Whether the nearest that was taken before or behind has another place now, [segment]: then places are numbers of lines, cells or slides, which have moved.
    std::vector<bool> besideMoved() const
    {
        std::vector<bool> moved(m_now.size());
        const auto pass = [&](auto index) {
            bool last = false;
            for (std::size_t i = 0; i < m_now.size(); ++i) {
                const std::size_t at = index(i);
                if (m_taken[at] != none)
                    last = m_earlier[m_taken[at]].place != m_now[at].place;
                moved[at] = moved[at] || last;
            }
        };
        pass([](std::size_t i) { return i; });
        pass([this](std::size_t i) { return m_now.size() - 1 - i; });
        return moved;
    }

    /// What is taken already is there once on either side for the alignment.
    void takeInOrder()
    {
        std::vector<std::uint32_t> earlier, now;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < m_earlier.size(); ++i) {
            if (m_earlier[i].former)
                continue;
            places.push_back(i);
            earlier.push_back(m_isTaken[i] ? numberOfTaken(i) : m_earlier[i].source);
        }
        for (std::size_t i = 0; i < m_now.size(); ++i)
            now.push_back(m_taken[i] != none ? numberOfTaken(m_taken[i]) : m_now[i].source);
        for (const auto &[one, other] : alignedInOrder(earlier, now)) {
            if (m_taken[other] == none)
                take(other, places[one]);
        }
    }

    std::uint32_t numberOfTaken(std::size_t earlier) const { return static_cast<std::uint32_t>(m_sourceCount + earlier); }

    /// Of those that are left, former ones too, the first of the same key.
    template <typename KeyOf>
    void takeLeft(const KeyOf &keyOf)
    {
        std::map<decltype(keyOf(m_now.front())), std::vector<std::size_t>> left;   // the first last
        for (std::size_t i = m_earlier.size(); i > 0; --i) {
            if (!m_isTaken[i - 1])
                left[keyOf(m_earlier[i - 1])].push_back(i - 1);
        }
        for (std::size_t i = 0; i < m_now.size(); ++i) {
            const auto found = m_taken[i] == none ? left.find(keyOf(m_now[i])) : left.end();
            if (found == left.end() || found->second.empty())
                continue;
            take(i, found->second.back());
            found->second.pop_back();
        }
    }

    const std::vector<Earlier> &m_earlier;
    std::size_t m_sourceCount;
    std::vector<Now> m_now;
    std::vector<std::size_t> m_taken;   // [segment]: the earlier one
    std::vector<bool> m_isTaken;        // [earlier segment]
};

std::vector<std::int64_t> EarlierSegments::take(const std::vector<Segment> &segments) const
{
    return Taking(*this, segments).run();
}

}  // namespace interlinear::cat
