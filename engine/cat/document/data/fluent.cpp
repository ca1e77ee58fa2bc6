#include "engine/cat/document/data/fluent.h"

#include "engine/cat/document/data/entries.h"
#include "engine/cat/document/data/fluent_entries.h"
#include "engine/cat/document/outer_breaks.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace interlinear::cat {

namespace {

constexpr std::string_view lineStarts = "[*.";   // what begins no line of a text

std::string literalOf(std::string_view text)
{
    return "{\"" + std::string(text) + "\"}";
}

std::string fluentSpelling(std::string_view text)
{
    std::string result;
    for (const char c : text)
        result += c == '{' || c == '}' ? literalOf({&c, 1}) : std::string(1, c);
    return result;
}

// What a literal stands for that is there because a text cannot hold it as it is; nothing for others.
std::optional<std::string_view> textOfLiteral(std::string_view code)
{
    const std::size_t begin = code.find('"') + 1;
    const std::string_view content = code.substr(begin, code.rfind('"') - begin);
    const bool sign = content.size() == 1 && (lineStarts.find(content.front()) != std::string_view::npos || content == "{" || content == "}");
    return sign || content.find_first_not_of(' ') == std::string_view::npos ? std::optional(content) : std::nullopt;
}

class TextCollector {
public:
    TextCollector(const Document &document, const DocumentRules &rules) : m_text(document.text), m_rules(rules), m_entries(document, rules, fluentSpelling) {}

    void add(const FluentEntry &entry)
    {
        if (offeredByRules(entry.id, m_rules.keys, !entry.ofTerm))
            addPattern(entry, entry.pattern, {});
    }

    std::vector<Segment> take() { return m_entries.take(); }

private:
    void addPattern(const FluentEntry &entry, const FluentPattern &pattern, const std::string &context)
    {
        InlineRun run;
        for (auto part = pattern.parts.begin(); part != pattern.parts.end(); ++part) {
            const std::string_view bytes = m_text.substr(part->span.begin, part->span.length());
            if (part->kind == FluentPart::Kind::Text)
                run.addVerbatim(bytes, part->span);
            else if (part->kind == FluentPart::Kind::LineEnd)
                addLineEnd(run, *part, std::next(part)->kind == FluentPart::Kind::LineEnd ? part->span.length() : pattern.indent);
            else if (const auto text = part->kind == FluentPart::Kind::Literal ? textOfLiteral(bytes) : std::nullopt)
                run.addDecoded(*text, part->span);
            else if (part->variants.empty())
                run.addTag({static_cast<int>(run.content.tags.size()) + 1, TagKind::Standalone, 0, std::string(bytes), codeOnOneLine(bytes), {.copy = true}}, part->span);
            else {
                flush(run, entry, context);
                for (const FluentVariant &variant : part->variants)
                    addPattern(entry, variant.pattern, context + (context.empty() ? "" : ", ") + variant.selector + ": " + variant.key);
            }
        }
        flush(run, entry, context);
    }

    // Spaces beyond the indentation are text.
    void addLineEnd(InlineRun &run, const FluentPart &part, std::size_t indent)
    {
        const std::string_view bytes = m_text.substr(part.span.begin, part.span.length());
        const std::size_t spaces = bytes.size() - (bytes.find('\n') + 1);
        const std::size_t text = part.span.end - spaces + std::min(spaces, indent);
        run.addDecoded("\n", {part.span.begin, text});
        run.addVerbatim(m_text.substr(text, part.span.end - text), {text, part.span.end});
    }

    void flush(InlineRun &run, const FluentEntry &entry, const std::string &context)
    {
        if (!run.content.empty())
            m_entries.addAlways(run, {.id = entry.id, .context = context, .notes = entry.notes});
        run.clear();
    }

