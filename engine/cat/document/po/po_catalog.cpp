#include "engine/cat/document/po/po_catalog.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/po/po_string.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::string_view whiteSpace = " \t\r\n\f\v";

class CatalogParser {
public:
    explicit CatalogParser(std::string_view text) : m_text(text), m_at(byteOrderMarkLength(text)) {}

    Result<PoCatalog> parse()
    {
        PoCatalog catalog;
        for (skipSpace(); m_at < m_text.size(); skipSpace()) {
            if (m_text[m_at] == '#') {
                takeComment();
                continue;
            }
            const std::size_t begin = m_at;
            const std::string_view keyword = takeWord();
            Result<void> taken = keyword == "domain" ? takeDomain() : takeEntry(keyword, begin, catalog.entries.emplace_back());
            if (!taken)
                return std::unexpected(taken.error());
        }
        return catalog;
    }

private:
    void skipSpace() { m_at = std::min(m_text.find_first_not_of(whiteSpace, m_at), m_text.size()); }

    std::string_view takeWord()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && ((m_text[m_at] >= 'a' && m_text[m_at] <= 'z') || m_text[m_at] == '_'))
            ++m_at;
        return m_text.substr(begin, m_at - begin);
    }

    std::string_view takeKeyword()
    {
        skipSpace();
        return takeWord();
    }

    std::string lineOf(std::size_t at) const
    {
        const std::string_view before = m_text.substr(0, at);
        const auto lines = before.find('\n') == std::string_view::npos ? std::ranges::count(before, '\r') : std::ranges::count(before, '\n');
        return "line " + std::to_string(lines + 1);
    }

    template <typename... Arguments>
    std::unexpected<Error> failAt(std::size_t at, const char *message, const Arguments &...arguments) const
    {
        return fail(ErrorCode::BadFormat, lineOf(at), message, arguments...);
    }

    std::unexpected<Error> unexpectedAt(std::size_t at) const
    {
        const std::size_t end = std::min(m_text.find_first_of(whiteSpace, at), m_text.size());
        if (at == end)
            return failAt(at, "the file ends in the middle of an entry; every msgid needs its msgstr");
        return failAt(at, "'%1' belongs to no entry; expected msgid, msgstr, a text in quotes, or a comment that begins with #",
                      m_text.substr(at, std::min<std::size_t>(end - at, 40)));
    }

    void takeComment()
    {
        const std::size_t begin = m_at;
        const std::size_t end = std::min(m_text.find_first_of("\r\n", begin), m_text.size());
        m_at = std::min(m_text.size(), end + (m_text.substr(end).starts_with("\r\n") ? 2 : 1));
        const std::string_view content = m_text.substr(begin + 1, end - begin - 1);
        const char mark = content.empty() ? ' ' : content.front();
        if (mark == '~') {   // comments before an obsolete entry are its own
            m_comments.clear();
            return;
        }
        const bool marked = std::string_view(".:,|=").find(mark) != std::string_view::npos;
        m_comments.push_back({marked ? (mark == '=' ? ',' : mark) : ' ', {begin, m_at}, trimmed(content.substr(marked ? 1 : 0))});
    }

    Result<void> takeDomain()
    {
        m_comments.clear();
        const Result<PoString> name = takeString();
        return name ? Result<void>() : std::unexpected(name.error());
    }

    Result<PoString> takeString()
    {
        skipSpace();
        if (m_at == m_text.size() || m_text[m_at] != '"')
            return unexpectedAt(m_at);
        PoString string{{m_at, m_at}, {}};
        while (m_at < m_text.size() && m_text[m_at] == '"') {
            const Result<ByteSpan> piece = takePiece();
            if (!piece)
                return std::unexpected(piece.error());
            string.pieces.push_back(*piece);
            string.span.end = m_at;
            skipSpace();
        }
        m_at = string.span.end;
        return string;
    }

    Result<ByteSpan> takePiece()
    {
        const std::size_t begin = m_at + 1;
        for (m_at = begin; m_at < m_text.size() && m_text[m_at] != '\n' && m_text[m_at] != '\r';) {
            if (m_text[m_at] == '"')
                return ByteSpan{begin, m_at++};
            const std::size_t length = poCharacterLength(m_text, m_at);
            if (length == 0)
                return failAt(m_at, "'%1' is no escape that PO files know; for a backslash write two", m_text.substr(m_at, 2));
            m_at += length;
        }
        return failAt(begin - 1, "a quoted text does not end on its line; expected a quote at its end");
    }

    Result<void> takeEntry(std::string_view keyword, std::size_t begin, PoEntry &entry)
    {
        entry.comments = std::move(m_comments);
        entry.begin = begin;
        m_comments.clear();
        if (keyword == "msgctxt") {
            Result<PoString> context = takeString();
            if (!context)
                return std::unexpected(context.error());
            entry.context = std::move(*context);
            skipSpace();
            begin = m_at;
            keyword = takeWord();
        }
        if (keyword != "msgid")
            return unexpectedAt(begin);
        Result<PoString> id = takeString();
        if (!id)
            return std::unexpected(id.error());
        entry.id = std::move(*id);
        return takeTranslations(entry);
    }

    Result<void> takeTranslations(PoEntry &entry)
    {
        skipSpace();
        std::size_t begin = m_at;
        std::string_view keyword = takeWord();
        if (keyword == "msgid_plural") {
            Result<PoString> plural = takeString();
            if (!plural)
                return std::unexpected(plural.error());
            entry.plural = std::move(*plural);
            return takePluralForms(entry);
        }
        if (keyword != "msgstr")
            return unexpectedAt(begin);
        Result<PoString> translation = takeString();
        if (!translation)
            return std::unexpected(translation.error());
        entry.translations.push_back(std::move(*translation));
        return {};
    }

    Result<void> takePluralForms(PoEntry &entry)
    {
        for (;;) {
            skipSpace();
            const std::size_t begin = m_at;
            if (takeWord() != "msgstr") {
                m_at = begin;
                return entry.translations.empty() ? Result<void>(unexpectedAt(begin)) : Result<void>();
            }
            if (!takeIndex(entry.translations.size()))
                return failAt(begin, "expected msgstr[%1]: the plural forms of an entry count up from 0", entry.translations.size());
            Result<PoString> translation = takeString();
            if (!translation)
                return std::unexpected(translation.error());
            entry.translations.push_back(std::move(*translation));
        }
    }

    // "[0]"
    bool takeIndex(std::size_t expected)
    {
        const std::string number = std::to_string(expected);
        for (const std::string_view part : {std::string_view("["), std::string_view(number), std::string_view("]")}) {
            skipSpace();
            if (!m_text.substr(m_at).starts_with(part))
                return false;
            m_at += part.size();
        }
        return true;
    }

    std::string_view m_text;
    std::size_t m_at;
    std::vector<PoComment> m_comments;   // of the next entry
};

}  // namespace

