#include "engine/cat/memory/exchange/language_match.h"
#include "engine/cat/memory/exchange/unit_sink.h"
#include "engine/core/utf8.h"

#include <charconv>
#include <map>
#include <optional>
#include <utility>

namespace interlinear::cat {

namespace {

/// The lines of a file, without their ends.
class Lines {
public:
    explicit Lines(TextInput &input) : m_input(input) {}

    Result<bool> next(std::string &line)
    {
        line.clear();
        for (;;) {
            const std::size_t end = m_bytes.find('\n', m_at);
            line.append(m_bytes, m_at, (end == std::string::npos ? m_bytes.size() : end) - m_at);
            if (line.size() > largestUnit)
                return fail(ErrorCode::BadFormat, m_input.name() + ", line " + std::to_string(m_number + 1), "is longer than %1 bytes; nothing was imported",
                            largestUnit);
            m_at = end == std::string::npos ? m_bytes.size() : end + 1;
            if (end != std::string::npos)
                break;
            const Result<bool> more = m_input.read(m_bytes);
            if (!more)
                return std::unexpected(more.error());
            m_at = 0;
            if (!*more && line.empty())
                return false;
            if (!*more)
                break;
        }
        if (line.ends_with('\r'))
            line.pop_back();
        ++m_number;
        return true;
    }
    std::int64_t number() const { return m_number; }

private:
    TextInput &m_input;
    std::string m_bytes;
    std::size_t m_at = 0;
    std::int64_t m_number = 0;
};

struct Entry {
    std::int64_t line = 0;               // of msgid
    std::vector<std::string> comments;
    std::vector<std::string> references;
    std::optional<std::string> context;
    std::optional<std::string> source;
    std::optional<std::string> pluralSource;
    std::map<int, std::string> targets;  // by plural form; 0 where there are none
    bool fuzzy = false;
    std::size_t bytes = 0;
};

/// What stands between the quotes; nothing when they are not there.
std::optional<std::string> quoted(std::string_view text)
{
    text = trimmed(text);
    if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"'))
        return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\' || at + 1 == text.size()) {
            result += text[at];
            continue;
        }
        switch (text[++at]) {
        case 'n': result += '\n'; break;
        case 't': result += '\t'; break;
        case 'r': result += '\r'; break;
        case 'a': result += '\a'; break;
        case 'b': result += '\b'; break;
        case 'f': result += '\f'; break;
        case 'v': result += '\v'; break;
        default: result += text[at];
        }
    }
    return result;
}

/// The value of a line "Name: value" of the header.
std::string headerField(std::string_view header, std::string_view name)
{
    const std::size_t at = header.starts_with(name) ? 0 : header.find("\n" + std::string(name));
    if (at == std::string_view::npos)
        return {};
    const std::string_view line = header.substr(header.find(':', at) + 1);
    return std::string(trimmed(line.substr(0, line.find('\n'))));
}

class PoReader {
public:
    PoReader(TextInput &input, const Languages &languages, UnitSink &sink) : m_lines(input), m_name(input.name()), m_languages(languages), m_sink(sink) {}

    Result<void> read()
    {
        std::string line;
        Result<bool> more = m_lines.next(line);
        for (; more && *more && m_wanted; more = m_lines.next(line)) {
            if (auto taken = takeLine(trimmed(line)); !taken)
                return taken;
        }
        if (!more)
            return std::unexpected(more.error());
        return m_wanted ? finish() : Result<void>();
    }

private:
    Result<void> takeLine(std::string_view line)
    {
        m_entry.bytes += line.size();
        if (m_entry.bytes > largestUnit)
            return fail(ErrorCode::BadFormat, where(), "belongs to a message of more than %1 bytes; nothing was imported", largestUnit);
        if (line.empty())
            return finish();
        if (line.starts_with('#'))
            return takeComment(line);
        if (line.starts_with('"')) {
            const std::optional<std::string> text = quoted(line);
            if (!text || !m_text)
                return malformed();
            *m_text += *text;
            return {};
        }
        return takeKeyword(line);
    }

    Result<void> takeComment(std::string_view line)
    {
        if (!m_entry.targets.empty()) {   // the next message follows without an empty line
            if (auto finished = finish(); !finished)
                return finished;
        }
        if (line.starts_with("#,"))
            m_entry.fuzzy = m_entry.fuzzy || line.find("fuzzy") != std::string_view::npos;
        else if (line.starts_with("#:"))
            m_entry.references.emplace_back(trimmed(line.substr(2)));
        else if (line.starts_with("#~") && line.find("msgid ") != std::string_view::npos)
            m_sink.skip(m_lines.number(), "is obsolete");
        else if (!line.starts_with("#|") && !line.starts_with("#~"))
            m_entry.comments.emplace_back(trimmed(line.substr(line.starts_with("#.") ? 2 : 1)));
        return {};
    }

