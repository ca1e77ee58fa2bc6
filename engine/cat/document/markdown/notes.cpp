#include "engine/cat/document/markdown/notes.h"

#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <string>

namespace interlinear::cat::markdown {

namespace {

// Whether the characters stand in the file as they are and no tag lies among them.
bool isPlain(const InlineRun &run, ByteSpan span)
{
    const auto next = std::ranges::upper_bound(run.content.tags, span.begin, {}, &InlineTag::offset);
    if (next != run.content.tags.end() && next->offset < span.end)
        return false;
    const std::size_t first = run.textOrigin[span.begin].begin;
    for (std::size_t i = span.begin; i < span.end; ++i) {
        if (run.textOrigin[i] != ByteSpan{first + i - span.begin, first + i - span.begin + 1})
            return false;
    }
    return true;
}

// Takes out what stands before the offset, with no tag in it.
void cutBefore(InlineRun &run, std::size_t offset)
{
    run.content.text.erase(0, offset);
    run.textOrigin.erase({0, offset});
    for (InlineTag &tag : run.content.tags)
        tag.offset -= offset;
}

// The first tag behind the characters.
std::size_t tagBehind(const InlineRun &run, ByteSpan text)
{
    const auto &tags = run.content.tags;
    return static_cast<std::size_t>(std::ranges::lower_bound(tags, text.end, {}, &InlineTag::offset) - tags.begin());
}

// What becomes one tag: characters, and the tags from firstTag up to, not including, tagEnd.
struct NoteReference {
    ByteSpan text;
    std::size_t firstTag = 0;
    std::size_t tagEnd = 0;
    std::string label;
    ByteSpan origin;
};

// Appends what stands between two places of another run.
void append(InlineRun &run, const InlineRun &from, ByteSpan text, std::size_t firstTag, std::size_t tagEnd)
{
    const std::size_t at = run.content.text.size();
    for (std::size_t i = firstTag; i < tagEnd; ++i) {
        run.content.tags.push_back(from.content.tags[i]);
        run.content.tags.back().offset += at - text.begin;
        run.tagOrigin.push_back(from.tagOrigin[i]);
    }
    run.content.text.append(from.content.text, text.begin, text.length());
    run.textOrigin.append(from.textOrigin, text);
}

InlineRun withReferences(const InlineRun &run, const std::vector<NoteReference> &references)
{
    int id = 0;
    for (const InlineTag &tag : run.content.tags)
        id = std::max(id, tag.id);
    InlineRun result;
    result.kind = run.kind;
    std::size_t text = 0;
    std::size_t tag = 0;
    for (const NoteReference &reference : references) {
        append(result, run, {text, reference.text.begin}, tag, reference.firstTag);
        result.addTag({++id, TagKind::Standalone, 0, "[^" + reference.label + "]", reference.label}, reference.origin);
        text = reference.text.end;
        tag = reference.tagEnd;
    }
    append(result, run, {text, run.content.text.size()}, tag, run.content.tags.size());
    return result;
}

// The end of "[^label]", or of "[!label]", that begins there; the beginning itself where none does.
std::size_t markEnd(const InlineRun &run, std::size_t begin, std::string_view opening)
{
    const std::string_view text = run.content.text;
    if (!text.substr(begin).starts_with(opening))
        return begin;
    const std::size_t end = text.find_first_of("[] \t\r\n", begin + opening.size());
    const bool closed = end != std::string_view::npos && text[end] == ']' && end > begin + opening.size();
    return closed && isPlain(run, {begin, end + 1}) ? end + 1 : begin;
}

void cutBeginning(InlineRun &run, std::size_t end)
{
    end += leadingWhiteSpace(std::string_view(run.content.text).substr(end));
    if (tagBehind(run, {0, end}) == 0)
        cutBefore(run, end);
}

// Whether the character is the end of a line in the file.
bool isLineEnd(const InlineRun &run, std::string_view bytes, std::size_t offset)
{
    const ByteSpan origin = run.textOrigin[offset];
    return bytes.substr(origin.begin, origin.length()).find_first_of("\r\n") != std::string_view::npos;
}

void cutAlert(InlineRun &run, std::string_view bytes)
{
    constexpr std::string_view kinds[] = {"[!NOTE]", "[!TIP]", "[!IMPORTANT]", "[!WARNING]", "[!CAUTION]"};
    const std::size_t end = markEnd(run, 0, "[!");
    std::string mark = run.content.text.substr(0, end);
    std::transform(mark.begin(), mark.end(), mark.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c; });
    const bool alone = end == run.content.text.size() || isLineEnd(run, bytes, end) || tagBehind(run, {0, end}) < tagBehind(run, {0, end + 1});
    if (run.kind == BlockKind::Quote && alone && std::find(std::begin(kinds), std::end(kinds), mark) != std::end(kinds))
        cutBeginning(run, end);
}

void cutFootnoteLabel(InlineRun &run)
{
    const std::size_t end = markEnd(run, 0, "[^");
    if (end > 0 && std::string_view(run.content.text).substr(end).starts_with(':'))
        cutBeginning(run, end + 1);
}

// Where later lines begin with the label of a footnote, outside of pairs.
std::vector<std::size_t> laterFootnotes(const InlineRun &run, std::string_view bytes)
{
    std::vector<std::size_t> begins;
    const std::string_view text = run.content.text;
    auto tag = run.content.tags.begin();
    int depth = 0;
    for (std::size_t begin = text.find(" [^"); begin != std::string_view::npos; begin = text.find(" [^", begin + 1)) {
        const std::size_t end = markEnd(run, begin + 1, "[^");
        const bool label = end > begin + 1 && text.substr(end).starts_with(':');
        for (; tag != run.content.tags.end() && tag->offset <= begin; ++tag)
            depth += tag->kind == TagKind::Open ? 1 : tag->kind == TagKind::Close ? -1 : 0;
        if (label && depth == 0 && isLineEnd(run, bytes, begin))
            begins.push_back(begin + 1);
    }
    return begins;
}

// Leaves what stands before the offset and gives what stands behind it.
InlineRun splitOff(InlineRun &run, std::size_t offset)
{
    const auto tag = static_cast<std::ptrdiff_t>(tagBehind(run, {0, offset}));
    InlineRun rest{run.kind, {run.content.text.substr(offset), {run.content.tags.begin() + tag, run.content.tags.end()}}, {},
                   {run.tagOrigin.begin() + tag, run.tagOrigin.end()}};
    rest.textOrigin.append(run.textOrigin, {offset, run.textOrigin.size()});
    for (InlineTag &moved : rest.content.tags)
        moved.offset -= offset;
    run.content.text.resize(offset);
    run.textOrigin.erase({offset, run.textOrigin.size()});
    run.content.tags.resize(static_cast<std::size_t>(tag));
    run.tagOrigin.resize(static_cast<std::size_t>(tag));
    return rest;
}

// A footnote of one word is a link's target to md4c, and what refers to it a link.
InlineRun withTaggedLinks(InlineRun run)
{
    std::vector<NoteReference> references;
    for (std::size_t i = 0; i + 1 < run.content.tags.size(); ++i) {
        const InlineTag &open = run.content.tags[i];
        const InlineTag &close = run.content.tags[i + 1];
        const ByteSpan text{open.offset, close.offset};
        const std::string label = run.content.text.substr(text.begin, text.length());
        if (open.code == "[" && close.id == open.id && label.starts_with('^') && close.code == "][" + label + "]")
            references.push_back({text, i, i + 2, label.substr(1), {run.tagOrigin[i].begin, run.tagOrigin[i + 1].end}});
    }
    return references.empty() ? std::move(run) : withReferences(run, references);
}

InlineRun withTaggedReferences(InlineRun run)
{
    std::vector<NoteReference> references;
    const std::string_view text = run.content.text;
    for (std::size_t begin = text.find("[^"); begin != std::string_view::npos;) {
        const ByteSpan mark{begin, markEnd(run, begin, "[^")};
        if (!mark.empty()) {
            const std::size_t tag = tagBehind(run, mark);
            references.push_back({mark, tag, tag, std::string(text.substr(begin + 2, mark.length() - 3)),
                                  {run.textOrigin[mark.begin].begin, run.textOrigin[mark.end - 1].end}});
        }
        begin = text.find("[^", mark.empty() ? begin + 1 : mark.end);
    }
    return references.empty() ? std::move(run) : withReferences(run, references);
}

}  // namespace

std::vector<InlineRun> setNotesAside(InlineRun run, std::string_view bytes)
{
    std::vector<InlineRun> runs;
    const std::vector<std::size_t> begins = laterFootnotes(run, bytes);
    for (auto begin = begins.rbegin(); begin != begins.rend(); ++begin)
        runs.push_back(splitOff(run, *begin));
    runs.push_back(std::move(run));
    std::ranges::reverse(runs);
    for (InlineRun &part : runs) {
        cutAlert(part, bytes);
        cutFootnoteLabel(part);
        part = withTaggedReferences(withTaggedLinks(std::move(part)));
    }
    return runs;
}

}  // namespace interlinear::cat::markdown
