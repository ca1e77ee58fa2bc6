#include "engine/cat/document/data/ini.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/data/entries.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

struct IniLine {
    std::string key;
    std::string section;
    std::vector<std::string> notes;
    ByteSpan value;
};

ByteSpan spanWithin(std::string_view text, std::string_view part)
{
    const auto begin = static_cast<std::size_t>(part.data() - text.data());
    return {begin, begin + part.size()};
}

std::vector<IniLine> linesOf(std::string_view text)
{
    std::vector<IniLine> lines;
    std::string section;
    std::vector<std::string> notes;
    for (std::size_t begin = byteOrderMarkLength(text); begin < text.size();) {
        const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
        const std::string_view line = trimmed(text.substr(begin, end - begin));
        const std::size_t equals = line.find('=');
        if (line.starts_with('#') || line.starts_with(';')) {
            if (const std::string_view note = trimmed(line.substr(1)); !note.empty())
                notes.emplace_back(note);
        } else {
            if (line.starts_with('[') && line.ends_with(']'))
                section = line.substr(1, line.size() - 2);
            else if (equals != std::string_view::npos)
                lines.push_back({std::string(trimmed(line.substr(0, equals))), section, notes, spanWithin(text, trimmed(line.substr(equals + 1)))});
            notes.clear();
        }
        begin = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
    }
    return lines;
}

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

SegmentFacts factsOf(const IniLine &line)
{
    return {.id = line.key, .context = line.section, .notes = line.notes};
}

std::string pathOf(const IniLine &line)
{
    return line.section.empty() ? line.key : line.section + "." + line.key;
}

}  // namespace

Result<Reading> readIni(const Document &document, const ReadContext &context)
{
    const std::string_view text = document.text;
    Entries entries(document, context.rules, iniSpelling);
    for (const IniLine &line : linesOf(text)) {
        const ByteSpan value = withoutQuotes(text, line.value);
        InlineRun run;
        run.addVerbatim(text.substr(value.begin, value.length()), value);
        entries.add(run, factsOf(line), pathOf(line));
    }
    return Reading{entries.take()};
}

Result<Written> writeIni(const Document &, const std::vector<Replacement> &replacements)
{
    return writtenInPlace(replacements, iniSpelling);
}

Result<Reading> readDesktop(const Document &document, const ReadContext &context)
{
    constexpr std::string_view texts[] = {"Name", "GenericName", "Comment", "Keywords"};
    Entries entries(document, context.rules, desktopSpelling);
    for (const IniLine &line : linesOf(document.text)) {
        const bool offered = context.rules.keys.empty() ? std::ranges::find(texts, line.key) != std::end(texts)
                                                        : decidedByRules(pathOf(line), context.rules.keys).value_or(false);
        if (offered)
            entries.addAlways(desktopRun(document.text, line.value), factsOf(line));
    }
    return Reading{entries.take()};
}

Result<Written> writeDesktop(const Document &, const std::vector<Replacement> &replacements)
{
    return writtenInPlace(replacements, desktopSpelling);
}

}  // namespace interlinear::cat
