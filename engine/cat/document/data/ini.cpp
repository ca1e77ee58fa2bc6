#include "engine/cat/document/data/ini.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/data/entries.h"
#include "engine/cat/document/line_end.h"
#include "engine/cat/document/locale_name.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <iterator>

namespace interlinear::cat {

namespace {

struct IniEntry {
    std::string key;
    std::string section;
    std::vector<std::string> notes;
    std::vector<ByteSpan> value;   // one a line
    std::size_t indent = 0;        // of the key
    ByteSpan line;                 // the first one, without its end
};

ByteSpan spanWithin(std::string_view text, std::string_view part)
{
    const auto begin = static_cast<std::size_t>(part.data() - text.data());
    return {begin, begin + part.size()};
}

/// What the two formats differ in.
struct IniDialect {
    std::string_view separators;
    bool continues;   ///< a value may go on in lines that are indented more than its key
};

constexpr IniDialect iniDialect{"=:", true};
constexpr IniDialect desktopDialect{"=", false};

class IniReader {
public:
    IniReader(std::string_view text, IniDialect dialect) : m_text(text), m_dialect(dialect) {}

    std::vector<IniEntry> entries()
    {
        for (std::size_t begin = byteOrderMarkLength(m_text); begin < m_text.size();) {
            const std::size_t end = std::min(m_text.find_first_of("\r\n", begin), m_text.size());
            take({begin, end});
            begin = end + (m_text.substr(end).starts_with("\r\n") ? 2 : 1);
        }
        return std::move(m_entries);
    }

private:
    void take(ByteSpan span)
    {
        const std::string_view line = m_text.substr(span.begin, span.length());
        const std::string_view content = trimmed(line);
        const std::size_t indent = content.empty() ? 0 : static_cast<std::size_t>(content.data() - line.data());
        if (goesOn(content, indent)) {
            leaveOutBackslash(m_entries.back().value.back());
            return takeValue(content);
        }
        m_inValue = false;
        if (content.starts_with('#') || content.starts_with(';')) {
            if (const std::string_view note = trimmed(content.substr(1)); !note.empty())
                m_notes.emplace_back(note);
            return;
        }
        if (content.starts_with('[') && content.ends_with(']'))
            m_section = content.substr(1, content.size() - 2);
        else if (const std::size_t separator = content.find_first_of(m_dialect.separators); separator != std::string_view::npos)
            begin(content, separator, indent, span);
        m_notes.clear();
    }

    /// An indented line with a key of its own begins an entry.
    bool goesOn(std::string_view content, std::size_t indent) const
    {
        if (!m_inValue || !m_dialect.continues || content.empty())
            return false;
        const std::size_t equals = content.find('=');
        const bool keyed = equals != std::string_view::npos && trimmed(content.substr(0, equals)).find_first_of(" \t\"'<({") == std::string_view::npos;
        return indent > m_entries.back().indent && !keyed && content.front() != '#' && content.front() != ';' && content.front() != '[';
    }

    void begin(std::string_view content, std::size_t separator, std::size_t indent, ByteSpan line)
    {
        m_entries.push_back({std::string(trimmed(content.substr(0, separator))), m_section, m_notes, {}, indent, line});
        m_inValue = true;
        takeValue(trimmed(content.substr(separator + 1)));
    }

    void takeValue(std::string_view part) { m_entries.back().value.push_back(spanWithin(m_text, part)); }

    /// Before a line that goes on, it belongs to the line end.
    void leaveOutBackslash(ByteSpan &part) const
    {
        const std::string_view text = m_text.substr(part.begin, part.length());
        if (text.ends_with('\\'))
            part = spanWithin(m_text, trimmed(text.substr(0, text.size() - 1)));
    }

    std::string_view m_text;
    IniDialect m_dialect;
    std::vector<IniEntry> m_entries;
    std::string m_section;
    std::vector<std::string> m_notes;
    bool m_inValue = false;   // the line before belongs to the last entry
};

std::string iniSpelling(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!text.substr(i).starts_with("\r\n"))
            result += text[i] == '\r' || text[i] == '\n' ? ' ' : text[i];
    }
    return result;
}

std::string desktopSpelling(std::string_view text)
{
    return backslashed(text, "\\", {});
}

InlineRun desktopRun(std::string_view text, ByteSpan value)
{
    constexpr std::string_view names = "sntr\\";
    constexpr std::string_view meant = " \n\t\r\\";
    InlineRun run;
    for (std::size_t at = value.begin; at < value.end;) {
        const std::size_t index = text[at] == '\\' && at + 1 < value.end ? names.find(text[at + 1]) : std::string_view::npos;
        if (index == std::string_view::npos)
            run.addVerbatim(text.substr(at, 1), {at, at + 1});
        else
            run.addDecoded(meant.substr(index, 1), {at, at + 2});
        at += index == std::string_view::npos ? 1 : 2;
    }
    return run;
}

// Quotes around a value stay outside.
ByteSpan withoutQuotes(std::string_view text, ByteSpan value)
{
    const bool quoted = value.length() >= 2 && (text[value.begin] == '"' || text[value.begin] == '\'') && text[value.end - 1] == text[value.begin];
    return quoted ? ByteSpan{value.begin + 1, value.end - 1} : value;
}