    std::string_view m_text;
    const DocumentRules &m_rules;
    Entries m_entries;
};

// Where a text stands: between selections, and with the spaces that begin its lines.
struct Place {
    ByteSpan span;
    std::size_t indent = 0;
};

void addPlaces(const FluentPattern &pattern, std::vector<Place> &places)
{
    bool open = false;
    for (const FluentPart &part : pattern.parts) {
        if (!part.variants.empty()) {
            for (const FluentVariant &variant : part.variants)
                addPlaces(variant.pattern, places);
            open = false;
        } else if (open) {
            places.back().span.end = part.span.end;
        } else {
            places.push_back({part.span, pattern.indent});
            open = true;
        }
    }
}

// How many spaces are all that stands before it on its line; nothing where there is something else.
std::optional<std::size_t> spacesBefore(std::string_view text, std::size_t at)
{
    const std::size_t before = text.substr(0, at).find_last_not_of(' ');
    const bool alone = before != std::string_view::npos && text[before] == '\n';
    return alone ? std::optional(at - before - 1) : std::nullopt;
}

// Signs are spelled, line ends and indentation are not.
std::vector<std::string> linesOf(const TaggedText &target)
{
    std::vector<std::string> lines(1);
    const auto addLine = [&] {
        if (lines.back().ends_with('\r'))
            lines.back().pop_back();
        lines.emplace_back();
    };
    std::size_t at = 0;
    const auto addTextUpTo = [&](std::size_t end) {
        for (std::size_t lineEnd = target.text.find('\n', at); lineEnd < end; lineEnd = target.text.find('\n', at)) {
            lines.back() += fluentSpelling(std::string_view(target.text).substr(at, lineEnd - at));
            addLine();
            at = lineEnd + 1;
        }
        lines.back() += fluentSpelling(std::string_view(target.text).substr(at, end - at));
        at = end;
    };
    for (const InlineTag &tag : target.tags) {
        addTextUpTo(tag.offset);
        if (tag.display == "↵")
            addLine();
        else
            lines.back() += tag.code;
    }
    addTextUpTo(target.text.size());
    return lines;
}

// A line behind its indentation. Without a line that begins with something else, leading spaces would be taken for indentation.
std::string guarded(const std::string &line, bool spacesShow, std::size_t indent)
{
    if (line.find_first_not_of(' ') == std::string::npos)
        return line.empty() ? line : literalOf(line);
    if (lineStarts.find(line.front()) != std::string_view::npos || (line.front() == ' ' && !spacesShow))
        return literalOf(line.substr(0, 1)) + line.substr(1);
    return indent == 0 && line.front() != '{' ? literalOf({}) + line : line;
}

std::string spelledAt(const Place &place, std::string_view text, const Replacement &replacement)
{
    const std::vector<std::string> lines = linesOf(withoutOuterBreaks(replacement.target));
    const std::optional<std::size_t> spaces = spacesBefore(text, replacement.span.begin);
    const auto isFlush = [](const std::string &line) { return !line.empty() && line.front() != ' '; };
    const bool spacesShow = spaces == place.indent || std::any_of(lines.begin() + 1, lines.end(), isFlush);
    const std::size_t firstEnd = text.find('\n');   // a carriage return alone is text
    const std::string_view lineEnd = firstEnd > 0 && firstEnd != std::string_view::npos && text[firstEnd - 1] == '\r' ? "\r\n" : "\n";
    std::string result = spaces ? guarded(lines.front(), spacesShow, place.indent) : lines.front();
    for (auto line = lines.begin() + 1; line != lines.end(); ++line) {
        result += lineEnd;
        result += line->empty() ? std::string() : std::string(place.indent, ' ') + guarded(*line, spacesShow, place.indent);
    }
    return result.empty() ? literalOf({}) : result;
}

}  // namespace

Result<Reading> readFluent(const Document &document, const ReadContext &context)
{
    TextCollector texts(document, context.rules);
    for (const FluentEntry &entry : fluentEntries(document.text))
        texts.add(entry);
    return Reading{texts.take()};
}

Result<Written> writeFluent(const Document &document, const std::vector<Replacement> &replacements)
{
    std::vector<Place> places;
    for (const FluentEntry &entry : fluentEntries(document.text))
        addPlaces(entry.pattern, places);
    Written written;
    auto place = places.begin();
    for (const Replacement &replacement : replacements) {
        place = std::find_if(place, places.end(), [&](const Place &here) { return here.span.end >= replacement.span.end; });
        if (place != places.end())
            written.splices.push_back({replacement.span, spelledAt(*place, document.text, replacement)});
    }
    return written;
}

}  // namespace interlinear::cat
