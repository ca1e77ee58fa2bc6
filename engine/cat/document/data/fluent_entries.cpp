#include "engine/cat/document/data/fluent_entries.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/data/entries.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>

namespace interlinear::cat {

namespace {

constexpr std::size_t deepest = 100;
constexpr std::size_t stepIn = 4;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// What an expression is, as far as it matters for what may stand around it.
struct Expression {
    enum class Kind { Literal, Number, Variable, Function, Message, Term, TermAttribute, Placeable };

    Kind kind = Kind::Literal;
    bool plainName = false;                      // of a message, without an attribute
    std::vector<FluentVariant> variants = {};   // of selections within
};

// Functions that take something answer nothing, or false, where it is not there; the position is of use only when all of an entry is there.
class FluentScanner {
public:
    explicit FluentScanner(std::string_view text) : m_text(text), m_at(byteOrderMarkLength(text)) {}

    std::vector<FluentEntry> entries()
    {
        while (m_at < m_text.size()) {
            const bool blank = skipBlankLines();
            if (blank)
                m_own.clear();
            if (m_at >= m_text.size())
                break;
            if (!takeComment() && !takeEntry())
                skipJunk();
        }
        return std::move(m_entries);
    }

private:
    char next(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    bool atEnd() const { return m_at >= m_text.size(); }

    std::size_t lineEndLength(std::size_t at) const
    {
        if (m_text.substr(at).starts_with("\r\n"))
            return 2;
        return m_text.substr(at).starts_with('\n') ? 1 : 0;
    }

    bool atLineEnd() const { return atEnd() || lineEndLength(m_at) > 0; }

    bool take(char c)
    {
        const bool there = !atEnd() && m_text[m_at] == c;
        m_at += there ? 1 : 0;
        return there;
    }

    bool takeLineEnd()
    {
        const bool there = atLineEnd();
        m_at += lineEndLength(m_at);
        return there;
    }

    std::size_t skipSpaces()
    {
        const std::size_t before = m_at;
        m_at = std::min(m_text.find_first_not_of(' ', m_at), m_text.size());
        return m_at - before;
    }

    // Of spaces only; false when there was none.
    bool skipBlankLines()
    {
        const std::size_t before = m_at;
        for (;;) {
            const std::size_t line = m_at;
            skipSpaces();
            if (!atLineEnd() || atEnd()) {
                m_at = atEnd() ? m_at : line;
                return m_at > before;
            }
            takeLineEnd();
        }
    }

    void skipBlank()
    {
        for (std::size_t before = m_at + 1; before != m_at;) {
            before = m_at;
            skipSpaces();
            m_at += lineEndLength(m_at);
        }
    }

    std::string_view takeLine()
    {
        const std::size_t begin = m_at;
        const std::size_t end = std::min(m_text.find('\n', m_at), m_text.size());
        m_at = std::min(end + 1, m_text.size());
        std::string_view line = m_text.substr(begin, end - begin);
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        return line;
    }

    void skipJunk()
    {
        m_own.clear();
        do
            takeLine();
        while (!atEnd() && !isLetter(next()) && next() != '#' && next() != '-');
    }

    bool takeComment()
    {
        const std::size_t begin = m_at;
        const std::size_t behind = std::min(m_text.find_first_not_of('#', begin), m_text.size());
        const std::size_t marks = behind - begin;
        const bool ends = behind == m_text.size() || m_text[behind] == ' ' || lineEndLength(behind) > 0;
        if (marks == 0 || marks > 3 || !ends)
            return false;
        const std::string_view note = trimmed(takeLine().substr(marks));
        if (marks > 1)
            m_own.clear();
        if (marks == 2 && m_groupGoesOn != begin)
            m_ofGroup.clear();
        if (marks == 2)
            m_groupGoesOn = m_at;
        if (!note.empty())
            (marks == 1 ? m_own : marks == 2 ? m_ofGroup : m_ofFile).emplace_back(note);
        return true;
    }

    std::optional<std::string> takeName()
    {
        if (!isLetter(next()))
            return std::nullopt;
        const std::size_t begin = m_at;
        while (isLetter(next()) || isDigit(next()) || next() == '_' || next() == '-')
            ++m_at;
        return std::string(m_text.substr(begin, m_at - begin));
    }

    bool takeEntry()
    {
        const std::size_t begin = m_at;
        const bool term = take('-');
        std::vector<FluentEntry> found;
        if (!takeEntryInto(found, term)) {
            m_at = begin;
            return false;
        }
        for (FluentEntry &entry : found) {
            for (const std::vector<std::string> *notes : {&m_ofFile, &m_ofGroup, &m_own})
                entry.notes.insert(entry.notes.end(), notes->begin(), notes->end());
            m_entries.push_back(std::move(entry));
        }
        m_own.clear();
        return true;
    }

    bool takeEntryInto(std::vector<FluentEntry> &found, bool term)
    {
        const std::optional<std::string> name = takeName();
        std::optional<FluentPattern> value;
        if (!name || !takeAssignment() || !takePattern(value, 0) || (term && !value))
            return false;
        const std::string id = (term ? "-" : "") + *name;
        if (value)
            found.push_back({id, false, {}, std::move(*value)});
        while (beginsAttribute()) {
            ++m_at;
            const std::optional<std::string> attribute = takeName();
            std::optional<FluentPattern> pattern;
            if (!attribute || !takeAssignment() || !takePattern(pattern, 0) || !pattern)
                return false;
            found.push_back({id + "." + *attribute, term, {}, std::move(*pattern)});
        }
        return !found.empty() && takeLineEnd();
    }

    // Goes to the dot where there is one.
    bool beginsAttribute()
    {
        const std::size_t before = m_at;
        skipBlank();
        const bool begins = m_at > before && next() == '.';
        m_at = begins ? m_at : before;
        return begins;
    }

    bool takeAssignment()
    {
        skipSpaces();
        const bool there = take('=');
        return there && (skipSpaces(), true);
    }

    // Whether the line at the position goes on with a pattern.
    bool continuesPattern() const
    {
        const std::size_t text = std::min(m_text.find_first_not_of(' ', m_at), m_text.size());
        if (text == m_text.size() || lineEndLength(text) > 0)
            return false;
        return m_text[text] == '{' || (text > m_at && std::string_view("}.[*").find(m_text[text]) == std::string_view::npos);
    }

    std::size_t spacesBeforeLine() const
    {
        const std::size_t lineEnd = m_text.substr(0, m_at).rfind('\n');
        const std::size_t begin = lineEnd == std::string_view::npos ? byteOrderMarkLength(m_text) : lineEnd + 1;
        return std::min(m_text.find_first_not_of(' ', begin), m_at) - begin;
    }

    // No pattern where none begins; false where one begins that breaks the rules.
    bool takePattern(std::optional<FluentPattern> &taken, std::size_t depth)
    {
        const std::size_t before = m_at;
        FluentPattern pattern;
        const std::size_t newIndent = spacesBeforeLine() + stepIn;
        constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
        std::size_t indent = none;
        skipSpaces();
        if (atLineEnd()) {
            takeLineEnd();
            skipBlankLines();
            if (!continuesPattern()) {
                m_at = before;
                return true;
            }
            indent = skipSpaces();
        }
        while (!atEnd()) {
            if (atLineEnd()) {
                if (!takeLineEnds(pattern, indent))
                    break;
            } else if (next() == '}' || (next() == '{' && !takePlaceable(pattern, depth))) {
                return false;
            } else {
                takeText(pattern);
            }
        }
        pattern.indent = indent == none ? newIndent : indent;
        taken = std::move(pattern);
        return true;
    }

    void takeText(FluentPattern &pattern)
    {
        const std::size_t begin = m_at;
        while (!atLineEnd() && next() != '{' && next() != '}')
            ++m_at;
        pattern.parts.push_back({FluentPart::Kind::Text, {begin, m_at}});
    }

    // The line ends before the next line of the pattern, and its spaces; false where none follows.
    bool takeLineEnds(FluentPattern &pattern, std::size_t &indent)
    {
        const std::size_t before = m_at;
        std::vector<FluentPart> ends;
        for (;;) {
            const std::size_t begin = m_at;
            takeLineEnd();
            ends.push_back({FluentPart::Kind::LineEnd, {begin, m_at}});
            const std::size_t line = m_at;
            skipSpaces();
            if (!atLineEnd() || atEnd()) {
                m_at = line;
                break;
            }
            ends.back().span.end = m_at;
        }
        if (!continuesPattern()) {
            m_at = before;
            return false;
        }
        indent = std::min(indent, skipSpaces());
        ends.back().span.end = m_at;
        std::ranges::move(ends, std::back_inserter(pattern.parts));
        return true;
    }

    bool takePlaceable(FluentPattern &pattern, std::size_t depth)
    {
        const std::size_t begin = m_at;
        std::optional<Expression> expression = takeBraces(depth);
        if (!expression)
            return false;
        const auto kind = expression->kind == Expression::Kind::Literal ? FluentPart::Kind::Literal : FluentPart::Kind::Placeable;
        pattern.parts.push_back({kind, {begin, m_at}, std::move(expression->variants)});
        return true;
    }

    // With its braces. A selection counts as a placeable.
    std::optional<Expression> takeBraces(std::size_t depth)
    {
        ++m_at;
        skipBlank();
        const std::size_t begin = m_at;
        std::optional<Expression> expression = depth < deepest ? takeExpression(depth + 1) : std::nullopt;
        if (!expression)
            return std::nullopt;
        const std::string selector = codeOnOneLine(m_text.substr(begin, m_at - begin));
        skipBlank();
        if (m_text.substr(m_at).starts_with("->")) {
            using Kind = Expression::Kind;
            m_at += 2;
            const bool selects = expression->kind != Kind::Message && expression->kind != Kind::Term && expression->kind != Kind::Placeable;
            if (!selects || !takeVariants(selector, expression->variants, depth + 1))
                return std::nullopt;
            expression->kind = Kind::Placeable;
        } else if (expression->kind == Expression::Kind::TermAttribute) {
            return std::nullopt;
        }
        return take('}') ? expression : std::nullopt;
    }

    bool takeVariants(const std::string &selector, std::vector<FluentVariant> &variants, std::size_t depth)
    {
        skipSpaces();
        if (atEnd() || !takeLineEnd())
            return false;
        skipBlank();
        std::size_t defaults = 0;
        while (next() == '[' || (next() == '*' && next(1) == '[')) {
            defaults += take('*') ? 1 : 0;
            ++m_at;
            skipBlank();
            const std::size_t begin = m_at;
            if (!takeNumber() && !takeName())
                return false;
            const std::string key(m_text.substr(begin, m_at - begin));
            skipBlank();
            std::optional<FluentPattern> pattern;
            if (!take(']') || !takePattern(pattern, depth) || !pattern || atEnd() || !takeLineEnd())
                return false;
            variants.push_back({selector, key, std::move(*pattern)});
            skipBlank();
        }
        return defaults == 1;
    }

    bool takeNumber()
    {
        const std::size_t before = m_at;
        take('-');
        if (!takeDigits()) {
            m_at = before;
            return false;
        }
        return next() != '.' || (++m_at, takeDigits());
    }

    bool takeDigits()
    {
        const std::size_t before = m_at;
        while (isDigit(next()))
            ++m_at;
        return m_at > before;
    }

    bool takeString()
    {
        for (++m_at; !atLineEnd();) {
            if (take('"'))
                return true;
            if (!take('\\'))
                ++m_at;
            else if (!takeEscape())
                return false;
        }
        return false;
    }

    bool takeEscape()
    {
        const std::size_t digits = next() == 'u' ? 4 : next() == 'U' ? 6 : 0;
        if (digits == 0)
            return take('"') || take('\\');
        const std::optional<char32_t> value = hexAt(m_text, m_at + 1, digits);
        m_at += value ? 1 + digits : 0;
        return value.has_value();
    }

    std::optional<Expression> takeExpression(std::size_t depth)
    {
        using Kind = Expression::Kind;
        if (next() == '{') {
            std::optional<Expression> inner = takeBraces(depth);
            if (inner)
                inner->kind = Kind::Placeable;
            return inner;
        }
        if (next() == '"')
            return takeString() ? std::optional(Expression{Kind::Literal}) : std::nullopt;
        if (isDigit(next()) || (next() == '-' && isDigit(next(1))))
            return takeNumber() ? std::optional(Expression{Kind::Number}) : std::nullopt;
        if (take('$'))
            return takeName() ? std::optional(Expression{Kind::Variable}) : std::nullopt;
        return takeReference(depth);
    }

    // To a message, a term, or a function.
    std::optional<Expression> takeReference(std::size_t depth)
    {
        using Kind = Expression::Kind;
        const bool term = take('-');
        const std::optional<std::string> name = takeName();
        if (!name)
            return std::nullopt;
        Expression reference{term ? Kind::Term : Kind::Message};
        const bool attribute = take('.');
        if (attribute && !takeName())
            return std::nullopt;
        if (attribute && term)
            reference.kind = Kind::TermAttribute;
        reference.plainName = !term && !attribute;
        const std::size_t before = m_at;
        skipBlank();
        if (next() != '(' || (!term && attribute)) {
            m_at = before;
            return reference;
        }
        const bool named = std::ranges::all_of(*name, [](char c) { return !isLetter(c) || c <= 'Z'; });
        if (!term && !named)
            return std::nullopt;
        reference.kind = term ? reference.kind : Kind::Function;
        return takeArguments(reference, depth) ? std::optional(std::move(reference)) : std::nullopt;
    }

    bool takeArguments(Expression &call, std::size_t depth)
    {
        ++m_at;
        skipBlank();
        bool named = false;
        while (next() != ')') {
            std::optional<Expression> argument = depth < deepest ? takeExpression(depth + 1) : std::nullopt;
            if (!argument)
                return false;
            skipBlank();
            if (take(':')) {
                skipBlank();
                named = argument->plainName && (next() == '"' ? takeString() : takeNumber());
                if (!named)
                    return false;
                skipBlank();
            } else if (named) {
                return false;
            }
            std::ranges::move(argument->variants, std::back_inserter(call.variants));
            if (!take(','))
                break;
            skipBlank();
        }
        call.plainName = false;
        return take(')');
    }

    std::string_view m_text;
    std::size_t m_at;
    std::size_t m_groupGoesOn = 0;   // where one more line belongs to the comment of the group
    std::vector<std::string> m_ofFile, m_ofGroup, m_own;
    std::vector<FluentEntry> m_entries;
};

}  // namespace

std::string codeOnOneLine(std::string_view code)
{
    std::string result;
    for (const char c : trimmed(code)) {
        const bool space = c == ' ' || c == '\n' || c == '\r';
        if (!space || !result.ends_with(' '))
            result += space ? ' ' : c;
    }
    return result;
}

std::vector<FluentEntry> fluentEntries(std::string_view text)
{
    return FluentScanner(text).entries();
}

}  // namespace interlinear::cat
