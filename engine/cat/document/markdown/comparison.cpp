#include "engine/cat/document/markdown/comparison.h"

#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <string>

namespace interlinear::cat::markdown {

namespace {

using Targets = std::vector<Replacement>;

// Characters without white space; those of a tag's code are marked, so that no text equals a code.
class Outline {
public:
    void addText(std::string_view text) { add(text, ""); }
    void addCode(std::string_view code) { add(code, "\x01"); }
    void add(const TaggedText &text)
    {
        std::size_t copied = 0;
        for (const InlineTag &tag : text.tags) {
            addText(std::string_view(text.text).substr(copied, tag.offset - copied));
            addCode(tag.code);
            copied = tag.offset;
        }
        addText(std::string_view(text.text).substr(copied));
    }
    std::string characters;

private:
    void add(std::string_view text, std::string_view mark)
    {
        while (!text.empty()) {
            const CodePoint character = firstCodePoint(text);
            if (!isWhiteSpace(character.value)) {
                characters += mark;
                characters += text.substr(0, character.length);
            }
            text.remove_prefix(character.length);
        }
    }
};

// A part of a run that is kept or replaced as a whole.
struct Part {
    std::string_view text;
    const InlineTag *tag = nullptr;
    ByteSpan origin;
};

std::vector<Part> partsOf(const InlineRun &run)
{
    std::vector<Part> parts;
    const std::string_view text = run.content.text;
    std::size_t tag = 0;
    for (std::size_t offset = 0; offset <= text.size();) {
        for (; tag < run.content.tags.size() && run.content.tags[tag].offset == offset; ++tag)
            parts.push_back({{}, &run.content.tags[tag], run.tagOrigin[tag]});
        const std::size_t length = firstCodePoint(text.substr(offset)).length;
        if (length == 0)
            break;
        parts.push_back({text.substr(offset, length), nullptr, {run.textOrigin[offset].begin, run.textOrigin[offset + length - 1].end}});
        offset += length;
    }
    return parts;
}

// The run with the targets in place of what lies in their segments' spans. Moves next to the first target behind the run.
std::string expectedOutline(const Document &document, const InlineRun &run, Targets::const_iterator &next, Targets::const_iterator end)
{
    const auto spanOf = [&](Targets::const_iterator target) { return document.segments[target->segment].span; };
    Outline outline;
    bool inTarget = false;
    for (const Part &part : partsOf(run)) {
        if (inTarget && part.origin.begin >= spanOf(next).end) {
            ++next;
            inTarget = false;
        }
        if (!inTarget && next != end && part.origin.begin >= spanOf(next).begin) {
            outline.add(next->target);
            inTarget = true;
        }
        if (inTarget)
            continue;
        if (part.tag)
            outline.addCode(part.tag->code);
        else
            outline.addText(part.text);
    }
    if (inTarget)
        ++next;
    return outline.characters;
}

std::string outlineOf(const InlineRun &run)
{
    Outline outline;
    outline.add(run.content);
    return outline.characters;
}

}  // namespace

std::vector<std::size_t> misreadSegments(const Document &document, const std::vector<InlineRun> &before, const Targets &targets,
                                         const std::vector<InlineRun> &after)
{
    std::vector<std::size_t> misread;
    auto next = targets.begin();
    for (std::size_t i = 0; i < before.size(); ++i) {
        const auto firstHere = next;
        const std::string expected = expectedOutline(document, before[i], next, targets.end());
        if (i < after.size() && after[i].kind == before[i].kind && outlineOf(after[i]) == expected)
            continue;
        for (auto target = firstHere; target != next; ++target)
            misread.push_back(target->segment);
        if (after.size() != before.size() && !misread.empty())
            return misread;
    }
    if (misread.empty() && after.size() != before.size() && !targets.empty())
        misread.push_back(targets.back().segment);
    return misread;
}

}  // namespace interlinear::cat::markdown