/// Line ends between its lines are characters of it, with the white space around them.
InlineRun iniRun(std::string_view text, const std::vector<ByteSpan> &value)
{
    InlineRun run;
    if (value.size() == 1) {
        const ByteSpan inner = withoutQuotes(text, value.front());
        run.addVerbatim(text.substr(inner.begin, inner.length()), inner);
        return run;
    }
    for (const ByteSpan &line : value) {
        if (&line != &value.front())
            run.addDecoded("\n", {std::prev(&line)->end, line.begin});
        run.addVerbatim(text.substr(line.begin, line.length()), line);
    }
    return run;
}

/// Whether none of the lines, as spelled, is empty, ends in a backslash of its own, or would be read as a key, a section or a comment.
bool readsAsLines(const TaggedText &target, const std::string &spelled)
{
    std::size_t lines = 1;
    for (const InlineTag &tag : target.tags) {
        if (tag.display == "↵" && trimmed(std::string_view(target.text).substr(0, tag.offset)).ends_with('\\'))
            return false;
        lines += tag.display == "↵" ? 1 : 0;
    }
    const std::string text = "key=" + spelled + "\nnext=1\n";
    const std::vector<IniEntry> entries = IniReader(text, iniDialect).entries();
    const auto isEmpty = [](ByteSpan line) { return line.empty(); };
    return entries.size() == 2 && entries.front().value.size() == lines && std::ranges::none_of(entries.front().value, isEmpty);
}

TaggedText onOneLine(TaggedText target)
{
    for (InlineTag &tag : target.tags) {
        if (tag.display == "↵")
            tag.code = " ";
    }
    return target;
}

SegmentFacts factsOf(const IniEntry &entry)
{
    return {.id = entry.key, .context = entry.section, .notes = entry.notes};
}

std::string pathOf(const IniEntry &entry)
{
    return entry.section.empty() ? entry.key : entry.section + "." + entry.key;
}

/// The key in a language: "Name[de]". The lines of one key stand together, by their languages; a language that the file has already gets its new text there.
Splice besideEntry(std::string_view text, const std::vector<IniEntry> &entries, std::vector<IniEntry>::const_iterator entry, const std::string &locale, const Replacement &replacement)
{
    const std::string key = entry->key + "[" + locale + "]";
    const std::string value = spelledTarget(replacement.target, desktopSpelling);
    const auto isOfKey = [&](const IniEntry &other) { return other.section == entry->section && other.key.starts_with(entry->key + "[") && other.key.ends_with(']'); };
    const auto own = std::ranges::find_if(entries, [&](const IniEntry &other) { return other.section == entry->section && other.key == key; });
    if (own != entries.end())
        return {own->value.front(), value};
    auto before = entry;
    while (std::next(before) != entries.end() && isOfKey(*std::next(before)) && std::next(before)->key < key)
        ++before;
    return {{before->line.end, before->line.end}, std::string(lineEndOf(text)) + key + "=" + value};
}

}  // namespace

Result<Reading> readIni(const Document &document, const ReadContext &context)
{
    const std::string_view text = document.text;
    Entries entries(document, context.rules, iniSpelling);
    for (const IniEntry &entry : IniReader(text, iniDialect).entries())
        entries.add(iniRun(text, entry.value), factsOf(entry), pathOf(entry));
    return Reading{entries.take()};
}

Result<Written> writeIni(const Document &, const std::vector<Replacement> &replacements)
{
    Written written;
    for (const Replacement &replacement : replacements) {
        std::string spelled = spelledTarget(replacement.target, iniSpelling);
        const bool oneLine = std::ranges::none_of(replacement.target.tags, [](const InlineTag &tag) { return tag.display == "↵"; });
        if (!oneLine && !readsAsLines(replacement.target, spelled))
            spelled = spelledTarget(onOneLine(replacement.target), iniSpelling);
        written.splices.push_back({replacement.span, std::move(spelled)});
    }
    return written;
}

Result<Reading> readDesktop(const Document &document, const ReadContext &context)
{
    constexpr std::string_view texts[] = {"Name", "GenericName", "Comment", "Keywords"};
    Entries entries(document, context.rules, desktopSpelling);
    for (const IniEntry &entry : IniReader(document.text, desktopDialect).entries()) {
        const bool offered = offeredByRules(pathOf(entry), context.rules.keys, std::ranges::find(texts, entry.key) != std::end(texts));
        if (offered)
            entries.addAlways(desktopRun(document.text, entry.value.front()), factsOf(entry));
    }
    return Reading{entries.take()};
}

Result<Written> writeDesktop(const Document &document, const std::vector<Replacement> &replacements)
{
    const std::string locale = localeName(document.targetLanguage);
    if (locale.empty())
        return writtenInPlace(replacements, desktopSpelling);
    const std::vector<IniEntry> entries = IniReader(document.text, desktopDialect).entries();
    Written written;
    for (const Replacement &replacement : replacements) {
        const auto entry = std::ranges::find_if(entries, [&](const IniEntry &candidate) { return candidate.value.front().begin <= replacement.span.begin && replacement.span.end <= candidate.line.end; });
        written.splices.push_back(besideEntry(document.text, entries, entry, locale, replacement));
    }
    std::ranges::sort(written.splices, {}, [](const Splice &splice) { return splice.span.begin; });
    return written;
}

}  // namespace interlinear::cat
