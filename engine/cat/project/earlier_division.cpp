#include "engine/cat/project/earlier_division.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/document/resegmentation.h"
#include "engine/cat/project/earlier_segments.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>

namespace interlinear::cat {

namespace {

/// Neighbours of a document that became others.
struct Division {
    std::size_t first = 0;
    std::size_t count = 0;
    std::vector<TaggedText> parts;   ///< their sources now
};

/// The least groups of neighbours that take up the same text, but for those that are one segment on either side.
std::vector<Division> divisionsOf(const std::vector<Segment> &read, const std::vector<Segment> &divided)
{
    std::vector<Division> divisions;
    std::size_t segment = 0;
    std::size_t part = 0;
    while (segment < read.size() && part < divided.size()) {
        Division group{segment, 0, {}};
        const std::size_t firstPart = part;
        std::size_t end = std::min(read[segment].span.begin, divided[part].span.begin) + 1;
        const auto takes = [&](const std::vector<Segment> &segments, std::size_t &next) {
            const std::size_t from = next;
            for (; next < segments.size() && segments[next].span.begin < end; ++next)
                end = std::max(end, segments[next].span.end);
            return next != from;
        };
        while (takes(read, segment) || takes(divided, part)) {
        }
        group.count = segment - group.first;
        for (std::size_t i = firstPart; i < part; ++i)
            group.parts.push_back(divided[i].source);
        if (group.count > 0 && !group.parts.empty() && group.count + group.parts.size() > 2)
            divisions.push_back(std::move(group));
    }
    return divisions;
}

std::optional<Segment> joined(const Document &document, std::span<const Segment> segments)
{
    Segment whole = segments.front();
    for (const Segment &next : segments.subspan(1)) {
        Result<Segment> longer = joinSegments(document, whole, next);
        if (!longer)
            return std::nullopt;
        whole = std::move(*longer);
    }
    return whole;
}

/// Cut where the first half has that source: behind it, or within the white space that follows.
std::optional<std::pair<Segment, Segment>> splitBehind(const Document &document, const Segment &whole, const TaggedText &first)
{
    if (!whole.source.text.starts_with(first.text))
        return std::nullopt;
    const std::size_t last = std::min(whole.source.text.find_first_not_of(" \t\r\n", first.text.size()), whole.source.text.size());
    for (std::size_t offset = first.text.size(); offset <= last; ++offset) {
        Result<std::pair<Segment, Segment>> halves = splitSegment(document, whole, offset);
        if (halves && halves->first.source == first)
            return std::move(*halves);
    }
    return std::nullopt;
}

std::optional<std::vector<Segment>> divided(const Document &document, std::span<const Segment> segments, const std::vector<TaggedText> &parts)
{
    std::optional<Segment> rest = joined(document, segments);
    std::vector<Segment> made;
    for (std::size_t i = 0; rest && i + 1 < parts.size(); ++i) {
        std::optional<std::pair<Segment, Segment>> halves = splitBehind(document, *rest, parts[i]);
        if (!halves)
            return std::nullopt;
        made.push_back(std::move(halves->first));
        rest = std::move(halves->second);
    }
    if (!rest || rest->source != parts.back())
        return std::nullopt;
    made.push_back(std::move(*rest));
    return made;
}

/// Where the segments of the document before are in the one now, [segment]; nothing for one that is not there.
std::vector<std::optional<std::size_t>> placesNow(const Document &before, const Document &now)
{
    EarlierSegments earlier;
    for (std::size_t i = 0; i < before.segments.size(); ++i) {
        const Segment &segment = before.segments[i];
        earlier.add(segment.source.text, tagColumn(segment.source.tags), segment.facts, static_cast<std::int64_t>(i) + 1);
    }
    const std::vector<std::int64_t> numbers = earlier.take(now.segments);
    std::vector<std::optional<std::size_t>> places(before.segments.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] != 0)
            places[static_cast<std::size_t>(numbers[i] - 1)] = i;
    }
    return places;
}

bool standTogether(std::span<const std::optional<std::size_t>> places)
{
    return places.front() && std::ranges::adjacent_find(places, [](const auto &one, const auto &next) { return !next || *next != *one + 1; }) == places.end();
}

}  // namespace

Result<std::vector<Segment>> dividedAsBefore(const Document &before, const std::vector<Segment> &divided, const Document &now, const std::function<Result<void>()> &each)
{
    const std::vector<Division> divisions = divisionsOf(before.segments, divided);
    if (divisions.empty())
        return now.segments;
    const std::vector<std::optional<std::size_t>> places = placesNow(before, now);
    std::vector<std::optional<std::vector<Segment>>> replaced(now.segments.size());   // [first of the neighbours that became others]
    std::vector<std::size_t> taken(now.segments.size());
    for (const Division &division : divisions) {
        const auto found = std::span(places).subspan(division.first, division.count);
        if (!standTogether(found))
            continue;
        if (Result<void> goesOn = each(); !goesOn)
            return std::unexpected(goesOn.error());
        const std::size_t first = *found.front();
        replaced[first] = cat::divided(now, std::span(now.segments).subspan(first, division.count), division.parts);
        taken[first] = division.count;
    }
    std::vector<Segment> segments;
    for (std::size_t i = 0; i < now.segments.size();) {
        if (replaced[i]) {
            segments.insert(segments.end(), replaced[i]->begin(), replaced[i]->end());
            i += taken[i];
        } else {
            segments.push_back(now.segments[i++]);
        }
    }
    return segments;
}

}  // namespace interlinear::cat
