#include "engine/cat/document/xliff/xliff_division.h"

#include "engine/cat/document/xliff/xliff_content.h"
#include "engine/cat/document/xliff/xliff_cut.h"
#include "engine/cat/document/xliff/xliff_pieces.h"

#include <algorithm>
#include <optional>

namespace interlinear::cat {

namespace {

std::unexpected<Error> refused(const char *reason)
{
    return fail(ErrorCode::InvalidArgument, {}, reason);
}

std::unexpected<Error> unknownPlace()
{
    return refused("its place in the file is not known exactly enough to divide it; add the document anew");
}

/// Of the unit in which the span lies: calls `ask(file, unit, first place, last place)`, those that it touches.
template <typename Answer, typename Ask>
Result<Answer> inUnitOf(const Document &document, ByteSpan span, const Ask &ask)
{
    const Result<XliffFile> file = xliffFile(document.text);
    if (!file)
        return std::unexpected(file.error());
    std::optional<Result<Answer>> answer;
    forEachXliffUnit(*file, [&](const XliffUnit &unit) {
        if (unit.all.end < span.end)
            return true;
        const auto touched = [&](const XliffPlace &place) { return place.source.overlaps(span); };
        const auto first = std::ranges::find_if(unit.places, touched);
        const auto behind = std::find_if_not(first, unit.places.end(), touched);
        if (unit.all.begin <= span.begin && first != behind)
            answer = ask(*file, unit, static_cast<std::size_t>(first - unit.places.begin()), static_cast<std::size_t>(behind - unit.places.begin()) - 1);
        return false;
    });
    return answer ? std::move(*answer) : Result<Answer>(unknownPlace());
}

Result<void> mayRedivide(const XliffFile &file, const XliffUnit &unit, std::size_t first, std::size_t last)
{
    return file.version2 ? mayRedivide2(file, unit, first, last) : mayRedivide1(file, unit, first, last);
}

ByteSpan common(ByteSpan a, ByteSpan b)
{
    return {std::max(a.begin, b.begin), std::min(a.end, b.end)};
}

/// Whether the place is no segment.
bool isEmpty(const XliffFile &file, const XliffUnit &unit, std::size_t place)
{
    return sourceContent(file, unit.places[place].source, unit.places[place].space, *unit.names).empty();
}

}  // namespace

Result<std::pair<ByteSpan, ByteSpan>> xliffHalves(const Document &document, const Segment &segment, std::size_t offset)
{
    using Halves = std::pair<ByteSpan, ByteSpan>;
    return inUnitOf<Halves>(document, segment.span, [&](const XliffFile &file, const XliffUnit &unit, std::size_t first, std::size_t last) -> Result<Halves> {
        if (auto may = mayRedivide(file, unit, first, last); !may)
            return std::unexpected(may.error());
        const auto partAt = [&](std::size_t i) { return common(unit.places[i].source, segment.span); };
        const auto passedAt = [&](std::size_t i, std::size_t most) {
            const ByteSpan part = partAt(i);
            return passLetters(file, {unit.places[i].source.begin, part.end}, part.begin, *unit.names, most);
        };
        const auto lettersAt = [&](std::size_t i) { return passedAt(i, static_cast<std::size_t>(-1)).letters; };
        std::size_t wanted = lettersIn(std::string_view(segment.source.text).substr(0, offset));
        for (std::size_t i = first; i <= last; ++i) {
            const std::size_t letters = lettersAt(i);
            if (wanted == letters && i < last) {
                std::size_t next = i + 1;   // an empty one between belongs to neither
                while (next < last && isEmpty(file, unit, next))
                    ++next;
                return Halves{{segment.span.begin, partAt(i).end}, {unit.places[next].source.begin, segment.span.end}};
            }
            if (wanted < letters) {
                const std::optional<ByteSpan> gap = passedAt(i, wanted).gap;
                if (!gap)
                    return refused("here stands one character of the file, which cannot be split");
                return Halves{{segment.span.begin, gap->begin}, {gap->end, segment.span.end}};
            }
            wanted -= letters;
        }
        return unknownPlace();
    });
}

Result<void> mayJoinXliff(const Document &document, ByteSpan first, ByteSpan second)
{
    const auto whole = inUnitOf<bool>(document, {first.begin, second.end}, [&](const XliffFile &file, const XliffUnit &unit, std::size_t from, std::size_t to) -> Result<bool> {
        if (auto may = mayRedivide(file, unit, from, to); !may)
            return std::unexpected(may.error());
        return true;
    });
    if (whole)
        return {};
    const auto inOneUnit = inUnitOf<bool>(document, first, [&](const XliffFile &, const XliffUnit &unit, std::size_t, std::size_t) -> Result<bool> { return second.end <= unit.all.end; });
    if (inOneUnit && !*inOneUnit)
        return refused("the two segments are units of their own in this file");
    return std::unexpected(whole.error());
}

Result<Redivided> redividedXliff(const Document &document, std::span<const Segment> segments)
{
    const Result<XliffFile> file = xliffFile(document.text);
    if (!file)
        return std::unexpected(file.error());
    XliffRedivision redivision;
    std::optional<Error> problem;
    std::size_t next = 0;
    forEachXliffUnit(*file, [&](const XliffUnit &unit) {
        const std::size_t first = next;
        while (next < segments.size() && segments[next].span.end <= unit.all.end)
            ++next;
        if (first == next)
            return true;
        const Result<XliffPieces> pieces = piecesOfUnit(*file, unit, segments.subspan(first, next - first));
        if (!pieces)
            problem = pieces.error();
        else if (file->version2)
            redivideUnit2(*file, unit, *pieces, redivision);
        else
            redivideUnit1(*file, unit, *pieces, redivision);
        return next < segments.size() && !problem;
    });
    if (problem)
        return std::unexpected(std::move(*problem));
    if (redivision.landings.size() != segments.size())
        return unknownPlace();
    Redivided result{spliced(document.text, redivision.splices), {}};
    std::size_t splice = 0;
    std::size_t shift = 0;   // by the splices before; the sum may wrap, and comes out right
    for (const XliffLanding &landing : redivision.landings) {
        for (; splice < landing.splice; ++splice)
            shift += redivision.splices[splice].bytes.size() - redivision.splices[splice].span.length();
        result.begins.push_back(redivision.splices[landing.splice].span.begin + shift + landing.offset);
    }
    return result;
}

}  // namespace interlinear::cat
