#include "engine/cat/bitext/aligned_units.h"

#include "engine/cat/segmentation/code_point.h"

#include <unicode/uscript.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace interlinear::cat {

namespace {

bool writesWithoutSpaces(char32_t character)
{
    if (character >= 0x3000 && character <= 0x303F)   // CJK punctuation
        return true;
    if (character >= 0xFF00 && character <= 0xFFEF)   // its wide forms
        return true;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(character), &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI: return true;
    default: return false;
    }
}

int largestTagId(const TaggedText &text)
{
    int largest = 0;
    for (const InlineTag &tag : text.tags)
        largest = std::max(largest, tag.id);
    return largest;
}

std::string textAt(const Document &document, std::size_t segment)
{
    return segment < document.segments.size() ? document.segments[segment].source.text : std::string();
}

std::string shapeOf(const AlignedPair &pair)
{
    return std::to_string(pair.source.size()) + '-' + std::to_string(pair.target.size());
}

std::string twoDecimals(double value)
{
    char text[16];
    std::snprintf(text, sizeof text, "%.2f", value);
    return text;
}

}  // namespace

TaggedText joined(std::span<const Segment> segments)
{
    TaggedText whole;
    for (const Segment &segment : segments) {
        if (!whole.text.empty() && !writesWithoutSpaces(lastCodePoint(whole.text).value))
            whole.text += ' ';
        const int firstId = largestTagId(whole);
        const std::size_t offset = whole.text.size();
        whole.text += segment.source.text;
        for (InlineTag tag : segment.source.tags) {
            tag.id += firstId;
            tag.offset += offset;
            whole.tags.push_back(std::move(tag));
        }
    }
    return whole;
}

std::vector<Unit> alignedUnits(const std::vector<AlignedPair> &pairs, const Document &source, const Document &target, double leastConfidence)
{
    std::vector<Unit> units;
    for (const AlignedPair &pair : pairs) {
        if (pair.source.size() == 0 || pair.target.size() == 0 || pair.confidence < leastConfidence)
            continue;
        Unit unit;
        unit.source = joined(std::span(source.segments).subspan(pair.source.first, pair.source.size()));
        unit.target = joined(std::span(target.segments).subspan(pair.target.first, pair.target.size()));
        unit.previous = pair.source.first == 0 ? "" : textAt(source, pair.source.first - 1);
        unit.next = textAt(source, pair.source.end);
        unit.document = std::filesystem::path(source.name).filename().string();
        unit.origin = Origin::Imported;
        unit.approved = pair.confidence >= sureConfidence;
        unit.properties = {{Property::Kind::Property, "alignment", shapeOf(pair)}, {Property::Kind::Property, "alignment-confidence", twoDecimals(pair.confidence)}};
        unit.id = unitIdFromContent(unit);
        units.push_back(std::move(unit));
    }
    return units;
}

}  // namespace interlinear::cat
