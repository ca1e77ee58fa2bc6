#include "engine/cat/document/outer_breaks.h"

#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <utility>

namespace interlinear::cat {

namespace {

InnerPart allOf(const TaggedText &text)
{
    return {{0, text.text.size()}, 0, text.tags.size()};
}

template <typename T>
std::vector<T> part(const std::vector<T> &all, std::size_t begin, std::size_t end)
{
    return {all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end)};
}

TaggedText partOf(const TaggedText &text, const InnerPart &inner)
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

InnerPart withoutOuterBreaks(const TaggedText &text, InnerPart part)
{
    const std::string_view all = text.text;
    for (;;) {
        const std::size_t next = part.firstTag < part.tagEnd ? text.tags[part.firstTag].offset : part.text.end;
        part.text.begin += leadingWhiteSpace(all.substr(part.text.begin, next - part.text.begin));
        if (part.firstTag == part.tagEnd || part.text.begin < next || !isBreak(text.tags[part.firstTag]))
            break;
        ++part.firstTag;
    }
    for (;;) {
        const std::size_t last = part.firstTag < part.tagEnd ? text.tags[part.tagEnd - 1].offset : part.text.begin;
        part.text.end -= trailingWhiteSpace(all.substr(last, part.text.end - last));
        if (part.firstTag == part.tagEnd || part.text.end > last || !isBreak(text.tags[part.tagEnd - 1]))
            break;
        --part.tagEnd;
    }
    return part;
}

InlineRun innerRun(InlineRun run, const InnerPart &inner)
{
    run.content = partOf(run.content, inner);
    TextOrigins textOrigin;
    textOrigin.append(run.textOrigin, inner.text);
    run.textOrigin = std::move(textOrigin);
    run.tagOrigin = part(run.tagOrigin, inner.firstTag, inner.tagEnd);
    return run;
}

InlineRun withoutOuterBreaks(InlineRun run)
{
    const InnerPart inner = withoutOuterBreaks(run.content, allOf(run.content));
    return innerRun(std::move(run), inner);
}

TaggedText withoutOuterBreaks(TaggedText text)
{
    return partOf(text, withoutOuterBreaks(text, allOf(text)));
}

}  // namespace interlinear::cat
