#include "engine/cat/document/markdown/notes.h"

#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <string>

namespace interlinear::cat::markdown {

namespace {

// Whether the characters stand in the file as they are and no tag lies among them.
bool isPlain(const InlineRun &run, ByteSpan span)
{
    const auto inside = [&](const InlineTag &tag) { return tag.offset > span.begin && tag.offset < span.end; };
    if (std::any_of(run.content.tags.begin(), run.content.tags.end(), inside))
        return false;
    const std::size_t first = run.textOrigin[span.begin].begin;
    for (std::size_t i = span.begin; i < span.end; ++i) {
        if (run.textOrigin[i] != ByteSpan{first + i - span.begin, first + i - span.begin + 1})
            return false;
    }
    return true;
}

// Takes characters out, and the tags from firstTag up to, not including, tagEnd, which lie among them.
void cut(InlineRun &run, ByteSpan text, std::size_t firstTag, std::size_t tagEnd)
{
    const auto range = [](auto &list, std::size_t begin, std::size_t end) {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(begin), list.begin() + static_cast<std::ptrdiff_t>(end));
    };
    run.content.text.erase(text.begin, text.length());
    run.textOrigin.erase(text);
    range(run.content.tags, firstTag, tagEnd);
    range(run.tagOrigin, firstTag, tagEnd);
    for (std::size_t i = firstTag; i < run.content.tags.size(); ++i)
        run.content.tags[i].offset -= text.length();
}

// The first tag behind the characters.
std::size_t tagBehind(const InlineRun &run, ByteSpan text)
{
    const auto &tags = run.content.tags;
    return static_cast<std::size_t>(std::find_if(tags.begin(), tags.end(), [&](const InlineTag &tag) { return tag.offset >= text.end; }) - tags.begin());
}

void insertReference(InlineRun &run, std::size_t tag, std::size_t offset, const std::string &label, ByteSpan origin)
{
    int id = 1;
    for (const InlineTag &other : run.content.tags)
        id = std::max(id, other.id + 1);
    run.content.tags.insert(run.content.tags.begin() + static_cast<std::ptrdiff_t>(tag), {id, TagKind::Standalone, offset, "[^" + label + "]", label});
    run.tagOrigin.insert(run.tagOrigin.begin() + static_cast<std::ptrdiff_t>(tag), origin);
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
    const std::size_t firstTag = tagBehind(run, {0, end});
    if (firstTag == 0)
        cut(run, {0, end}, 0, 0);
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

// Where a later line begins with the label of a footnote, outside of pairs; 0 where none does.
std::size_t nextFootnote(const InlineRun &run, std::string_view bytes)
{
    const std::string_view text = run.content.text;
    for (std::size_t begin = text.find(" [^"); begin != std::string_view::npos; begin = text.find(" [^", begin + 1)) {
        const std::size_t end = markEnd(run, begin + 1, "[^");
        const bool label = end > begin + 1 && text.substr(end).starts_with(':');
        int depth = 0;
        for (const InlineTag &tag : run.content.tags)
            depth += tag.offset > begin ? 0 : tag.kind == TagKind::Open ? 1 : tag.kind == TagKind::Close ? -1 : 0;
        if (label && depth == 0 && isLineEnd(run, bytes, begin))
            return begin + 1;
    }
    return 0;
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
void tagLinksToFootnotes(InlineRun &run)
{
    for (std::size_t i = 0; i + 1 < run.content.tags.size(); ++i) {
        const InlineTag &open = run.content.tags[i];
        const InlineTag &close = run.content.tags[i + 1];
        const ByteSpan text{open.offset, close.offset};
        const std::string label = run.content.text.substr(text.begin, text.length());
        if (open.code != "[" || close.id != open.id || !label.starts_with('^') || close.code != "][" + label + "]")
            continue;
        const ByteSpan origin{run.tagOrigin[i].begin, run.tagOrigin[i + 1].end};
        cut(run, text, i, i + 2);
        insertReference(run, i, text.begin, label.substr(1), origin);
    }
}

void tagReferences(InlineRun &run)
{
    for (std::size_t begin = run.content.text.find("[^"); begin != std::string::npos; begin = run.content.text.find("[^", begin)) {
        const ByteSpan text{begin, markEnd(run, begin, "[^")};
        if (text.empty()) {
            ++begin;
            continue;
        }
        const std::string label = run.content.text.substr(begin + 2, text.length() - 3);
        const ByteSpan origin{run.textOrigin[text.begin].begin, run.textOrigin[text.end - 1].end};
        const std::size_t tag = tagBehind(run, text);
        cut(run, text, tag, tag);
        insertReference(run, tag, begin, label, origin);
    }
}

}  // namespace

std::vector<InlineRun> setNotesAside(InlineRun run, std::string_view bytes)
{
    std::vector<InlineRun> runs;
    while (const std::size_t begin = nextFootnote(run, bytes)) {
        InlineRun next = splitOff(run, begin);
        runs.push_back(std::move(run));
        run = std::move(next);
    }
    runs.push_back(std::move(run));
    for (InlineRun &part : runs) {
        cutAlert(part, bytes);
        cutFootnoteLabel(part);
        tagLinksToFootnotes(part);
        tagReferences(part);
    }
    return runs;
}

}  // namespace interlinear::cat::markdown
