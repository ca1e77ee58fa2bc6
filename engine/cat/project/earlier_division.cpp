#include "engine/cat/project/earlier_division.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/document/resegmentation.h"
#include "engine/cat/project/earlier_segments.h"
#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace interlinear::cat {

namespace {

using Each = std::function<Result<void>()>;

/// Neighbours of a document that became others.
struct Division {
    std::size_t first = 0;
    std::size_t count = 0;
    std::span<const Segment> parts;   ///< what they are now
};

/// The least groups of neighbours that take up the same text, of which something was split or joined.
std::vector<Division> divisionsOf(const std::vector<Segment> &read, const std::vector<Segment> &rows)
{
    std::vector<Division> divisions;
    std::size_t segment = 0;
    std::size_t row = 0;
    while (segment < read.size() && row < rows.size()) {
        const std::size_t first = segment, firstRow = row;
        std::size_t end = std::min(read[segment].span.begin, rows[row].span.begin) + 1;
        const auto takes = [&](const std::vector<Segment> &segments, std::size_t &next) {
            const std::size_t from = next;
            for (; next < segments.size() && segments[next].span.begin < end; ++next)
                end = std::max(end, segments[next].span.end);
            return next != from;
        };
        while (takes(read, segment) || takes(rows, row)) {
        }
        const std::span<const Segment> parts(rows.begin() + static_cast<std::ptrdiff_t>(firstRow), rows.begin() + static_cast<std::ptrdiff_t>(row));
        if (segment > first && std::ranges::any_of(parts, &Segment::redivided))
            divisions.push_back({first, segment - first, parts});
    }
    return divisions;
}

/// Makes of neighbours what they were made of before; asks before each step whether to go on.
class DivisionAgain {
public:
    DivisionAgain(const Document &document, const Each &each) : m_document(document), m_each(each) {}

    /// Nothing where they cannot be divided like that.
    Result<std::optional<std::vector<Segment>>> divide(std::span<const Segment> segments, std::span<const Segment> parts)
    {
        std::optional<std::vector<Segment>> made = divided(segments, parts);
        return m_stopped ? Result<std::optional<std::vector<Segment>>>(std::unexpected(*m_stopped)) : std::move(made);
    }

private:
    std::optional<std::vector<Segment>> divided(std::span<const Segment> segments, std::span<const Segment> parts)
    {
        std::optional<Segment> rest = joined(segments);
        std::vector<Segment> made;
        for (std::size_t i = 0; rest && i + 1 < parts.size(); ++i) {
            std::optional<std::pair<Segment, Segment>> halves = splitBehind(*rest, parts[i].source);
            if (!halves)
                return std::nullopt;
            made.push_back(std::move(halves->first));
            rest = std::move(halves->second);
        }
        if (!rest || rest->source != parts.back().source)
            return std::nullopt;
        made.push_back(std::move(*rest));
        return made;
    }

    std::optional<Segment> joined(std::span<const Segment> segments)
    {
        Segment whole = segments.front();
        for (const Segment &next : segments.subspan(1)) {
            Result<Segment> longer = goesOn() ? joinSegments(m_document, whole, next) : std::unexpected(*m_stopped);
            if (!longer)
                return std::nullopt;
            whole = std::move(*longer);
        }
        return whole;
    }

    /// Cut where the first half has that source: behind it, or within the white space that follows.
    std::optional<std::pair<Segment, Segment>> splitBehind(const Segment &whole, const TaggedText &first)
    {
        const std::string_view text = whole.source.text;
        if (!text.starts_with(first.text))
            return std::nullopt;
        std::size_t offset = first.text.size();
        const std::size_t last = offset + leadingWhiteSpace(text.substr(offset));
        while (goesOn()) {
            Result<std::pair<Segment, Segment>> halves = splitSegment(m_document, whole, offset);
            if (halves && halves->first.source == first)
                return std::move(*halves);
            if (offset == last)
                break;
            offset += firstCodePoint(text.substr(offset)).length;
        }
        return std::nullopt;
    }

    bool goesOn()
    {
        if (const Result<void> answer = m_each(); !answer)
            m_stopped = answer.error();
        return !m_stopped;
    }

    const Document &m_document;
    const Each &m_each;
    std::optional<Error> m_stopped;
};

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

Result<std::vector<Segment>> dividedAsBefore(const Document &before, const std::vector<Segment> &rows, const Document &now, const Each &each)
{
    const std::vector<Division> divisions = divisionsOf(before.segments, rows);
    const std::vector<std::optional<std::size_t>> places = placesNow(before, now);
    std::vector<std::optional<std::vector<Segment>>> replaced(now.segments.size());   // [first of the neighbours that became others]
    std::vector<std::size_t> taken(now.segments.size());
    DivisionAgain again(now, each);
    for (const Division &division : divisions) {
        const auto found = std::span(places).subspan(division.first, division.count);
        if (!standTogether(found))
            continue;
        const std::size_t first = *found.front();
        Result<std::optional<std::vector<Segment>>> made = again.divide(std::span(now.segments).subspan(first, division.count), division.parts);
        if (!made)
            return std::unexpected(made.error());
        replaced[first] = std::move(*made);
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
