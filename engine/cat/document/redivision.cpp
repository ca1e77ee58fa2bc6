#include "engine/cat/document/redivision.h"

#include "engine/cat/document/target_text.h"
#include "engine/cat/document/translation_division.h"
#include "engine/cat/segmentation/sentence_breaker.h"
#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

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

Result<Document> readAgain(const Document &document, const DocumentFormat &format, std::string text)
{
    Document anew{document.name, document.format, document.language, document.targetLanguage, std::move(text), document.encoding, {}, {}, {}};
    Result<SentenceBreaker> breaker = SentenceBreaker::create(document.language, SrxRules{});   // a bilingual file has its segments
    if (!breaker)
        return std::unexpected(breaker.error());
    Result<Reading> reading = format.read(anew, {*breaker, DocumentRules()});
    if (!reading)
        return std::unexpected(reading.error());
    anew.segments = std::move(reading->segments);
    return anew;
}

const Segment *ownAt(const std::vector<Segment> &segments, std::size_t begin)
{
    const auto found = std::ranges::lower_bound(segments, begin, {}, [](const Segment &segment) { return segment.span.begin; });
    return found != segments.end() && found->span.begin == begin ? &*found : nullptr;
}

/// What the document has at the spans of these segments.
Result<std::vector<Segment>> segmentsAt(const Document &document, const DocumentFormat &format, std::span<const Segment> wanted)
{
    const Result<Redivided> divided = format.redivision->redivided(document, wanted);
    if (!divided)
        return std::unexpected(divided.error());
    const Result<Document> anew = readAgain(document, format, divided->text);
    if (!anew)
        return fail(ErrorCode::InvalidArgument, {}, "the file would break the rules of its format then: %1", anew.error().sentence());
    std::vector<Segment> segments;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const Segment *own = ownAt(document.segments, wanted[i].span.begin);
        const Segment *found = ownAt(anew->segments, divided->begins[i]);
        if (!found)
            return unknownPlace();
        segments.push_back(own && own->span == wanted[i].span ? *own : *found);
        segments.back().redivided = !own || own->span != wanted[i].span;
        segments.back().span = wanted[i].span;
    }
    return segments;
}

Segment withSpan(Segment segment, ByteSpan span)
{
    segment.span = span;
    return segment;
}

/// What the file has as a whole keeps what it says there. A part gets its own words where they are known, with the state of the whole; otherwise all stays with
/// the first, which is a draft then.
void divideTarget(const Document &document, const Segment &whole, Segment &first, Segment &second)
{
    if (second.redivided)
        second.target.reset();
    if (first.redivided)
        first.target.reset();
    if (!whole.target)
        return;
    auto [one, other] = dividedTranslation(document, whole, first, second, whole.target->text);
    const bool divided = !other.empty();
    const auto part = [&](TaggedText text) {
        FileTarget target = *whole.target;
        target.text = std::move(text);
        target.state = divided ? target.state : std::min(target.state, TranslationState::Draft);
        return target;
    };
    if (first.redivided)
        first.target = part(std::move(one));
    if (second.redivided && divided)
        second.target = part(std::move(other));
}

std::optional<FileTarget> joinedTarget(const Segment &first, const Segment &second, const Segment &whole)
{
    if (whole.target && !first.redivided && !second.redivided)
        return whole.target;   // as the file has the two
    if (!first.target && !second.target)
        return std::nullopt;
    const FileTarget none;
    const FileTarget &one = first.target ? *first.target : none;
    const FileTarget &other = second.target ? *second.target : none;
    return FileTarget{withTagsOf(whole.source, joinedTranslation(first, one.text, second, other.text, whole)), std::min(one.state, other.state), one.needsWork || other.needsWork, one.machine || other.machine,
                      one.propagated && other.propagated};
}

}  // namespace

Result<std::pair<Segment, Segment>> splitInFile(const Document &document, const DocumentFormat &format, const Segment &segment, std::size_t offset)
{
    if (segment.facts.locked)
        return refused("the segment is locked");
    const Result<std::pair<ByteSpan, ByteSpan>> halves = format.redivision->halves(document, segment, offset);
    if (!halves)
        return std::unexpected(halves.error());
    const std::array wanted{withSpan({}, halves->first), withSpan({}, halves->second)};
    Result<std::vector<Segment>> parts = segmentsAt(document, format, wanted);
    if (!parts)
        return std::unexpected(parts.error());
    Segment &first = parts->front();
    Segment &second = parts->back();
    const std::string_view text = segment.source.text;
    if (withoutWhiteSpace(first.source.text) != withoutWhiteSpace(text.substr(0, offset)) || withoutWhiteSpace(second.source.text) != withoutWhiteSpace(text.substr(offset)))
        return unknownPlace();
    divideTarget(document, segment, first, second);
    return std::pair(std::move(first), std::move(second));
}

Result<Segment> joinInFile(const Document &document, const DocumentFormat &format, const Segment &first, const Segment &second)
{
    if (first.facts.locked || second.facts.locked)
        return refused("the segment is locked");
    if (auto may = format.redivision->mayJoin(document, first.span, second.span); !may)
        return std::unexpected(may.error());
    const std::array wanted{withSpan({}, {first.span.begin, second.span.end})};
    Result<std::vector<Segment>> joined = segmentsAt(document, format, wanted);
    if (!joined)
        return std::unexpected(joined.error());
    Segment &whole = joined->front();
    if (whole.redivided)
        whole.target = joinedTarget(first, second, whole);
    return std::move(whole);
}

Result<Document> redividedDocument(const Document &document, const DocumentFormat &format)
{
    std::vector<Segment> changed;
    std::ranges::copy_if(document.segments, std::back_inserter(changed), &Segment::redivided);
    Result<Redivided> divided = format.redivision->redivided(document, changed);
    if (!divided)
        return std::unexpected(divided.error());
    Result<Document> anew = readAgain(document, format, std::move(divided->text));
    if (!anew)
        return anew;
    const auto sameSource = [](const Segment &a, const Segment &b) { return a.source == b.source; };
    if (!std::ranges::equal(anew->segments, document.segments, sameSource))
        return refused("the segments that were split or joined are not those of the file any more; add the document anew");
    return anew;
}

}  // namespace interlinear::cat
