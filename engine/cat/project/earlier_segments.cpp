#include "engine/cat/project/earlier_segments.h"

#include "engine/cat/database/tag_column.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

/// What the file calls the place of a segment; empty where it has no name.
std::string placeOf(const SegmentFacts &facts)
{
    return facts.id.empty() ? facts.context : facts.id + '\x1F' + facts.context;
}

}  // namespace

void EarlierSegments::add(std::string source, std::optional<std::string> tags, const SegmentFacts &facts, std::int64_t id)
{
    m_segments[{std::move(source), std::move(tags)}].push_back({id, placeOf(facts)});
}

std::vector<std::int64_t> EarlierSegments::take(const std::vector<Segment> &segments)
{
    std::vector<std::int64_t> ids(segments.size());
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (const std::string place = placeOf(segments[i].facts); !place.empty())
            ids[i] = takeOne(segments[i], [&](const Earlier &earlier) { return earlier.place == place; });
    }
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (ids[i] == 0)
            ids[i] = takeOne(segments[i], [](const Earlier &) { return true; });
    }
    return ids;
}

template <typename Fits>
std::int64_t EarlierSegments::takeOne(const Segment &segment, const Fits &fits)
{
    const auto same = m_segments.find({segment.source.text, tagColumn(segment.source.tags)});
    if (same == m_segments.end())
        return 0;
    const auto one = std::ranges::find_if(same->second, fits);
    if (one == same->second.end())
        return 0;
    const std::int64_t id = one->id;
    same->second.erase(one);
    return id;
}

}  // namespace interlinear::cat
