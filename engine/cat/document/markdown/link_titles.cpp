#include "engine/cat/document/markdown/link_titles.h"

#include "engine/cat/document/markdown/dialect.h"
#include "engine/cat/document/markdown/entity.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace interlinear::cat::markdown {

namespace {

struct Definition {
    ByteSpan line;
    ByteSpan title;   // between its quotes
};

bool isPunctuation(char c)
{
    return std::string_view("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~").find(c) != std::string_view::npos;
}

std::string_view withoutBlanks(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

/// Behind the first of these that no backslash precedes; npos where there is none.
std::size_t behindUnescaped(std::string_view text, std::string_view ends)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (ends.find(text[at]) != std::string_view::npos)
            return at + 1;
    }
    return std::string_view::npos;
}

/// What stands behind "[label]: target" on the line; nothing where it is no such line.
std::optional<std::string_view> behindTarget(std::string_view line)
{
    const std::string_view content = withoutBlanks(line);
    if (line.size() - content.size() > 3 || !content.starts_with('[') || content.starts_with("[^"))
        return std::nullopt;
    const std::size_t label = behindUnescaped(content.substr(1), "]");
    if (label == std::string_view::npos || !content.substr(1 + label).starts_with(':'))
        return std::nullopt;
    const std::string_view target = withoutBlanks(content.substr(label + 2));
    const std::size_t end = target.starts_with('<') ? behindUnescaped(target.substr(1), ">") : target.find_first_of(" \t");
    if (end == std::string_view::npos || end == 0)
        return std::nullopt;
    return target.substr(target.starts_with('<') ? end + 1 : end);
}

std::optional<Definition> definitionIn(std::string_view bytes, ByteSpan line)
{
    const std::optional<std::string_view> rest = behindTarget(bytes.substr(line.begin, line.length()));
    if (!rest || rest->empty() || (rest->front() != ' ' && rest->front() != '\t'))
        return std::nullopt;
    const std::string_view title = trimmed(*rest);
    const std::string_view closing = title.starts_with('(') ? ")" : title.starts_with('"') ? "\"" : title.starts_with('\'') ? "'" : "";
    if (closing.empty() || behindUnescaped(title.substr(1), closing) != title.size() - 1 || title.size() < 3)
        return std::nullopt;
    const auto begin = static_cast<std::size_t>(title.data() + 1 - bytes.data());
    return Definition{line, {begin, begin + title.size() - 2}};
}

std::vector<Definition> definitionsIn(std::string_view bytes, std::size_t begin)
{
    std::vector<Definition> definitions;
    while (begin < bytes.size()) {
        const std::size_t end = std::min(bytes.find_first_of("\r\n", begin), bytes.size());
        if (const auto definition = definitionIn(bytes, {begin, end}))
            definitions.push_back(*definition);
        begin = end + 1;
    }
    return definitions;
}

/// What the parser takes for text or code, and the titles of all links as it tells them: escapes decoded, references not.
struct Seen {
    std::string_view bytes;
    std::vector<ByteSpan> texts;   // rising
    std::set<std::string> titles;
};

void noteTitle(const MD_ATTRIBUTE &title, Seen &seen)
{
    if (title.text)
        seen.titles.emplace(title.text, title.size);
}

MD_PARSER parser()
{
    MD_PARSER parser{};
    parser.flags = dialect;
    parser.enter_block = [](MD_BLOCKTYPE, void *, void *) { return 0; };
    parser.leave_block = [](MD_BLOCKTYPE, void *, void *) { return 0; };
    parser.leave_span = [](MD_SPANTYPE, void *, void *) { return 0; };
    parser.enter_span = [](MD_SPANTYPE type, void *detail, void *self) {
        if (type == MD_SPAN_A)
            noteTitle(static_cast<const MD_SPAN_A_DETAIL *>(detail)->title, *static_cast<Seen *>(self));
        else if (type == MD_SPAN_IMG)
            noteTitle(static_cast<const MD_SPAN_IMG_DETAIL *>(detail)->title, *static_cast<Seen *>(self));
        return 0;
    };
    parser.text = [](MD_TEXTTYPE, const MD_CHAR *text, MD_SIZE size, void *self) {
        Seen &seen = *static_cast<Seen *>(self);
        const auto begin = reinterpret_cast<std::uintptr_t>(text) - reinterpret_cast<std::uintptr_t>(seen.bytes.data());
        if (begin < seen.bytes.size())
            seen.texts.push_back({begin, begin + size});
        return 0;
    };
    return parser;
}

/// The title as a run, and as the parser would tell it.
std::pair<InlineRun, std::string> readTitle(std::string_view bytes, ByteSpan title)
{
    InlineRun run;
    run.kind = BlockKind::Attribute;
    std::string told;
    for (std::size_t at = title.begin; at < title.end;) {
        std::size_t end = at + 1;
        const std::size_t semicolon = bytes[at] == '&' ? bytes.find(';', at) : std::string_view::npos;
        const bool escaped = bytes[at] == '\\' && end < title.end && isPunctuation(bytes[end]);
        if (escaped)
            ++end;
        else if (semicolon != std::string_view::npos && semicolon < title.end && decodedEntity(bytes.substr(at, semicolon + 1 - at)) != bytes.substr(at, semicolon + 1 - at))
            end = semicolon + 1;
        const std::string_view raw = bytes.substr(at, end - at);
        if (raw.size() == 1)
            run.addVerbatim(raw, {at, end});
        else
            run.addDecoded(escaped ? std::string(raw.substr(1)) : decodedEntity(raw), {at, end});
        told += escaped ? raw.substr(1) : raw;
        at = end;
    }
    return {std::move(run), std::move(told)};
}

}  // namespace

std::vector<InlineRun> linkTitles(std::string_view bytes, std::size_t bodyBegin)
{
    const std::vector<Definition> definitions = definitionsIn(bytes, bodyBegin);
    if (definitions.empty())
        return {};
    Seen seen{bytes, {}, {}};
    const MD_PARSER callbacks = parser();
    const std::string_view body = bytes.substr(bodyBegin);
    if (md_parse(body.data(), static_cast<MD_SIZE>(body.size()), &callbacks, &seen) != 0)
        return {};
    std::vector<InlineRun> runs;
    for (const Definition &definition : definitions) {
        const auto text = std::ranges::upper_bound(seen.texts, definition.line.begin, {}, &ByteSpan::end);
        const bool isText = text != seen.texts.end() && text->begin < definition.line.end;
        auto [run, told] = readTitle(bytes, definition.title);
        if (!isText && seen.titles.contains(told))
            runs.push_back(std::move(run));
    }
    return runs;
}

std::string spelledTitle(std::string_view text, char closing)
{
    std::string spelled;
    for (const char c : text) {
        const bool ends = c == closing || (closing == ')' && c == '(');
        if (ends || c == '\\' || c == '&')
            spelled += '\\';
        spelled += c == '\n' || c == '\r' ? ' ' : c;
    }
    return spelled;
}

}  // namespace interlinear::cat::markdown