std::vector<std::string_view> PoEntry::flags() const
{
    std::vector<std::string_view> flags;
    for (const PoComment &comment : comments) {
        std::string_view rest = comment.kind == ',' ? comment.text : std::string_view();
        while (!rest.empty()) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            if (const std::string_view flag = trimmed(rest.substr(0, comma)); !flag.empty())
                flags.push_back(flag);
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
    return flags;
}

bool PoEntry::hasFlag(std::string_view flag) const
{
    const std::vector<std::string_view> all = flags();
    return std::ranges::find(all, flag) != all.end();
}

Result<PoCatalog> parsePoCatalog(std::string_view text)
{
    return CatalogParser(text).parse();
}

bool isPoHeader(std::string_view text, const PoEntry &entry)
{
    return !entry.context && poText(text, entry.id).empty();
}

std::string poHeaderField(std::string_view text, const PoCatalog &catalog, std::string_view name)
{
    const auto header = std::ranges::find_if(catalog.entries, [&](const PoEntry &entry) { return isPoHeader(text, entry); });
    if (header == catalog.entries.end())
        return {};
    const std::string fields = poText(text, header->translations.front());
    for (std::size_t at = 0; at < fields.size();) {
        const std::size_t end = std::min(fields.find('\n', at), fields.size());
        const std::string_view line = std::string_view(fields).substr(at, end - at);
        if (line.starts_with(name) && line.substr(name.size()).starts_with(':'))
            return std::string(trimmed(line.substr(name.size() + 1)));
        at = end + 1;
    }
    return {};
}

}  // namespace interlinear::cat
