// The segments that a document has or had, to be found again in a new version of it.
//
//   EarlierSegments earlier;
//   for (const Segment &segment : before.segments) earlier.add(segment.source.text, tagColumn(segment.source.tags), segment.facts, ++id);
//   earlier.take(now.segments);   // {4, 5, 0, 7}: the third is new
#pragma once

#include "engine/cat/document/segment.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace interlinear::cat {

class EarlierSegments {
public:
    /// In the order of the document; tags as tagColumn() writes them, and an id that is not 0.
    void add(std::string source, std::optional<std::string> tags, const SegmentFacts &facts, std::int64_t id);
    /// One that it had before, and no longer has.
    void addFormer(std::string source, std::optional<std::string> tags, const SegmentFacts &facts, std::int64_t id);

    /// The ids of these segments, [segment]; 0 where there is none. Of the same source is, in this order: the one that is there once on either side; the one of the same
    /// place in the file, unless what is there once beside it has moved; one that alignedInOrder() finds between those; any other, of the same place before others. Each is there once.
    std::vector<std::int64_t> take(const std::vector<Segment> &segments) const;

private:
    struct Earlier {
        std::int64_t id = 0;
        std::uint32_t source = 0;
        std::string place;
        bool former = false;
    };

    class Taking;

    std::map<std::pair<std::string, std::optional<std::string>>, std::uint32_t> m_sources;   ///< [source, its tags]: numbers from 0
    std::vector<Earlier> m_segments;
};

}  // namespace interlinear::cat
