#include "engine/cat/memory/scoring/verbatim.h"

#include <algorithm>
#include <array>
#include <optional>

namespace interlinear::cat {

namespace {

constexpr std::size_t longestName = 40;        // of a placeholder
constexpr std::size_t longestAddress = 2048;   // what browsers take; no mark is looked for farther away

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isAny(char c, std::string_view of)
{
    return of.find(c) != std::string_view::npos;
}

/// As far as the predicate holds, and longestAddress at most.
template <typename Predicate>
std::size_t skip(std::string_view text, std::size_t at, Predicate predicate)
{
    const std::size_t limit = std::min(text.size(), at + longestAddress);
    while (at < limit && predicate(text[at]))
        ++at;
    return at;
}

bool isAddressCharacter(char c)
{
    return c > ' ' && c < '\x7F' && !isAny(c, "<>\"`|\\^");
}

/// An address ends before the marks of the sentence around it; a bracket stays when it was opened inside.
std::size_t withoutSentenceMarks(std::string_view text, std::size_t begin, std::size_t end)
{
    const std::string_view inside = text.substr(begin, end - begin);
    std::ptrdiff_t unopened = std::ranges::count(inside, ')') - std::ranges::count(inside, '(');
    while (end > begin && isAny(text[end - 1], ".,;:!?'*)]}")) {
        if (text[end - 1] == ')' && unopened-- <= 0)
            break;
        --end;
    }
    return end;
}

/// "://" stands at the offset, or "www." does.
std::optional<ByteSpan> webAddress(std::string_view text, std::size_t at)
{
    std::size_t begin = at;
    std::size_t rest = at + 3;   // behind "://" or "www"
    if (text[at] == ':') {
        while (begin > 0 && at - begin < longestName && (isLetter(text[begin - 1]) || isDigit(text[begin - 1]) || isAny(text[begin - 1], "+.-")))
            --begin;
        while (begin < at && !isLetter(text[begin]))
            ++begin;
    } else if (begin > 0 && (isLetter(text[begin - 1]) || isDigit(text[begin - 1]))) {
        return std::nullopt;
    }
    const std::size_t end = withoutSentenceMarks(text, rest, skip(text, rest, isAddressCharacter));
    if ((text[at] == ':' && begin == at) || end <= rest + 1)
        return std::nullopt;
    return ByteSpan{begin, end};
}

std::optional<ByteSpan> mailAddress(std::string_view text, std::size_t at)
{
    const auto isLocal = [](char c) { return isLetter(c) || isDigit(c) || isAny(c, "._+-"); };
    std::size_t begin = at;
    while (begin > 0 && at - begin < longestAddress && isLocal(text[begin - 1]))
        --begin;
    std::size_t end = skip(text, at + 1, [](char c) { return isLetter(c) || isDigit(c) || isAny(c, ".-"); });
    while (end > at && isAny(text[end - 1], ".-"))
        --end;
    const std::string_view domain = text.substr(at + 1, end - std::min(end, at + 1));
    const std::size_t dot = domain.find('.');
    if (begin == at || dot == 0 || dot == std::string_view::npos)
        return std::nullopt;
    return ByteSpan{begin, end};
}

/// "{name}", "{{name}}"; '{' stands at the offset. A '$', '%' or '#' before it belongs to it.
std::optional<ByteSpan> braced(std::string_view text, std::size_t at)
{
    const auto isName = [](char c) { return isLetter(c) || isDigit(c) || isAny(c, "_.:,-#"); };
    const std::size_t name = skip(text, at, [](char c) { return c == '{'; });
    const std::size_t nameEnd = skip(text, name, isName);
    const std::size_t braces = name - at;
    if (nameEnd == name || nameEnd - name > longestName || braces > 2 || text.substr(nameEnd, braces) != std::string_view("}}").substr(0, braces))
        return std::nullopt;
    const std::size_t begin = at > 0 && isAny(text[at - 1], "$%#") ? at - 1 : at;
    return ByteSpan{begin, nameEnd + braces};
}

/// The end of what printf and Python read after the '%'; nothing when it is no conversion.
std::optional<std::size_t> conversionEnd(std::string_view text, std::size_t at)
{
    if (at < text.size() && text[at] == '(') {
        const std::size_t close = text.substr(at, longestName + 2).find(')');
        if (close == std::string_view::npos)
            return std::nullopt;
        at += close + 1;
    }
    at = skip(text, at, [](char c) { return isDigit(c) || isAny(c, "$-+#'.*"); });
    at = skip(text, at, [](char c) { return isAny(c, "hljztLq"); });
    const bool isConversion = at < text.size() && isAny(text[at], "diouxXeEfFgGaAcsSpn@");
    return isConversion ? std::optional(at + 1) : std::nullopt;
}

/// '%' stands at the offset. "50%" is none, nor is "%%".
std::optional<ByteSpan> percented(std::string_view text, std::size_t at)
{
    if (at > 0 && (isDigit(text[at - 1]) || text[at - 1] == '%'))
        return std::nullopt;
    const std::size_t numberEnd = skip(text, at + 1, isDigit);
    const std::size_t end = conversionEnd(text, at + 1).value_or(numberEnd);
    if (end == at + 1 || (end < text.size() && isLetter(text[end])))
        return std::nullopt;
    return ByteSpan{at, end};
}

std::optional<Verbatim> verbatimAt(std::string_view text, std::size_t at)
{
    const auto as = [](VerbatimKind kind, std::optional<ByteSpan> span) { return span ? std::optional(Verbatim{kind, *span}) : std::nullopt; };
    if (text[at] == '@')
        return as(VerbatimKind::Address, mailAddress(text, at));
    if (text.substr(at).starts_with("://") || text.substr(at).starts_with("www."))
        return as(VerbatimKind::Address, webAddress(text, at));
    if (text[at] == '{')
        return as(VerbatimKind::Placeholder, braced(text, at));
    if (text[at] == '%')
        return as(VerbatimKind::Placeholder, percented(text, at));
    return std::nullopt;
}

/// What verbatimAt() looks at.
constexpr std::array<bool, 256> marksVerbatim = [] {
    std::array<bool, 256> marks{};
    for (const char mark : {'@', ':', 'w', '{', '%'})
        marks[static_cast<unsigned char>(mark)] = true;
    return marks;
}();

}  // namespace

std::vector<Verbatim> verbatimStretches(std::string_view text)
{
    std::vector<Verbatim> found;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!marksVerbatim[static_cast<unsigned char>(text[at])])
            continue;
        const std::optional<Verbatim> stretch = verbatimAt(text, at);
        if (!stretch || (!found.empty() && stretch->span.begin < found.back().span.end))
            continue;
        found.push_back(*stretch);
        at = stretch->span.end - 1;
    }
    return found;
}

}  // namespace interlinear::cat
