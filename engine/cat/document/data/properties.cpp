#include "engine/cat/document/data/properties.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/data/entries.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::string_view blanks = " \t\f";

std::string propertiesSpelling(std::string_view text)
{
    return backslashed(text, "\\", "\\u00");
}

class PropertiesReader {
public:
    PropertiesReader(const Document &document, const DocumentRules &rules)
        : m_text(document.text), m_at(byteOrderMarkLength(document.text)), m_entries(document, rules, propertiesSpelling)
    {
    }

    Result<std::vector<Segment>> read()
    {
        while (m_at < m_text.size()) {
            skipBlanks();
            if (takeLineEnd())
                m_notes.clear();
            else if (next() == '#' || next() == '!')
                takeComment();
            else if (Result<void> taken = takeEntry(); !taken)
                return std::unexpected(taken.error());
        }
        return m_entries.take();
    }

private:
    char next() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool atEnd() const { return m_at >= m_text.size() || next() == '\n' || next() == '\r'; }
    void skipBlanks() { m_at = std::min(m_text.find_first_not_of(blanks, m_at), m_text.size()); }

    bool takeLineEnd()
    {
        if (m_at >= m_text.size() || !atEnd())
            return false;
        m_at += m_text.substr(m_at).starts_with("\r\n") ? 2 : 1;
        return true;
    }

    void takeComment()
    {
        const std::size_t end = std::min(m_text.find_first_of("\r\n", m_at), m_text.size());
        std::string_view comment = m_text.substr(m_at, end - m_at);
        comment.remove_prefix(std::min(comment.find_first_not_of("#!"), comment.size()));
        if (comment = trimmed(comment); !comment.empty())
            m_notes.emplace_back(comment);
        m_at = end;
        takeLineEnd();
    }

    Result<void> takeEntry()
    {
        InlineRun key;
        InlineRun value;
        if (Result<void> taken = takeCharacters(key, " \t\f=:"); !taken)
            return taken;
        skipBlanksAndContinuations();
        if (next() == '=' || next() == ':') {
            ++m_at;
            skipBlanksAndContinuations();
        }
        if (Result<void> taken = takeCharacters(value, ""); !taken)
            return taken;
        takeLineEnd();
        m_entries.add(value, {.id = key.content.text, .notes = std::move(m_notes)}, key.content.text);
        m_notes.clear();
        return {};
    }

    void skipBlanksAndContinuations()
    {
        skipBlanks();
        while (takeContinuation())
            skipBlanks();
    }

    // A backslash at the end of a line, and the blanks that begin the next.
    bool takeContinuation()
    {
        const std::size_t before = m_at;
        if (next() != '\\')
            return false;
        ++m_at;
        if (m_at < m_text.size() && !takeLineEnd()) {
            m_at = before;
            return false;
        }
        skipBlanks();
        return true;
    }

    Result<void> takeCharacters(InlineRun &run, std::string_view ends)
    {
        while (!atEnd() && ends.find(next()) == std::string_view::npos) {
            if (next() != '\\') {
                run.addVerbatim(m_text.substr(m_at, 1), {m_at, m_at + 1});
                ++m_at;
            } else if (!takeContinuation() && !takeEscape(run)) {
                return fail(ErrorCode::BadFormat, placeAt(m_text, m_at), "has a \\u without four hexadecimal digits behind it");
            }
        }
        return {};
    }

    bool takeEscape(InlineRun &run)
    {
        constexpr std::string_view names = "tnrf";
        constexpr std::string_view meant = "\t\n\r\f";
        const std::size_t begin = m_at;
        if (m_text[m_at + 1] == 'u')
            return takeUnit(run);
        const std::size_t index = names.find(m_text[m_at + 1]);
        const std::size_t length = utf8CharacterLength(m_text, m_at + 1);
        m_at += 1 + length;
        run.addDecoded(index == std::string_view::npos ? m_text.substr(begin + 1, length) : meant.substr(index, 1), {begin, m_at});
        return true;
    }

    bool takeUnit(InlineRun &run)
    {
        const std::size_t begin = m_at;
        std::optional<char32_t> unit = hexAt(m_text, m_at + 2, 4);
        if (!unit)
            return false;
        m_at += 6;
        const std::optional<char32_t> low = m_text.substr(m_at).starts_with("\\u") ? hexAt(m_text, m_at + 2, 4) : std::nullopt;
        if (*unit >= 0xD800 && *unit < 0xDC00 && low && *low >= 0xDC00 && *low < 0xE000) {
            unit = 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
            m_at += 6;
        }
        const std::string_view raw = m_text.substr(begin, m_at - begin);
        if (const std::string character = utf8Of(*unit); !character.empty())
            run.addDecoded(character, {begin, m_at});
        else
            run.addTag({static_cast<int>(run.content.tags.size()) + 1, TagKind::Standalone, 0, std::string(raw), std::string(raw)}, {begin, m_at});
        return true;
    }

    std::string_view m_text;
    std::size_t m_at;
    Entries m_entries;
    std::vector<std::string> m_notes;
};

// "key value" would take what begins with a separator for one.
bool beginsWithSeparator(const TaggedText &target)
{
    const bool tagFirst = !target.tags.empty() && target.tags.front().offset == 0;
    return !tagFirst && (target.text.starts_with('=') || target.text.starts_with(':'));
}

}  // namespace

Result<Reading> readProperties(const Document &document, const ReadContext &context)
{
    Result<std::vector<Segment>> segments = PropertiesReader(document, context.rules).read();
    if (!segments)
        return std::unexpected(segments.error());
    return Reading{std::move(*segments)};
}

Result<Written> writeProperties(const Document &, const std::vector<Replacement> &replacements)
{
    Written written = writtenInPlace(replacements, propertiesSpelling);
    for (std::size_t i = 0; i < replacements.size(); ++i)
        written.splices[i].bytes.insert(0, beginsWithSeparator(replacements[i].target) ? "\\" : "");
    return written;
}

std::string encodingOfProperties(std::string_view bytes)
{
    const bool ascii = std::ranges::all_of(bytes, [](char c) { return c != '\0' && static_cast<unsigned char>(c) < 0x80; });
    if (ascii)
        return "US-ASCII";
    return firstInvalidUtf8(bytes) ? "ISO-8859-1" : "UTF-8";
}

}  // namespace interlinear::cat
