#include "engine/cat/document/icu_message.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr TagPermissions argument{.remove = false, .copy = true, .move = true};
constexpr TagPermissions frame{.remove = false, .copy = false, .move = false};
constexpr TagPermissions theNumber{.remove = true, .copy = true, .move = true};

constexpr std::string_view whiteSpace = " \t\r\n";

class MessageReader {
public:
    explicit MessageReader(std::string_view text) : m_text(text) {}

    std::optional<std::vector<Placeholder>> read()
    {
        while (m_at < m_text.size()) {
            if (!takeNext())
                return std::nullopt;
        }
        return m_forms.empty() ? std::optional(std::move(m_found)) : std::nullopt;
    }

private:
    char next() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    void add(std::size_t begin, TagPermissions may) { m_found.push_back({{begin, m_at}, may}); }

    bool takeNext()
    {
        const std::size_t begin = m_at;
        switch (m_text[m_at++]) {
        case '\'':
            skipQuoted();
            return true;
        case '{':
            return takeArgument(begin);
        case '}':
            return m_forms.empty() || takeFormEnd(begin);
        case '#':
            if (!m_forms.empty() && m_forms.back() == Form::OfNumber)
                add(begin, theNumber);
            return true;
        default:
            return true;
        }
    }

    // Behind an apostrophe: of two, or of one before a brace, which quotes up to the next.
    void skipQuoted()
    {
        if (next() == '\'')
            ++m_at;
        else if (next() == '{' || next() == '}' || next() == '#' || next() == '|')
            m_at = std::min(m_text.find('\'', m_at), m_text.size() - 1) + 1;
    }

    void skipSpace() { m_at = std::min(m_text.find_first_not_of(whiteSpace, m_at), m_text.size()); }

    // Up to white space, a brace or a comma.
    std::string_view takeWord()
    {
        skipSpace();
        const std::size_t end = std::min(m_text.find_first_of(" \t\r\n{},'", m_at), m_text.size());
        const std::string_view word = m_text.substr(m_at, end - m_at);
        m_at = end;
        skipSpace();
        return word;
    }

    bool take(char c)
    {
        const bool there = next() == c && m_at < m_text.size();
        m_at += there ? 1 : 0;
        return there;
    }

    // Behind the brace at `begin`.
    bool takeArgument(std::size_t begin)
    {
        if (takeWord().empty())
            return false;
        if (take('}')) {
            add(begin, argument);
            return true;
        }
        const std::string_view type = take(',') ? takeWord() : std::string_view();
        const bool ofNumber = type == "plural" || type == "selectordinal";
        if ((ofNumber || type == "select") && take(','))
            return takeFormBegin(begin, ofNumber ? Form::OfNumber : Form::OfChoice);
        return !type.empty() && type != "choice" && takeStyle(begin);
    }

    // Up to the brace that ends a simple argument: a number's or a date's pattern may hold quotes and braces.
    bool takeStyle(std::size_t begin)
    {
        for (std::size_t depth = 1; m_at < m_text.size();) {
            const char c = m_text[m_at++];
            if (c == '\'')
                skipQuoted();
            depth += c == '{' ? 1 : 0;
            depth -= c == '}' ? 1 : 0;
            if (depth == 0) {
                add(begin, argument);
                return true;
            }
        }
        return false;
    }

    enum class Form { OfNumber, OfChoice };

    // Selectors ("offset:1", "=0", "one") up to the brace before the form's text.
    bool takeFormBegin(std::size_t begin, Form form)
    {
        std::string_view selector = takeWord();
        if (selector.starts_with("offset:"))
            selector = takeWord();
        if (selector.empty() || !take('{'))
            return false;
        add(begin, frame);
        m_forms.push_back(form);
        return true;
    }

    // Behind the brace at `begin`: the next form, or the end of all.
    bool takeFormEnd(std::size_t begin)
    {
        const Form form = m_forms.back();
        m_forms.pop_back();
        skipSpace();
        if (!take('}'))
            return takeFormBegin(begin, form);
        add(begin, frame);
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<Form> m_forms;   // those whose text we are in, the innermost last
    std::vector<Placeholder> m_found;
};

}  // namespace

std::optional<std::vector<Placeholder>> icuPlaceholders(std::string_view text)
{
    return MessageReader(text).read();
}

}  // namespace interlinear::cat
