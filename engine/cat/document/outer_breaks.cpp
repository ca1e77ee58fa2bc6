#include "engine/cat/document/outer_breaks.h"

#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <utility>

namespace interlinear::cat {

namespace {

struct Inner {
    ByteSpan text;
    std::size_t firstTag = 0;
    std::size_t tagEnd = 0;
};

Inner innerOf(const TaggedText &text)
{
    Inner inner{{0, text.text.size()}, 0, text.tags.size()};
    const std::string_view all = text.text;
    for (;;) {
        const std::size_t next = inner.firstTag < inner.tagEnd ? text.tags[inner.firstTag].offset : inner.text.end;
        inner.text.begin += leadingWhiteSpace(all.substr(inner.text.begin, next - inner.text.begin));
        if (inner.firstTag == inner.tagEnd || inner.text.begin < next || !isBreak(text.tags[inner.firstTag]))
            break;
        ++inner.firstTag;
    }
    for (;;) {
        const std::size_t last = inner.firstTag < inner.tagEnd ? text.tags[inner.tagEnd - 1].offset : inner.text.begin;
        inner.text.end -= trailingWhiteSpace(all.substr(last, inner.text.end - last));
        if (inner.firstTag == inner.tagEnd || inner.text.end > last || !isBreak(text.tags[inner.tagEnd - 1]))
            break;
        --inner.tagEnd;
    }
    return inner;
}

template <typename T>
std::vector<T> part(const std::vector<T> &all, std::size_t begin, std::size_t end)
{
    return {all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end)};
}

TaggedText partOf(const TaggedText &text, const Inner &inner)
{
    TaggedText result{text.text.substr(inner.text.begin, inner.text.length()), part(text.tags, inner.firstTag, inner.tagEnd)};
    for (InlineTag &tag : result.tags)
        tag.offset -= inner.text.begin;
    return result;
}

}  // namespace

bool isBreak(const InlineTag &tag)
{
    return tag.display == "↵" || tag.display == "⇥" || tag.display == "\\r";
}

InlineRun withoutOuterBreaks(InlineRun run)
{
    const Inner inner = innerOf(run.content);
    run.content = partOf(run.content, inner);
    TextOrigins textOrigin;
    textOrigin.append(run.textOrigin, inner.text);
    run.textOrigin = std::move(textOrigin);
    run.tagOrigin = part(run.tagOrigin, inner.firstTag, inner.tagEnd);
    return run;
}

TaggedText withoutOuterBreaks(TaggedText text)
{
    return partOf(text, innerOf(text));
}

}  // namespace interlinear::cat
