#include "engine/cat/document/placeholders.h"

#include "engine/cat/document/icu_message.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace interlinear::cat {

namespace {

constexpr TagPermissions literalSign{.remove = true, .copy = true, .move = true};
constexpr TagPermissions addressed{.remove = false, .copy = true, .move = true};
constexpr TagPermissions nextInOrder{.remove = false, .copy = false, .move = false};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isWordCharacter(char c)
{
    return isLetter(c) || isDigit(c) || c == '_';
}

bool isOneOf(char c, std::string_view set)
{
    return set.find(c) != std::string_view::npos;
}

// Reads a text from a place on; what it takes is taken whole or not at all.
class Scanner {
public:
    Scanner(std::string_view text, std::size_t at) : m_text(text), m_begin(at), m_at(at) {}

    bool take(char c)
    {
        const bool there = m_at < m_text.size() && m_text[m_at] == c;
        m_at += there ? 1 : 0;
        return there;
    }
    bool takeOneOf(std::string_view set) { return m_at < m_text.size() && isOneOf(m_text[m_at], set) && take(m_text[m_at]); }
    template <typename Predicate>
    std::size_t takeWhile(Predicate predicate)
    {
        const std::size_t before = m_at;
        while (m_at < m_text.size() && predicate(m_text[m_at]))
            ++m_at;
        return m_at - before;
    }
    bool takeNumberBefore(char end)
    {
        const std::size_t before = m_at;
        if (takeWhile(isDigit) > 0 && take(end))
            return true;
        m_at = before;
        return false;
    }
    char next() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    std::size_t at() const { return m_at; }
    std::size_t length() const { return m_at - m_begin; }

private:
    std::string_view m_text;
    std::size_t m_begin;
    std::size_t m_at;
};

// A conversion that begins with "%", as printf() and its kin read it.
struct Directive {
    std::size_t length = 0;       // 0: there is none
    std::size_t stars = 0;        // widths that are arguments in order
    bool numbered = false;
    bool named = false;
    bool literal = false;         // "%%"
    bool takesArgument = true;
};

bool takeConversion(Scanner &scanner)
{
    if (scanner.take('<'))   // "%<PRId64>"
        return scanner.takeWhile(isWordCharacter) > 0 && scanner.take('>');
    if (scanner.takeOneOf("tT") && isLetter(scanner.next()))   // a date of Java, or a ptrdiff_t
        return scanner.takeWhile([count = 0](char c) mutable { return isLetter(c) && count++ == 0; }) == 1;
    scanner.takeWhile([](char c) { return isOneOf(c, "hlqLjzZ"); });
    return scanner.takeOneOf("diouxXeEfFgGaAcCsSpnmrbBvU@");
}

void takeWidth(Scanner &scanner, Directive &directive)
{
    if (!scanner.take('*'))
        scanner.takeWhile(isDigit);
    else if (!scanner.takeNumberBefore('$'))
        ++directive.stars;
}

std::optional<Directive> directiveAt(std::string_view text, std::size_t at)
{
    Scanner scanner(text, at);
    if (!scanner.take('%'))
        return std::nullopt;
    Directive directive;
    if (scanner.take('%'))
        return Directive{.length = 2, .literal = true, .takesArgument = false};
    if (scanner.take('(')) {
        directive.named = scanner.takeWhile([](char c) { return c != ')' && c != '(' && c != '\n'; }) > 0 && scanner.take(')');
        if (!directive.named)
            return std::nullopt;
    }
    directive.numbered = scanner.takeNumberBefore('$');
    scanner.takeWhile([](char c) { return isOneOf(c, "-+#0' I"); });
    takeWidth(scanner, directive);
    if (scanner.take('.'))
        takeWidth(scanner, directive);
    if (!takeConversion(scanner))
        return std::nullopt;
    directive.length = scanner.length();
    directive.takesArgument = text[at + directive.length - 1] != 'm';
    return directive;
}

TagPermissions permissionsOf(const Directive &directive)
{
    if (directive.literal)
        return literalSign;
    return directive.numbered || directive.named || !directive.takesArgument ? addressed : nextInOrder;
}

using Found = std::optional<Placeholder>;

Found found(std::size_t at, std::size_t length, TagPermissions may)
{
    return length > 0 ? Found({{at, at + length}, may}) : std::nullopt;
}

Found printfAt(std::string_view text, std::size_t at)
{
    const std::optional<Directive> directive = directiveAt(text, at);
    return directive && !directive->named ? found(at, directive->length, permissionsOf(*directive)) : std::nullopt;
}

Found pythonAt(std::string_view text, std::size_t at)
{
    const std::optional<Directive> directive = directiveAt(text, at);
    return directive && !directive->numbered ? found(at, directive->length, permissionsOf(*directive)) : std::nullopt;
}

Found likelyPercentAt(std::string_view text, std::size_t at)
{
    const std::optional<Directive> directive = directiveAt(text, at);
    if (!directive || directive->literal || (!directive->named && text.substr(at, directive->length).find(' ') != std::string_view::npos))
        return std::nullopt;
    const std::size_t end = at + directive->length;
    const bool bare = directive->length == 2;
    const bool inWord = bare && end < text.size() && isWordCharacter(text[end]);
    const bool behindNumber = !directive->numbered && !directive->named && at > 0 && isDigit(text[at - 1]);
    return inWord || behindNumber ? std::nullopt : found(at, directive->length, permissionsOf(*directive));
}

Found qtAt(std::string_view text, std::size_t at)
{
    Scanner scanner(text, at);
    if (!scanner.take('%'))
        return std::nullopt;
    scanner.take('L');
    const bool plural = scanner.take('n');
    const bool number = !plural && scanner.takeWhile([count = 0](char c) mutable { return isDigit(c) && count++ < 2; }) > 0;
    return plural || number ? found(at, scanner.length(), addressed) : std::nullopt;
}

Found dollarAt(std::string_view text, std::size_t at)
{
    Scanner scanner(text, at);
    const auto inName = [](char c) { return isWordCharacter(c) || isOneOf(c, ".-:"); };
    const bool whole = scanner.take('$') && scanner.take('{') && scanner.takeWhile(inName) > 0 && scanner.take('}');
    return whole ? found(at, scanner.length(), addressed) : std::nullopt;
}

Found shellAt(std::string_view text, std::size_t at)
{
    if (const Found braced = dollarAt(text, at))
        return braced;
    Scanner scanner(text, at);
    const bool whole = scanner.take('$') && !isDigit(scanner.next()) && scanner.takeWhile(isWordCharacter) > 0;
    return whole ? found(at, scanner.length(), addressed) : std::nullopt;
}

Found percentBraceAt(std::string_view text, std::size_t at)
{
    Scanner scanner(text, at);
    if (!scanner.take('%'))
        return std::nullopt;
    if (scanner.take('{'))
        return scanner.takeWhile(isWordCharacter) > 0 && scanner.take('}') ? found(at, scanner.length(), addressed) : std::nullopt;
    const bool named = scanner.take('<') && scanner.takeWhile(isWordCharacter) > 0 && scanner.take('>');
    scanner.takeWhile([](char c) { return isDigit(c) || isOneOf(c, "-+.# "); });
    return named && scanner.takeOneOf("diouxXeEfgGaAcsp") ? found(at, scanner.length(), addressed) : std::nullopt;
}

Found colonAt(std::string_view text, std::size_t at)
{
    const bool inWord = at > 0 && (isWordCharacter(text[at - 1]) || text[at - 1] == ':');
    Scanner scanner(text, at);
    const bool whole = !inWord && scanner.take(':') && isLetter(scanner.next()) && scanner.takeWhile(isWordCharacter) > 0;
    return whole ? found(at, scanner.length(), addressed) : std::nullopt;
}

Found braceAt(std::string_view text, std::size_t at)
{
    Scanner scanner(text, at);
    if (!scanner.take('{'))
        return std::nullopt;
    const bool twice = scanner.take('{');
    if (twice)
        scanner.takeWhile([](char c) { return c == ' '; });
    const bool named = scanner.takeWhile([](char c) { return isWordCharacter(c) || isOneOf(c, ".-"); }) > 0;
    if (twice)
        scanner.takeWhile([](char c) { return c == ' '; });
    const bool whole = named && scanner.take('}') && (!twice || scanner.take('}'));
    return whole ? found(at, scanner.length(), addressed) : std::nullopt;
}

constexpr std::size_t longestField = 256;

// A field may hold fields in its width: "{0:>{1}}".
Found braceFormatAt(std::string_view text, std::size_t at)
{
    const std::string_view pair = text.substr(at, 2);
    if (pair == "{{" || pair == "}}")
        return found(at, 2, literalSign);
    if (text[at] != '{')
        return std::nullopt;
    std::size_t depth = 0;
    for (std::size_t end = at; end < std::min(text.size(), at + longestField) && text[end] != '\n'; ++end) {
        depth += text[end] == '{' ? 1 : 0;
        depth -= text[end] == '}' ? 1 : 0;
        if (depth == 0) {
            const bool unnamed = text[at + 1] == '}' || text[at + 1] == ':' || text[at + 1] == '!';
            return found(at, end + 1 - at, unnamed ? nextInOrder : addressed);
        }
    }
    return std::nullopt;
}

Found placeholderAt(std::string_view text, std::size_t at, PlaceholderStyle style)
{
    switch (style) {
    case PlaceholderStyle::Printf: return printfAt(text, at);
    case PlaceholderStyle::Python: return pythonAt(text, at);
    case PlaceholderStyle::BraceFormat: return braceFormatAt(text, at);
    case PlaceholderStyle::Icu: return braceAt(text, at);   // a message that ICU cannot read
    case PlaceholderStyle::Qt: return qtAt(text, at);
    case PlaceholderStyle::Dollar: return dollarAt(text, at);
    case PlaceholderStyle::Shell: return shellAt(text, at);
    case PlaceholderStyle::PercentBrace: return percentBraceAt(text, at);
    case PlaceholderStyle::Colon: return colonAt(text, at);
    case PlaceholderStyle::Brace: return braceAt(text, at);
    case PlaceholderStyle::LikelyPercent: return likelyPercentAt(text, at);
    }
    return std::nullopt;
}

std::vector<Placeholder> scanned(std::string_view text, const std::vector<PlaceholderStyle> &styles)
{
    std::vector<Placeholder> placeholders;
    std::size_t at = text.find_first_of("%{}$:");
    while (at < text.size()) {
        Found here;
        for (auto style = styles.begin(); style != styles.end() && !here; ++style)
            here = placeholderAt(text, at, *style);
        if (here)
            placeholders.push_back(*here);
        at = text.find_first_of("%{}$:", here ? here->span.end : at + 1);
    }
    return placeholders;
}

bool containsIcu(const std::vector<PlaceholderStyle> &styles)
{
    return std::ranges::find(styles, PlaceholderStyle::Icu) != styles.end();
}

// What one style found and what the message's own syntax found, of which the latter has the say.
std::vector<Placeholder> merged(std::vector<Placeholder> message, const std::vector<Placeholder> &others)
{
    const std::size_t count = message.size();
    std::size_t next = 0;
    for (const Placeholder &other : others) {
        while (next < count && message[next].span.end <= other.span.begin)
            ++next;
        if (next == count || message[next].span.begin >= other.span.end)
            message.push_back(other);
    }
    std::ranges::sort(message, {}, [](const Placeholder &placeholder) { return placeholder.span.begin; });
    return message;
}

// Alone, what takes the next argument may stand anywhere.
void freeTheOnlyOne(std::vector<Placeholder> &placeholders)
{
    const auto fixed = [](const Placeholder &placeholder) { return placeholder.may == nextInOrder; };
    if (std::ranges::count_if(placeholders, fixed) == 1)
        std::ranges::find_if(placeholders, fixed)->may.move = true;
}

// A run as it is copied piece by piece, with placeholders for some of its text.
class RunCopy {
public:
    explicit RunCopy(const InlineRun &run) : m_run(run) { m_copy.kind = run.kind; }

