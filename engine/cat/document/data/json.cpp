#include "engine/cat/document/data/json.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/data/entries.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <map>

namespace interlinear::cat {

namespace {

constexpr std::size_t deepest = 1000;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// A string value where it stands: the names of the objects and arrays around it, and its own.
struct JsonString {
    std::string context;
    std::string key;
    InlineRun run;
};

struct Level {
    bool object = false;
    std::string key;         // of an object
    std::size_t index = 0;   // of an array
};

class JsonScanner {
public:
    explicit JsonScanner(std::string_view text) : m_text(text), m_at(byteOrderMarkLength(text)) {}

    Result<std::vector<JsonString>> strings()
    {
        skipSpace();
        if (m_at == m_text.size())
            return std::move(m_strings);
        do {
            if (Result<void> step = takeStep(); !step)
                return std::unexpected(step.error());
            skipSpace();
        } while (!m_levels.empty());
        if (m_at < m_text.size())
            return fail(ErrorCode::BadFormat, here(), "has text behind the end of the JSON value; expected one value a file");
        return std::move(m_strings);
    }

private:
    std::string here() const { return placeAt(m_text, m_at); }
    char next() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void skipSpace() { m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size()); }

    bool take(char c)
    {
        skipSpace();
        const bool there = next() == c && m_at < m_text.size();
        m_at += there ? 1 : 0;
        return there;
    }

    // A value, or the end of one that is open.
    Result<void> takeStep()
    {
        if (m_closing)
            return takeEndOrComma();
        if (next() == '{' || next() == '[')
            return open();
        if (next() == '"') {
            InlineRun run;
            if (Result<void> taken = takeString(run); !taken)
                return taken;
            m_strings.push_back({contextPath(), key(), std::move(run)});
        } else if (!takeLiteral() && !takeNumber()) {
            return fail(ErrorCode::BadFormat, here(), "is no JSON; expected a value: text in double quotes, a number, true, false, null, an object or an array");
        }
        m_closing = true;
        return {};
    }

    Result<void> open()
    {
        if (m_levels.size() == deepest)
            return fail(ErrorCode::BadFormat, here(), "is nested deeper than %1 levels", deepest);
        m_levels.push_back({m_text[m_at++] == '{', {}, 0});
        if (take(m_levels.back().object ? '}' : ']')) {
            m_levels.pop_back();
            m_closing = true;
            return {};
        }
        return takeKey();
    }

    Result<void> takeEndOrComma()
    {
        Level &level = m_levels.back();
        if (take(',')) {
            ++level.index;
            return takeKey();
        }
        if (!take(level.object ? '}' : ']'))
            return fail(ErrorCode::BadFormat, here(), "is no JSON; expected a comma, or the end of the object or array");
        m_levels.pop_back();
        return {};
    }

    Result<void> takeKey()
    {
        m_closing = false;
        skipSpace();
        if (!m_levels.back().object)
            return {};
        InlineRun name;
        if (next() != '"')
            return fail(ErrorCode::BadFormat, here(), "is no JSON; expected a key in double quotes");
        if (Result<void> taken = takeString(name); !taken)
            return taken;
        m_levels.back().key = name.content.text;
        if (!take(':'))
            return fail(ErrorCode::BadFormat, here(), "is no JSON; expected a colon behind the key");
        skipSpace();
        return {};
    }

    Result<void> takeString(InlineRun &run)
    {
        for (++m_at; m_at < m_text.size(); ) {
            std::size_t plain = m_at;
            while (plain < m_text.size() && m_text[plain] != '"' && m_text[plain] != '\\' && static_cast<unsigned char>(m_text[plain]) >= 0x20)
                ++plain;
            run.addVerbatim(m_text.substr(m_at, plain - m_at), {m_at, plain});
            m_at = plain;
            if (next() == '"') {
                ++m_at;
                return {};
            }
            if (next() != '\\')
                break;
            if (!takeEscape(run))
                return fail(ErrorCode::BadFormat, here(), "has an escape that JSON does not know; expected \\n, \\\", \\\\, \\u and four digits, or the like");
        }
        return fail(ErrorCode::BadFormat, here(), "has a text in quotes that does not end in its line, or holds a control character");
    }

