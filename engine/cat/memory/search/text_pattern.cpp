#include "engine/cat/memory/search/text_pattern.h"

#include "engine/core/utf8.h"

#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cctype>

namespace interlinear::cat {

namespace {

// Measured in steps of ICU's matcher, each about a millisecond: a sound expression needs none of it on a segment.
constexpr int regexTimeLimit = 100;
constexpr int regexStackBytes = 4 << 20;

struct UTextCloser {
    void operator()(UText *text) const { utext_close(text); }
};
using TextView = std::unique_ptr<UText, UTextCloser>;

TextView viewOf(std::string_view text, UErrorCode &status)
{
    return TextView(utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
}

/// Cut at white space.
std::vector<std::string> wordsOf(const std::string &text)
{
    std::vector<std::string> words;
    std::string word;
    std::int32_t at = 0;
    const auto size = static_cast<std::int32_t>(text.size());
    while (at < size) {
        const std::int32_t begin = at;
        UChar32 character = 0;
        U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), at, size, character);
        if (!u_isUWhiteSpace(character)) {
            word.append(text, static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty())
        words.push_back(std::move(word));
    return words;
}

/// A regular expression that means what the wildcards do.
std::string expressionOfWildcards(const std::string &text)
{
    std::string expression;
    for (const std::string &word : wordsOf(text)) {
        expression += expression.empty() ? "" : "\\s+";
        for (const char c : word) {
            if (c == '*')
                expression += "[^\\s]*?";
            else if (c == '?')
                expression += "[^\\s\\p{M}]\\p{M}*";
            else if (static_cast<unsigned char>(c) < 0x80 && !std::isalnum(static_cast<unsigned char>(c)))
                expression += std::string("\\") + c;
            else
                expression += c;
        }
    }
    const std::string joinsWords = "[\\w&&[^\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}]]";   // as isWordEdge() has it
    return "(?<!" + joinsWords + ")" + expression + "(?!" + joinsWords + ")";
}

}  // namespace

Result<TextPattern> TextPattern::compile(const PatternText &pattern)
{
    if (firstInvalidUtf8(pattern.text))
        return fail(ErrorCode::NotUtf8, "search text", "is not UTF-8");
    if (trimmed(pattern.text).empty())
        return fail(ErrorCode::InvalidArgument, "search text", "is empty; expected what to look for");
    TextPattern compiled(pattern);
    const std::string folded = FoldedText(pattern.text, pattern.counting).text();
    switch (pattern.kind) {
    case PatternKind::Substring: compiled.m_needles = {folded}; break;
    case PatternKind::Words: compiled.m_needles = wordsOf(folded); break;
    case PatternKind::Wildcard:
        if (auto good = compiled.compileRegex(expressionOfWildcards(folded), false); !good)
            return std::unexpected(good.error());
        break;
    case PatternKind::Regex:
        if (auto good = compiled.compileRegex(pattern.text, !pattern.counting.letterCase); !good)
            return std::unexpected(good.error());
        break;
    }
    if (!compiled.m_regex && std::any_of(compiled.m_needles.begin(), compiled.m_needles.end(), [](const std::string &needle) { return needle.empty(); }))
        return fail(ErrorCode::InvalidArgument, "search text", "is empty; expected what to look for");
    return compiled;
}

Result<void> TextPattern::compileRegex(const std::string &expression, bool foldCase)
{
    UErrorCode status = U_ZERO_ERROR;
    const TextView view = viewOf(expression, status);
    UParseError place{};
    m_regex.reset(uregex_openUText(view.get(), foldCase ? UREGEX_CASE_INSENSITIVE : 0, &place, &status));
    if (U_FAILURE(status))
        return fail(ErrorCode::InvalidArgument, m_pattern.text, "is no regular expression: character %1 does not fit (%2)", std::max(place.offset, 1), u_errorName(status));
    uregex_setTimeLimit(m_regex.get(), regexTimeLimit, &status);
    uregex_setStackLimit(m_regex.get(), regexStackBytes, &status);
    return {};
}

std::unexpected<Error> TextPattern::regexFailed(UErrorCode status, std::size_t length) const
{
    if (status == U_REGEX_TIME_OUT || status == U_REGEX_STACK_OVERFLOW)
        return fail(ErrorCode::InvalidArgument, m_pattern.text, "takes too long on a text of %1 bytes; make it simpler, such as without repetitions inside repetitions", length);
    return fail(ErrorCode::InvalidArgument, m_pattern.text, "cannot be looked for (%1)", u_errorName(status));
}

std::vector<Occurrence> TextPattern::findNeedle(const FoldedText &folded, const std::string &needle) const
{
    const std::string_view text = folded.text();
    const bool whole = m_pattern.kind == PatternKind::Words;
    std::vector<Occurrence> found;
    for (std::size_t at = text.find(needle); at != std::string_view::npos;) {
        const std::size_t end = at + needle.size();
        const bool fits = !isCombiningMark(text, end) && (!whole || (isWordEdge(text, at) && isWordEdge(text, end)));
        if (fits)
            found.push_back({folded.original({at, end}), {}});
        at = text.find(needle, fits ? end : at + 1);
    }
    return found;
}

std::vector<Occurrence> TextPattern::findNeedles(const FoldedText &folded) const
{
    std::vector<Occurrence> all;
    for (const std::string &needle : m_needles) {
        std::vector<Occurrence> found = findNeedle(folded, needle);
        if (found.empty())
            return {};
        all.insert(all.end(), found.begin(), found.end());
    }
    std::sort(all.begin(), all.end(), [](const Occurrence &a, const Occurrence &b) { return a.span < b.span; });
    const auto overlaps = [](const Occurrence &a, const Occurrence &b) { return b.span.begin < a.span.end; };
    all.erase(std::unique(all.begin(), all.end(), overlaps), all.end());
    return all;
}

Result<std::vector<Occurrence>> TextPattern::findRegex(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    const TextView view = viewOf(text, status);
    uregex_setUText(m_regex.get(), view.get(), &status);
    std::vector<Occurrence> found;
    while (U_SUCCESS(status) && uregex_findNext(m_regex.get(), &status)) {
        const auto spanOf = [&](std::int32_t group) {
            const std::int64_t begin = uregex_start64(m_regex.get(), group, &status);
            const std::int64_t end = uregex_end64(m_regex.get(), group, &status);
            return begin < 0 ? ByteSpan{} : ByteSpan{static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
        };
        Occurrence occurrence{spanOf(0), {}};
        for (std::int32_t group = 1; group <= uregex_groupCount(m_regex.get(), &status); ++group)
            occurrence.groups.push_back(spanOf(group));
        if (!occurrence.span.empty())
            found.push_back(std::move(occurrence));
    }
    if (U_FAILURE(status))
        return regexFailed(status, text.size());
    return found;
}

Result<std::vector<Occurrence>> TextPattern::find(std::string_view text)
{
    if (m_pattern.kind == PatternKind::Regex && m_pattern.counting.diacritics)
        return findRegex(text);
    const TextDifferences counting{m_pattern.counting.letterCase || m_pattern.kind == PatternKind::Regex, m_pattern.counting.diacritics};
    const FoldedText folded(text, counting);
    if (!m_regex)
        return findNeedles(folded);
    Result<std::vector<Occurrence>> found = findRegex(folded.text());
    if (!found)
        return found;
    for (Occurrence &occurrence : *found) {
        occurrence.span = folded.original(occurrence.span);
        for (ByteSpan &group : occurrence.groups)
            group = folded.original(group);
    }
    return found;
}

}  // namespace interlinear::cat
