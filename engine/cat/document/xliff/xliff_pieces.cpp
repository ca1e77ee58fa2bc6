#include "engine/cat/document/xliff/xliff_pieces.h"

#include "engine/cat/document/xliff/xliff_cut.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

std::vector<ByteSpan> gapsIn(const XliffFile &file, ByteSpan content, std::span<const Segment> segments)
{
    std::vector<ByteSpan> gaps;
    for (const Segment &segment : segments) {
        for (const std::size_t end : {segment.span.begin, segment.span.end}) {
            if (content.begin < end && end < content.end)
                gaps.push_back(gapAround(file, content, end));
        }
    }
    std::ranges::sort(gaps);
    gaps.erase(std::unique(gaps.begin(), gaps.end()), gaps.end());
    return gaps;
}

Result<void> cutPlace(const XliffFile &file, const XliffUnit &unit, std::size_t place, std::span<const Segment> segments, std::vector<XliffPiece> &pieces)
{
    const ByteSpan content = unit.places[place].source;
    const std::vector<ByteSpan> gaps = gapsIn(file, content, segments);
    Result<std::vector<std::string>> sources = piecesOf(file, content, gaps);
    if (!sources)
        return std::unexpected(sources.error());
    for (std::size_t i = 0; i < sources->size(); ++i) {
        const ByteSpan span{i == 0 ? content.begin : gaps[i - 1].end, i == gaps.size() ? content.end : gaps[i].begin};
        pieces.push_back({place, span, std::move((*sources)[i]), i == 0, gaps.empty()});
    }
    return {};
}

bool holds(ByteSpan outer, ByteSpan inner)
{
    return outer.begin <= inner.begin && inner.end <= outer.end;
}

}  // namespace

Result<XliffPieces> piecesOfUnit(const XliffFile &file, const XliffUnit &unit, std::span<const Segment> segments)
{
    XliffPieces result;
    for (std::size_t place = 0; place < unit.places.size(); ++place) {
        if (auto cut = cutPlace(file, unit, place, segments, result.pieces); !cut)
            return std::unexpected(cut.error());
    }
    const std::vector<XliffPiece> &pieces = result.pieces;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto segment = std::ranges::find_if(segments, [&](const Segment &wanted) { return holds(wanted.span, pieces[i].span); });
        XliffGroup group{i, i, segment == segments.end() ? nullptr : &*segment};
        while (group.segment && group.last + 1 < pieces.size() && holds(group.segment->span, pieces[group.last + 1].span))
            ++group.last;
        result.groups.push_back(group);
        i = group.last;
    }
    return result;
}

XliffIds::XliffIds(const XliffFile &file, const XliffUnit &unit)
{
    XmlCursor cursor(file.text.substr(0, unit.all.end), unit.all.begin);
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        for (const char *name : {"id", "mid"}) {
            if (std::string id = cursor.attributeText(name); !id.empty())
                m_taken.insert(std::move(id));
        }
    }
}

std::string XliffIds::freshBeside(std::string_view id)
{
    for (std::size_t number = 2;; ++number) {
        std::string fresh = std::string(id) + "-" + std::to_string(number);
        if (m_taken.insert(fresh).second)
            return fresh;
    }
}

std::string indentBefore(const XliffFile &file, std::size_t element)
{
    const std::size_t tagEnd = file.text.rfind('>', element);
    const std::string_view before = tagEnd == std::string_view::npos ? std::string_view() : file.text.substr(tagEnd + 1, element - tagEnd - 1);
    return lettersIn(before) == 0 ? std::string(before) : std::string();
}

}  // namespace interlinear::cat