    bool takeEscape(InlineRun &run)
    {
        constexpr std::string_view names = "\"\\/bfnrt";
        constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
        const std::size_t begin = m_at;
        const std::string_view after = m_text.substr(m_at + 1, 1);
        if (const std::size_t index = after.empty() ? std::string_view::npos : names.find(after); index != std::string_view::npos) {
            m_at += 2;
            run.addDecoded(meant.substr(index, 1), {begin, m_at});
            return true;
        }
        std::optional<char32_t> unit = after == "u" ? hexAt(m_text, m_at + 2, 4) : std::nullopt;
        if (!unit)
            return false;
        m_at += 6;
        if (*unit >= 0xD800 && *unit < 0xDC00 && m_text.substr(m_at).starts_with("\\u")) {
            if (const auto low = hexAt(m_text, m_at + 2, 4); low && *low >= 0xDC00 && *low < 0xE000) {
                m_at += 6;
                unit = 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
            }
        }
        const std::string_view raw = m_text.substr(begin, m_at - begin);
        if (const std::string character = utf8Of(*unit); !character.empty())
            run.addDecoded(character, {begin, m_at});
        else
            run.addTag({static_cast<int>(run.content.tags.size()) + 1, TagKind::Standalone, 0, std::string(raw), std::string(raw)}, {begin, m_at});
        return true;
    }

    bool takeLiteral()
    {
        for (const std::string_view literal : {"true", "false", "null"}) {
            if (m_text.substr(m_at).starts_with(literal)) {
                m_at += literal.size();
                return true;
            }
        }
        return false;
    }

    bool takeDigits()
    {
        const std::size_t before = m_at;
        while (isDigit(next()))
            ++m_at;
        return m_at > before;
    }

    bool takeNumber()
    {
        m_at += next() == '-' ? 1 : 0;
        const std::size_t begin = m_at;
        const bool zero = next() == '0';
        if (!takeDigits() || (zero && m_at - begin > 1))
            return false;
        if (next() == '.' && (++m_at, !takeDigits()))
            return false;
        if (next() == 'e' || next() == 'E') {
            ++m_at;
            m_at += next() == '+' || next() == '-' ? 1 : 0;
            return takeDigits();
        }
        return true;
    }

    static std::string nameOf(const Level &level) { return level.object ? level.key : std::to_string(level.index); }
    std::string key() const { return m_levels.empty() ? std::string() : nameOf(m_levels.back()); }
    std::string contextPath() const
    {
        std::string path;
        for (std::size_t i = 0; i + 1 < m_levels.size(); ++i)
            path += (i > 0 ? "." : "") + nameOf(m_levels[i]);
        return path;
    }

    std::string_view m_text;
    std::size_t m_at;
    bool m_closing = false;   // a value has ended
    std::vector<Level> m_levels;
    std::vector<JsonString> m_strings;
};

std::string jsonSpelling(std::string_view text)
{
    return backslashed(text, "\"\\", "\\u00");
}

std::string pathOf(const JsonString &string)
{
    return string.context.empty() ? string.key : string.context + "." + string.key;
}

// What the file says of its messages, by their paths: descriptions of ARB's "@key" and of Chrome's messages.
class Descriptions {
public:
    explicit Descriptions(const std::vector<JsonString> &strings)
    {
        for (const JsonString &string : strings)
            m_texts[pathOf(string)] = string.run.content.text;
    }

    bool isOne(const JsonString &string) const
    {
        if (string.context.starts_with('@') || (string.context.empty() && string.key.starts_with('@')))
            return true;
        const std::string message = string.context.substr(0, string.context.find('.'));
        return string.key != "message" && !message.empty() && m_texts.contains(message + ".message");
    }

    std::vector<std::string> notesOf(const JsonString &string) const
    {
        std::vector<std::string> notes;
        const std::string path = string.key == "message" && !string.context.empty() ? string.context + ".description" : "@" + pathOf(string) + ".description";
        if (const auto found = m_texts.find(path); found != m_texts.end())
            notes.push_back(found->second);
        for (const std::string_view form : {"zero", "one", "two", "few", "many", "other"}) {
            if (string.key.ends_with("_" + std::string(form)) || string.key == form)
                notes.push_back("plural form: " + std::string(form));
        }
        return notes;
    }

private:
    std::map<std::string, std::string, std::less<>> m_texts;
};

}  // namespace

Result<Reading> readJson(const Document &document, const ReadContext &context)
{
    const Result<std::vector<JsonString>> strings = JsonScanner(document.text).strings();
    if (!strings)
        return std::unexpected(strings.error());
    const Descriptions descriptions(*strings);
    Entries entries(document, context.rules, jsonSpelling);
    for (const JsonString &string : *strings) {
        if (offeredByRules(pathOf(string), context.rules.keys, !descriptions.isOne(string) && looksLikeText(string.run.content.text)))
            entries.addAlways(string.run, {.id = string.key, .context = string.context, .notes = descriptions.notesOf(string)});
    }
    return Reading{entries.take()};
}

Result<Written> writeJson(const Document &, const std::vector<Replacement> &replacements)
{
    return writtenInPlace(replacements, jsonSpelling);
}

}  // namespace interlinear::cat
