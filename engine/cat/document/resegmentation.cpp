#include "engine/cat/document/resegmentation.h"

#include "engine/cat/document/format.h"
#include "engine/cat/document/redivision.h"
#include "engine/cat/document/soft_break.h"
#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

namespace interlinear::cat {

namespace {

std::unexpected<Error> refused(const char *reason)
{
    return fail(ErrorCode::InvalidArgument, {}, reason);
}

bool startsCharacter(const std::string &text, std::size_t offset)
{
    return (static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80;
}

/// Where in the file the byte of the text begins, and where it ends: those of the whole piece when that cannot be cut.
ByteSpan originOf(const Segment &segment, std::size_t byte)
{
    const auto behind = std::ranges::upper_bound(segment.textOrigins, byte, {}, &TextOrigin::text);
    const TextOrigin &origin = *std::prev(behind);
    if (origin.length != origin.fileLength)
        return {origin.file, origin.file + origin.fileLength};
    const std::size_t begin = origin.file + (byte - origin.text);
    return {begin, begin + 1};
}

bool isWithinAPiece(const Segment &segment, std::size_t offset)
{
    return originOf(segment, offset - 1) == originOf(segment, offset);
}

/// The origins of the text's part, counted from its beginning.
std::vector<TextOrigin> originsWithin(const std::vector<TextOrigin> &origins, ByteSpan text)
{
    std::vector<TextOrigin> part;
    for (TextOrigin origin : origins) {
        const std::size_t begin = std::max(origin.text, text.begin);
        const std::size_t end = std::min(origin.text + origin.length, text.end);
        if (begin >= end)
            continue;
        if (origin.length == origin.fileLength) {
            origin.file += begin - origin.text;
            origin.fileLength = end - begin;
        }
        part.push_back({begin - text.begin, end - begin, origin.file, origin.fileLength});
    }
    return part;
}

/// The tags from first up to last that have their partner among them keep their kind; the others stand alone. Numbered from 1.
std::vector<InlineTag> tagsOfPart(const std::vector<InlineTag> &tags, std::size_t first, std::size_t last, std::size_t textBegin)
{
    std::map<int, int> ends;
    for (std::size_t i = first; i < last; ++i)
        ends[tags[i].id] += tags[i].kind == TagKind::Open ? 1 : tags[i].kind == TagKind::Close ? -1 : 0;
    std::map<int, int> numbers;
    std::vector<InlineTag> part;
    for (std::size_t i = first; i < last; ++i) {
        InlineTag tag = tags[i];
        if (tag.kind != TagKind::Standalone && ends[tag.id] != 0)
            tag.kind = TagKind::Standalone;
        tag.id = numbers.try_emplace(tag.id, static_cast<int>(numbers.size()) + 1).first->second;
        tag.offset -= textBegin;
        part.push_back(std::move(tag));
    }
    return part;
}

/// The first of the tags that belong behind the offset.
std::size_t firstTagBehind(const std::vector<InlineTag> &tags, std::size_t offset)
{
    const auto at = std::ranges::lower_bound(tags, offset, {}, &InlineTag::offset);
    const auto behind = std::find_if(at, tags.end(), [&](const InlineTag &tag) { return tag.offset > offset || tag.kind != TagKind::Close; });
    return static_cast<std::size_t>(behind - tags.begin());
}

/// Of the text's part and these tags; the part has text.
Segment partOf(const Segment &segment, ByteSpan text, std::size_t firstTag, std::size_t tagEnd)
{
    Segment part{{segment.source.text.substr(text.begin, text.length()), tagsOfPart(segment.source.tags, firstTag, tagEnd, text.begin)}, {}, segment.paragraph, segment.kind,
                 {}, segment.facts};
    part.textOrigins = originsWithin(segment.textOrigins, text);
    part.tagOrigins.assign(segment.tagOrigins.begin() + static_cast<std::ptrdiff_t>(firstTag), segment.tagOrigins.begin() + static_cast<std::ptrdiff_t>(tagEnd));
    part.span = {originOf(segment, text.begin).begin, originOf(segment, text.end - 1).end};
    for (const ByteSpan &tag : part.tagOrigins)
        part.span = {std::min(part.span.begin, tag.begin), std::max(part.span.end, tag.end)};
    return part;
}

/// What the file has between the two; nothing where it is not white space alone.
std::optional<std::string_view> gapBetween(const Document &document, const Segment &first, const Segment &second)
{
    if (second.span.begin < first.span.end)
        return std::nullopt;
    const std::string_view gap = std::string_view(document.text).substr(first.span.end, second.span.begin - first.span.end);
    return leadingWhiteSpace(gap) == gap.size() ? std::optional(gap) : std::nullopt;
}

bool paragraphsMayJoin(const Document &document, const Segment &first, const Segment &second)
{
    const bool textOnly = document.format == "text" || document.format == "markdown";
    return textOnly && first.kind == second.kind && first.kind == BlockKind::Paragraph;
}

bool within(ByteSpan inner, ByteSpan outer)
{
    return outer.begin <= inner.begin && inner.end <= outer.end;
}

bool hasOrigins(const Segment &segment)
{
    return !segment.textOrigins.empty() && segment.tagOrigins.size() == segment.source.tags.size();
}

/// The part of the segment that lies in the span; nothing when no text does.
std::optional<Segment> clipped(const Segment &segment, ByteSpan span)
{
    if (within(segment.span, span))
        return segment;
    std::size_t begin = 0;
    std::size_t end = segment.source.text.size();
    while (begin < end && originOf(segment, begin).begin < span.begin)
        ++begin;
    while (end > begin && originOf(segment, end - 1).end > span.end)
        --end;
    if (begin == end)
        return std::nullopt;
    const auto first = std::ranges::find_if(segment.tagOrigins, [&](ByteSpan tag) { return tag.begin >= span.begin; });
    const auto last = std::find_if(first, segment.tagOrigins.end(), [&](ByteSpan tag) { return tag.end > span.end; });
    return partOf(segment, {begin, end}, static_cast<std::size_t>(first - segment.tagOrigins.begin()), static_cast<std::size_t>(last - segment.tagOrigins.begin()));
}

std::string_view textOfGap(std::string_view gap, const Segment &first, const Segment &second)
{
    const bool breaksLine = gap.find_first_of("\r\n") != std::string_view::npos;
    return breaksLine ? softBreakText(first.source.text, second.source.text) : gap;
}

/// One behind the other, with the gap between them as text.
void append(Segment &joined, const Segment &second, std::string_view gap)
{
    const std::string_view space = textOfGap(gap, joined, second);
    if (!space.empty())
        joined.textOrigins.push_back({joined.source.text.size(), space.size(), joined.span.end, gap.size()});
    joined.source.text += space;
    const std::size_t begin = joined.source.text.size();
    joined.source.text += second.source.text;
    for (TextOrigin origin : second.textOrigins) {
        origin.text += begin;
        joined.textOrigins.push_back(origin);
    }
    const int last = joined.source.tags.empty() ? 0 : std::ranges::max(joined.source.tags, {}, &InlineTag::id).id;
    for (InlineTag tag : second.source.tags) {
        tag.id += last;
        tag.offset += begin;
        joined.source.tags.push_back(std::move(tag));
    }
    joined.tagOrigins.insert(joined.tagOrigins.end(), second.tagOrigins.begin(), second.tagOrigins.end());
    joined.span.end = second.span.end;
}

}  // namespace

std::optional<Segment> segmentAt(const Document &document, ByteSpan span)
{
    std::optional<Segment> found;
    auto segment = std::ranges::upper_bound(document.segments, span.begin, {}, [](const Segment &each) { return each.span.end; });
    for (; segment != document.segments.end() && segment->span.begin < span.end; ++segment) {
        if (segment->span == span)
            return *segment;
        const std::optional<Segment> part = hasOrigins(*segment) ? clipped(*segment, span) : std::nullopt;
        if (!part)
            return std::nullopt;
        if (!found) {
            found = part;
        } else if (const auto gap = gapBetween(document, *found, *part)) {
            append(*found, *part, *gap);
        } else {
            return std::nullopt;
        }
    }
    if (!found || found->span != span)
        return std::nullopt;
    found->redivided = true;
    return found;
}

namespace {

/// Whether a text can be cut there into two that are not empty.
Result<void> checkOffset(const std::string &text, std::size_t offset)
{
    if (offset == 0 || offset >= text.size())
        return refused("a segment is split within its text, not at its end");
    if (!startsCharacter(text, offset))
        return refused("here stands one character of the file, which cannot be split");
    const std::string_view view = text;
    if (leadingWhiteSpace(view.substr(0, offset)) == offset || leadingWhiteSpace(view.substr(offset)) == text.size() - offset)
        return refused("one of the two halves would be empty");
    return {};
}

/// The reader's segment of that span, where it gives one.
Segment asInFile(const Document &document, Segment half)
{
    const auto own = std::ranges::lower_bound(document.segments, half.span, {}, &Segment::span);
    half.redivided = own == document.segments.end() || own->span != half.span;
    return half.redivided ? half : *own;
}

Result<std::pair<Segment, Segment>> splitText(const Document &document, const Segment &segment, std::size_t offset)
{
    const std::optional<Segment> place = segmentAt(document, segment.span);
    if (!place || !hasOrigins(*place) || place->source.text != segment.source.text)
        return refused("its place in the file is not known exactly enough to split it; add the document anew");
    const std::string_view text = place->source.text;
    if (isWithinAPiece(*place, offset))
        return refused("here stands one character of the file, which cannot be split");

    const std::vector<InlineTag> &tags = place->source.tags;
    const std::size_t tag = firstTagBehind(tags, offset);
    const std::size_t lastTagAt = tag > 0 ? tags[tag - 1].offset : 0;
    const std::size_t nextTagAt = tag < tags.size() ? tags[tag].offset : text.size();
    const std::size_t firstEnd = offset - trailingWhiteSpace(text.substr(lastTagAt, offset - lastTagAt));
    const std::size_t secondBegin = offset + leadingWhiteSpace(text.substr(offset, nextTagAt - offset));
    if (firstEnd == 0 || secondBegin == text.size())
        return refused("one of the two halves would be empty");
    Segment first = partOf(*place, {0, firstEnd}, 0, tag), second = partOf(*place, {secondBegin, text.size()}, tag, tags.size());
    for (Segment *half : {&first, &second})
        *half = asInFile(document, std::move(*half));
    return std::pair(std::move(first), std::move(second));
}

}  // namespace

Result<std::pair<Segment, Segment>> splitSegment(const Document &document, const Segment &segment, std::size_t offset)
{
    const DocumentFormat *format = formatById(document.format);
    const bool bilingual = format && format->bilingual;
    if (bilingual && !format->redivision)
        return refused("this file has one place for the translation of each of its segments; they cannot be split");
    const Result<void> inside = checkOffset(segment.source.text, offset);
    if (bilingual && offset <= segment.source.text.size()) {
        Result<std::pair<Segment, Segment>> halves = splitInFile(document, *format, segment, offset);
        if (halves || inside)   // at an end as well, where what the file has apart there was joined to it: tags alone
            return halves;
    }
    if (!inside)
        return std::unexpected(inside.error());
    return splitText(document, segment, offset);
}

Result<Segment> joinSegments(const Document &document, const Segment &first, const Segment &second)
{
    const DocumentFormat *format = formatById(document.format);
    if (format && format->bilingual && !format->redivision)
        return refused("this file has a place of its own for the translation of each of its segments; they cannot be joined");
    if (format && format->bilingual)
        return joinInFile(document, *format, first, second);
    if (!gapBetween(document, first, second))
        return refused("something stands between the two segments that no translation may replace");
    if (first.paragraph != second.paragraph && !paragraphsMayJoin(document, first, second))
        return refused("the two segments are paragraphs of their own in this format");
    std::optional<Segment> joined = segmentAt(document, {first.span.begin, second.span.end});
    if (!joined)
        return refused("their places in the file are not known exactly enough to join them; add the document anew");
    return std::move(*joined);
}

}  // namespace interlinear::cat