    // Text before that byte, tags up to it.
    void upTo(std::size_t end)
    {
        for (; hasTagBefore(end + 1); ++m_tag) {
            InlineTag tag = m_run.content.tags[m_tag];
            copyText(tag.offset);
            const auto [number, isNew] = m_numbers.try_emplace(tag.id, m_id + 1);
            m_id += isNew ? 1 : 0;
            tag.id = number->second;
            m_copy.addTag(std::move(tag), m_run.tagOrigin[m_tag]);
        }
        copyText(end);
    }

    bool hasTagBefore(std::size_t end) const { return m_tag < m_run.content.tags.size() && m_run.content.tags[m_tag].offset < end; }

    void addPlaceholder(const Placeholder &placeholder, Spelling spelling)
    {
        const std::string shown = m_run.content.text.substr(placeholder.span.begin, placeholder.span.length());
        m_copy.addTag({++m_id, TagKind::Standalone, 0, spelling(shown), shown, placeholder.may},
                      {m_run.textOrigin[placeholder.span.begin].begin, m_run.textOrigin[placeholder.span.end - 1].end});
        m_at = placeholder.span.end;
    }

    InlineRun take() { return std::move(m_copy); }

private:
    void copyText(std::size_t end)
    {
        m_copy.content.text.append(m_run.content.text, m_at, end - m_at);
        m_copy.textOrigin.append(m_run.textOrigin, {m_at, end});
        m_at = end;
    }

