#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/data/apple.h"
#include "engine/cat/document/data/entries.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <cctype>

namespace interlinear::cat {

namespace {

std::string stringsSpelling(std::string_view text)
{
    return backslashed(text, "\"\\", {});
}

class StringsReader {
public:
    StringsReader(const Document &document, const DocumentRules &rules)
        : m_text(document.text), m_at(byteOrderMarkLength(document.text)), m_entries(document, rules, stringsSpelling)
    {
    }

    Result<std::vector<Segment>> read()
    {
        for (;;) {
            if (!skipSpaceAndComments())
                return fail(ErrorCode::BadFormat, placeAt(m_text, m_at), "begins a comment that nothing closes; expected */");
            if (m_at == m_text.size())
                return m_entries.take();
            if (Result<void> taken = takeEntry(); !taken)
                return std::unexpected(taken.error());
        }
    }

private:
    char next() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    bool skipSpaceAndComments()
    {
        for (;;) {
            m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size());
            const bool line = m_text.substr(m_at).starts_with("//");
            if (!line && !m_text.substr(m_at).starts_with("/*"))
                return true;
            const std::size_t begin = m_at + 2;
            const std::size_t end = line ? std::min(m_text.find_first_of("\r\n", begin), m_text.size()) : m_text.find("*/", begin);
            if (end == std::string_view::npos)
                return false;
            if (const std::string_view comment = trimmed(m_text.substr(begin, end - begin)); !comment.empty())
                m_notes.emplace_back(comment);
            m_at = end + (line ? 0 : 2);
        }
    }

    Result<void> takeEntry()
    {
        InlineRun key;
        InlineRun value;
        if (!takeWord(key))
            return expected("a key in quotes");
        std::vector<std::string> notes = std::move(m_notes);
        m_notes.clear();
        const bool hasValue = take('=');
        if (hasValue && (!skipSpaceAndComments() || !takeWord(value)))
            return expected("a value in quotes, which end");
        if (!take(';'))
            return expected("a semicolon behind the entry, and an equals sign behind its key");
        m_notes.clear();
        m_entries.add(hasValue ? value : InlineRun{}, {.id = key.content.text, .notes = std::move(notes)}, key.content.text);
        return {};
    }

    std::unexpected<Error> expected(std::string_view what) const
    {
        return fail(ErrorCode::BadFormat, placeAt(m_text, m_at), "is no entry of a .strings file; expected %1", what);
    }

    bool take(char c)
    {
        if (!skipSpaceAndComments() || next() != c)
            return false;
        ++m_at;
        return true;
    }

    bool takeWord(InlineRun &run)
    {
        if (next() == '"')
            return takeQuoted(run);
        const std::size_t begin = m_at;
        while (std::isalnum(static_cast<unsigned char>(next())) != 0 || (next() != '\0' && std::string_view("_.-$/:").find(next()) != std::string_view::npos))
            ++m_at;
        run.addVerbatim(m_text.substr(begin, m_at - begin), {begin, m_at});
        return m_at > begin;
    }

    bool takeQuoted(InlineRun &run)
    {
        for (++m_at; m_at < m_text.size();) {
            const std::size_t plain = std::min(m_text.find_first_of("\"\\", m_at), m_text.size());
            run.addVerbatim(m_text.substr(m_at, plain - m_at), {m_at, plain});
            m_at = plain;
            if (next() == '"') {
                ++m_at;
                return true;
            }
            if (m_at + 1 < m_text.size())
                takeEscape(run);
            else
                m_at = m_text.size();
        }
        return false;
    }

    void takeEscape(InlineRun &run)
    {
        constexpr std::string_view names = "nrt";
        constexpr std::string_view meant = "\n\r\t";
        const std::size_t begin = m_at;
        const char name = m_text[m_at + 1];
        const std::optional<char32_t> unit = name == 'U' || name == 'u' ? hexAt(m_text, m_at + 2, 4) : std::nullopt;
        if (unit) {
            takeUnit(run, *unit);
            return;
        }
        const std::size_t length = utf8CharacterLength(m_text, m_at + 1);
        const std::size_t index = names.find(name);
        m_at += 1 + length;
        run.addDecoded(index == std::string_view::npos ? m_text.substr(begin + 1, length) : meant.substr(index, 1), {begin, m_at});
    }

    void takeUnit(InlineRun &run, char32_t unit)
    {
        const std::size_t begin = m_at;
        m_at += 6;
        const std::string_view rest = m_text.substr(m_at);
        const auto low = rest.starts_with("\\U") || rest.starts_with("\\u") ? hexAt(m_text, m_at + 2, 4) : std::nullopt;
        if (unit >= 0xD800 && unit < 0xDC00 && low && *low >= 0xDC00 && *low < 0xE000) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (*low - 0xDC00);
            m_at += 6;
        }
        const std::string_view raw = m_text.substr(begin, m_at - begin);
        if (const std::string character = utf8Of(unit); !character.empty())
            run.addDecoded(character, {begin, m_at});
        else
            run.addTag({static_cast<int>(run.content.tags.size()) + 1, TagKind::Standalone, 0, std::string(raw), std::string(raw)}, {begin, m_at});
    }

    std::string_view m_text;
    std::size_t m_at;
    Entries m_entries;
    std::vector<std::string> m_notes;
};

// Whether the value is a word without quotes: only white space, or a comment, parts it from the equals sign.
bool isBare(std::string_view text, std::size_t value)
{
    const std::size_t before = value == 0 ? std::string_view::npos : text.find_last_not_of(" \t\r\n", value - 1);
    return before != std::string_view::npos && (text[before] == '=' || text[before] == '/');
}

}  // namespace

Result<Reading> readAppleStrings(const Document &document, const ReadContext &context)
{
    Result<std::vector<Segment>> segments = StringsReader(document, context.rules).read();
    if (!segments)
        return std::unexpected(segments.error());
    return Reading{std::move(*segments)};
}

Result<Written> writeAppleStrings(const Document &document, const std::vector<Replacement> &replacements)
{
    Written written = writtenInPlace(replacements, stringsSpelling);
    for (Splice &splice : written.splices) {
        if (isBare(document.text, splice.span.begin))
            splice.bytes = '"' + splice.bytes + '"';
    }
    return written;
}

}  // namespace interlinear::cat
