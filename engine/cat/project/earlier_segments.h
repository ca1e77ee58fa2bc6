// The segments that a document has or had, to be found again in a new version of it.
//
//   EarlierSegments earlier;
//   for (const Segment &segment : before.segments) earlier.add(segment.source.text, tagColumn(segment.source.tags), segment.facts, ++id);
//   earlier.take(now.segments);   // {4, 5, 0, 7}: the third is new
#pragma once

#include "engine/cat/document/segment.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace interlinear::cat {

class EarlierSegments {
public:
    /// In the order in which those of the same source are to be taken; tags as tagColumn() writes them, and an id that is not 0.
    void add(std::string source, std::optional<std::string> tags, const SegmentFacts &facts, std::int64_t id);

    /// The ids of these segments, [segment]; 0 where there is none. One of the same source and place in the file comes before others of the same source. Each is
    /// taken once.
    std::vector<std::int64_t> take(const std::vector<Segment> &segments);

private:
    struct Earlier {
        std::int64_t id = 0;
        std::string place;
    };

    template <typename Fits>
    std::int64_t takeOne(const Segment &segment, const Fits &fits);

    std::map<std::pair<std::string, std::optional<std::string>>, std::deque<Earlier>> m_segments;   ///< [source, its tags]
};

}  // namespace interlinear::cat
