#include "engine/cat/document/xliff/xliff_sequences.h"

#include <algorithm>
#include <map>
#include <utility>

namespace interlinear::cat {

namespace {

using TagName = std::pair<int, TagKind>;   // an id of 0 is no tag

struct Place {
    TagName before;
    bool follows = false;   // has to stand there
    bool counts = false;    // is a code
};

std::map<TagName, Place> placesIn(const XliffContent &source)
{
    std::map<TagName, Place> places;
    TagName before{};
    for (std::size_t i = 0; i < source.codes.size(); ++i) {
        const InlineTag &tag = source.text.tags[i];
        const XliffCode &code = source.codes[i];
        const bool counts = code.element && !code.note;
        const bool endOfPair = tag.kind == TagKind::Close && !code.soft;
        places.try_emplace({tag.id, tag.kind}, Place{before, code.follows && counts && !endOfPair, counts});
        if (counts)
            before = {tag.id, tag.kind};
    }
    return places;
}

}  // namespace

bool keepsSequences(const TaggedText &target, const XliffContent &source)
{
    if (std::ranges::none_of(source.codes, &XliffCode::follows))
        return true;
    const std::map<TagName, Place> places = placesIn(source);
    TagName before{};
    for (const InlineTag &tag : target.tags) {
        const auto place = places.find({tag.id, tag.kind});
        if (place == places.end() || !place->second.counts)
            continue;
        if (place->second.follows && place->second.before != before)
            return false;
        before = {tag.id, tag.kind};
    }
    return true;
}

}  // namespace interlinear::cat