    const InlineRun &m_run;
    InlineRun m_copy;
    std::size_t m_at = 0;    // into the text
    std::size_t m_tag = 0;
    int m_id = 0;
    std::map<int, int> m_numbers;
};

}  // namespace

const std::vector<PlaceholderStyle> &likelyPlaceholderStyles()
{
    static const std::vector<PlaceholderStyle> styles{PlaceholderStyle::LikelyPercent, PlaceholderStyle::Brace, PlaceholderStyle::Dollar,
                                                      PlaceholderStyle::PercentBrace};
    return styles;
}

std::vector<Placeholder> placeholdersIn(std::string_view text, const std::vector<PlaceholderStyle> &styles)
{
    std::optional<std::vector<Placeholder>> message = containsIcu(styles) ? icuPlaceholders(text) : std::nullopt;
    if (!message) {
        std::vector<Placeholder> placeholders = scanned(text, styles);
        freeTheOnlyOne(placeholders);
        return placeholders;
    }
    std::vector<PlaceholderStyle> others = styles;
    std::erase(others, PlaceholderStyle::Icu);
    std::vector<Placeholder> beside = scanned(text, others);
    freeTheOnlyOne(beside);
    return merged(std::move(*message), beside);
}

InlineRun withPlaceholders(const InlineRun &run, const std::vector<PlaceholderStyle> &styles, Spelling spelling)
{
    RunCopy copy(run);
    for (const Placeholder &placeholder : placeholdersIn(run.content.text, styles)) {
        copy.upTo(placeholder.span.begin);
        if (!copy.hasTagBefore(placeholder.span.end))
            copy.addPlaceholder(placeholder, spelling);
    }
    copy.upTo(run.content.text.size());
    return copy.take();
}

std::size_t argumentsInOrder(std::string_view directive)
{
    const std::optional<Directive> read = directiveAt(directive, 0);
    if (!read || read->length != directive.size() || read->named || read->numbered)
        return 0;
    return read->stars + (read->takesArgument ? 1 : 0);
}

std::string numberedDirective(std::string_view directive, std::size_t argument)
{
    std::string result;
    std::size_t next = argument;
    for (const char c : directive) {
        result += c;
        if (c == '*')
            result += std::to_string(next++) + "$";
    }
    return "%" + std::to_string(next) + "$" + result.substr(1);
}

}  // namespace interlinear::cat
