#include "engine/cat/document/data/entries.h"

#include "engine/cat/document/outer_breaks.h"
#include "engine/cat/segmentation/code_point.h"
#include "engine/core/utf8.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace interlinear::cat {

namespace {

template <typename Predicate>
bool anyCharacter(std::string_view text, Predicate predicate)
{
    while (!text.empty()) {
        const CodePoint character = firstCodePoint(text);
        if (predicate(static_cast<UChar32>(character.value)))
            return true;
        text.remove_prefix(character.length);
    }
    return false;
}

bool isAddress(std::string_view token)
{
    return token.find("://") != std::string_view::npos || token.starts_with("mailto:") || token.starts_with("tel:") || token.starts_with("data:")
        || token.starts_with("www.") || token.find('@', 1) != std::string_view::npos;
}

bool isColour(std::string_view token)
{
    return token.size() >= 4 && token.size() <= 9 && token.front() == '#'
        && std::ranges::all_of(token.substr(1), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

// "my_name", "img/a.png", "user.name", "a-1", "camelCase", but not "drag-and-drop", "cancel", "Done.".
bool isProgramsName(std::string_view token)
{
    const auto is = [&](std::size_t i, int (*kind)(int)) { return kind(static_cast<unsigned char>(token[i])) != 0; };
    bool digit = false;
    bool joint = false;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const char c = token[i];
        if (static_cast<unsigned char>(c) >= 0x80 || c == ' ' || c == '{' || c == '%' || c == '$')
            return false;
        const bool inside = i > 0 && i + 1 < token.size();
        const bool camel = inside && is(i - 1, std::islower) && is(i, std::isupper) && is(0, std::islower);
        const bool joined = inside && (c == '.' || c == ':') && is(i - 1, std::isalnum) && is(i + 1, std::isalnum);
        if (c == '_' || c == '/' || c == '\\' || camel || joined)
            return true;
        digit = digit || is(i, std::isdigit);
        joint = joint || c == '-';
    }
    return digit && joint && !std::isupper(static_cast<unsigned char>(token.front()));
}

bool matches(std::string_view text, std::string_view pattern)
{
    std::size_t at = 0;
    std::size_t in = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (at < text.size()) {
        if (in < pattern.size() && pattern[in] == '*') {
            star = in++;
            resume = at;
        } else if (in < pattern.size() && pattern[in] == text[at]) {
            ++in;
            ++at;
        } else if (star != std::string_view::npos) {
            in = star + 1;
            at = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

InlineTag controlTag(char control, std::string_view code)
{
    constexpr TagPermissions free{.remove = true, .copy = true, .move = true};
    if (control == '\n')
        return {0, TagKind::Standalone, 0, std::string(code), "↵", free};
    if (control == '\t')
        return {0, TagKind::Standalone, 0, std::string(code), "⇥", free};
    if (control == '\r')
        return {0, TagKind::Standalone, 0, std::string(code), "\\r", free};
    constexpr std::string_view digits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(control);
    return {0, TagKind::Standalone, 0, std::string(code), std::string("\\u00") + digits[value / 16] + digits[value % 16], free};
}

/// The bytes of the file that spell this part of the text; where they spell more than it, the part itself.
std::string_view spellingOf(const InlineRun &run, std::size_t begin, std::size_t end, ByteSpan origin, std::string_view file)
{
    const bool sharedBefore = begin > 0 && run.textOrigin[begin - 1] == run.textOrigin[begin];
    const bool sharedBehind = end < run.content.text.size() && run.textOrigin[end] == run.textOrigin[end - 1];
    return sharedBefore || sharedBehind ? std::string_view(run.content.text).substr(begin, end - begin) : file.substr(origin.begin, origin.length());
}

}  // namespace

std::string placeAt(std::string_view text, std::size_t offset)
{
    return "line " + std::to_string(1 + std::ranges::count(text.substr(0, offset), '\n'));
}

bool looksLikeText(std::string_view value)
{
    const std::string_view token = trimmed(value);
    if (!anyCharacter(token, [](UChar32 character) { return u_isalpha(character) != 0; }))
        return false;
    return token.find_first_of(" \t\r\n") != std::string_view::npos || (!isAddress(token) && !isColour(token) && !isProgramsName(token));
}

bool offeredByRules(std::string_view path, const std::vector<std::string> &patterns, bool withoutRules)
{
    bool offered = withoutRules && std::ranges::all_of(patterns, [](const std::string &pattern) { return pattern.starts_with('!'); });
    for (const std::string_view pattern : patterns) {
        const bool against = pattern.starts_with('!');
        if (matches(path, pattern.substr(against ? 1 : 0)))
            offered = !against;
    }
    return offered;
}

std::vector<PlaceholderStyle> stylesOf(std::string_view text)
{
    const auto names = [&](std::string_view word) {
        const std::size_t at = text.find(word);
        return at != std::string_view::npos && text.rfind(',', at) != std::string_view::npos && text.find(',', at) != std::string_view::npos;
    };
    if (text.find('{') != std::string_view::npos && (names("plural") || names("select")))
        return {PlaceholderStyle::Icu};
    return likelyPlaceholderStyles();
}

std::string backslashed(std::string_view text, std::string_view marks, std::string_view controlPrefix)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    for (const char c : text) {
        const auto value = static_cast<unsigned char>(c);
        if (marks.find(c) != std::string_view::npos)
            result += {'\\', c};
        else if (c == '\n')
            result += "\\n";
        else if (c == '\r')
            result += "\\r";
        else if (c == '\t')
            result += "\\t";
        else if (value < 0x20 && !controlPrefix.empty())
            result += std::string(controlPrefix) + digits[value / 16] + digits[value % 16];
        else
            result += c;
    }
    return result;
}

std::optional<char32_t> hexAt(std::string_view text, std::size_t at, std::size_t digits)
{
    if (at > text.size() || text.size() - at < digits)
        return std::nullopt;
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + digits, value, 16);
    return error == std::errc() && end == text.data() + at + digits ? std::optional<char32_t>(value) : std::nullopt;
}

std::string spelledTarget(const TaggedText &target, Spelling spelling)
{
    std::string result;
    std::size_t at = 0;
    for (const InlineTag &tag : target.tags) {
        result += spelling(std::string_view(target.text).substr(at, tag.offset - at));
        result += tag.code;
        at = tag.offset;
    }
    return result + spelling(std::string_view(target.text).substr(at));
}

Written writtenInPlace(const std::vector<Replacement> &replacements, Spelling spelling)
{
    Written written;
    for (const Replacement &replacement : replacements)
        written.splices.push_back({replacement.span, spelledTarget(replacement.target, spelling)});
    return written;
}

InlineRun withControlTags(const InlineRun &run, std::string_view file)
{
    InlineRun result;
    result.kind = run.kind;
    std::size_t next = 0;
    int id = 0;
    for (const InlineTag &tag : run.content.tags)
        id = std::max(id, tag.id);
    const std::string &text = run.content.text;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        for (; next < run.content.tags.size() && run.content.tags[next].offset <= i; ++next)
            result.addTag(run.content.tags[next], run.tagOrigin[next]);
        if (i == text.size())
            break;
        if (!isControl(text[i])) {
            result.content.text += text[i];
            result.textOrigin.push_back(run.textOrigin[i]);
            continue;
        }
        const bool tagBetween = next < run.content.tags.size() && run.content.tags[next].offset <= i + 1;
        const bool lineEnd = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n' && !tagBetween;
        ByteSpan origin = run.textOrigin[i];
        origin.end = lineEnd ? run.textOrigin[i + 1].end : origin.end;
        const std::size_t begin = i;
        i += lineEnd ? 1 : 0;
        InlineTag tag = controlTag(text[i], spellingOf(run, begin, i + 1, origin, file));
        tag.id = ++id;
        result.addTag(std::move(tag), origin);
    }
    return result;
}

void Entries::add(const InlineRun &run, SegmentFacts facts, std::string_view path)
{
    if (offeredByRules(path, m_rules.keys, looksLikeText(run.content.text)))
        addAlways(run, std::move(facts));
}

void Entries::addAlways(const InlineRun &run, SegmentFacts facts)
{
    InlineRun shown = withoutOuterBreaks(withControlTags(run, m_file));
    shown = withPlaceholders(shown, stylesOf(shown.content.text), m_spelling);
    shown.kind = BlockKind::Entry;
    if (!anyCharacter(shown.content.text, [](UChar32 character) { return u_isalnum(character) != 0; }))
        return;
    std::optional<Segment> segment = wholeSegment(shown, m_segments.size());
    if (!segment)
        return;
    segment->facts = std::move(facts);
    m_segments.push_back(std::move(*segment));
}

}  // namespace interlinear::cat
