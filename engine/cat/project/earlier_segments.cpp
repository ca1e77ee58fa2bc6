#include "engine/cat/project/earlier_segments.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/project/order_alignment.h"

#include <algorithm>
#include <deque>
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

std::vector<std::int64_t> EarlierSegments::take(const std::vector<Segment> &segments)
{
    const std::vector<std::uint32_t> sources = sourcesOf(segments);
    std::vector<std::int64_t> ids(segments.size());
    takeByPlace(segments, sources, ids);
    takeInOrder(sources, ids);
    takeAny(sources, ids);
    return ids;
}

std::vector<std::uint32_t> EarlierSegments::sourcesOf(const std::vector<Segment> &segments) const
{
    std::vector<std::uint32_t> sources;
    for (const Segment &segment : segments) {
        const auto known = m_sources.find({segment.source.text, tagColumn(segment.source.tags)});
        sources.push_back(known == m_sources.end() ? unknownSource : known->second);
    }
    return sources;
}

void EarlierSegments::takeByPlace(const std::vector<Segment> &segments, const std::vector<std::uint32_t> &sources, std::vector<std::int64_t> &ids)
{
    std::map<std::pair<std::uint32_t, std::string>, std::deque<std::size_t>> named;
    for (std::size_t i = 0; i < m_segments.size(); ++i) {
        if (!m_segments[i].place.empty())
            named[{m_segments[i].source, m_segments[i].place}].push_back(i);
    }
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto found = named.find({sources[i], placeOf(segments[i].facts)});
        if (found == named.end() || found->second.empty())
            continue;
        ids[i] = takeOne(found->second.front());
        found->second.pop_front();
    }
}

void EarlierSegments::takeInOrder(const std::vector<std::uint32_t> &sources, std::vector<std::int64_t> &ids)
{
    std::vector<std::size_t> earlierPlaces, places;
    std::vector<std::uint32_t> earlier, now;
    for (std::size_t i = 0; i < m_segments.size(); ++i) {
        if (!m_segments[i].taken && !m_segments[i].former) {
            earlierPlaces.push_back(i);
            earlier.push_back(m_segments[i].source);
        }
    }
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (ids[i] == 0) {
            places.push_back(i);
            now.push_back(sources[i]);
        }
    }
    for (const auto &[one, other] : alignedInOrder(earlier, now))
        ids[places[other]] = takeOne(earlierPlaces[one]);
}

void EarlierSegments::takeAny(const std::vector<std::uint32_t> &sources, std::vector<std::int64_t> &ids)
{
    std::vector<std::vector<std::size_t>> left(m_sources.size());   // [source], the first last
    for (std::size_t i = m_segments.size(); i > 0; --i) {
        if (!m_segments[i - 1].taken)
            left[m_segments[i - 1].source].push_back(i - 1);
    }
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (ids[i] != 0 || sources[i] == unknownSource || left[sources[i]].empty())
            continue;
        ids[i] = takeOne(left[sources[i]].back());
        left[sources[i]].pop_back();
    }
}

std::int64_t EarlierSegments::takeOne(std::size_t earlier)
{
    m_segments[earlier].taken = true;
    return m_segments[earlier].id;
}

}  // namespace interlinear::cat