    Result<void> takeKeyword(std::string_view line)
    {
        const std::size_t end = line.find_first_of(" \t\"");
        const std::string_view keyword = line.substr(0, end);
        const std::optional<std::string> text = end == std::string_view::npos ? std::nullopt : quoted(line.substr(end));
        if (!text)
            return malformed();
        if ((keyword == "msgid" || keyword == "msgctxt") && !m_entry.targets.empty()) {
            if (auto finished = finish(); !finished)
                return finished;
        }
        m_text = placeOf(keyword);
        if (!m_text)
            return malformed();
        *m_text = *text;
        return {};
    }

    /// Null for what is no keyword, or stands in no message.
    std::string *placeOf(std::string_view keyword)
    {
        if (keyword == "msgctxt")
            return &m_entry.context.emplace();
        if (keyword == "msgid") {
            m_entry.line = m_lines.number();
            return &m_entry.source.emplace();
        }
        if (!m_entry.source)
            return nullptr;
        if (keyword == "msgid_plural")
            return &m_entry.pluralSource.emplace();
        if (keyword == "msgstr")
            return &m_entry.targets[0];
        int form = -1;
        if (keyword.starts_with("msgstr[") && keyword.ends_with(']'))
            std::from_chars(keyword.data() + 7, keyword.data() + keyword.size() - 1, form);
        return form >= 0 && form < 10 ? &m_entry.targets[form] : nullptr;
    }

    std::string where() const { return m_name + ", line " + std::to_string(m_lines.number()); }

    Result<void> malformed() const
    {
        return fail(ErrorCode::BadFormat, where(),
                    "is no line of a PO file; expected msgid, msgstr, a text in quotation marks or a comment; nothing was imported");
    }

    Result<void> finish()
    {
        const Entry entry = std::exchange(m_entry, {});
        m_text = nullptr;
        if (!entry.source)
            return {};
        if (entry.targets.empty())
            return fail(ErrorCode::BadFormat, m_name + ", line " + std::to_string(entry.line), "begins a message that has no msgstr; nothing was imported");
        if (entry.source->empty() && !entry.context)
            return takeHeader(entry.targets.begin()->second);
        give(entry);
        return {};
    }

    Result<void> takeHeader(const std::string &header)
    {
        const std::string language = headerField(header, "Language:");
        if (!language.empty() && languageFit(m_languages.target, language) == LanguageFit::None)
            return fail(ErrorCode::UnknownLanguage, m_name, "is in %1; the target language of the memory is %2; nothing was imported", language,
                        m_languages.target);
        m_language = language.empty() ? "" : unitLanguage(m_languages.target, language);
        return {};
    }

    void give(const Entry &entry)
    {
        if (entry.targets.size() == 1 && entry.targets.begin()->second.empty()) {
            m_sink.skip(entry.line, "is not translated");
            return;
        }
        for (const auto &[form, target] : entry.targets) {
            const bool isSingular = !entry.pluralSource || (form == 0 && entry.targets.size() > 1);   // a language with one form has that of the plural
            const std::string &source = isSingular ? *entry.source : *entry.pluralSource;
            if (source.empty() || target.empty()) {
                m_sink.skip(entry.line, "has an empty text in plural form " + std::to_string(form));
                continue;
            }
            Unit unit = unitOf(entry, source, target);
            if (form > 1)
                unit.properties.push_back({Property::Kind::Property, "x-plural-form", std::to_string(form)});
            m_wanted = m_wanted && m_sink.take(std::move(unit), entry.line);
        }
    }

    Unit unitOf(const Entry &entry, const std::string &source, const std::string &target) const
    {
        Unit unit;
        unit.source.text = source;
        unit.target.text = target;
        unit.targetLanguage = m_language;
        unit.contextId = entry.context.value_or("");
        unit.approved = !entry.fuzzy;
        unit.origin = Origin::Imported;
        for (const std::string &comment : entry.comments) {
            if (!comment.empty())
                unit.properties.push_back({Property::Kind::Note, "", comment});
        }
        for (const std::string &reference : entry.references)
            unit.properties.push_back({Property::Kind::Property, "x-reference", reference});
        return unit;
    }

    Lines m_lines;
    std::string m_name;
    const Languages &m_languages;
    UnitSink &m_sink;
    Entry m_entry;
    std::string *m_text = nullptr;   // what a line of quotes goes on with; within m_entry
    std::string m_language;
    bool m_wanted = true;
};

}  // namespace

Result<void> readPo(TextInput &input, const Languages &languages, UnitSink &sink)
{
    return PoReader(input, languages, sink).read();
}

}  // namespace interlinear::cat
