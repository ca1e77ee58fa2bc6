#include "engine/cat/document/data/yaml.h"

#include "engine/cat/document/data/entries.h"
#include "engine/cat/document/data/yaml_scalars.h"
#include "engine/cat/segmentation/white_space.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

std::string asItIs(std::string_view text)
{
    return std::string(text);
}

// All of the value from all of the scalar.
InlineRun runOf(const YamlScalar &scalar)
{
    InlineRun run;
    run.addDecoded(scalar.value, scalar.span);
    return run;
}

// Comment lines right above the line of the key.
std::vector<std::string> notesAbove(std::string_view text, std::size_t line)
{
    std::vector<std::string> notes;
    while (line > 0) {
        const std::size_t before = line > 1 ? text.rfind('\n', line - 2) : std::string_view::npos;
        const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
        std::string_view comment = trimmed(text.substr(begin, line - begin));
        if (!comment.starts_with('#'))
            break;
        comment = trimmed(comment.substr(std::min(comment.find_first_not_of('#'), comment.size())));
        if (!comment.empty())
            notes.insert(notes.begin(), std::string(comment));
        line = begin;
    }
    return notes;
}

std::string doubleQuoted(std::string_view value)
{
    std::string result = backslashed(value, "\"\\", "\\x");
    for (const auto &[character, escape] : {std::pair{"\x7F", "\\x7f"}, std::pair{"\u2028", "\\L"}, std::pair{"\u2029", "\\P"}, std::pair{"\u0085", "\\N"}, std::pair{"\uFEFF", "\\uFEFF"}}) {
        const std::string_view raw = character;
        for (std::size_t at = result.find(raw); at != std::string::npos; at = result.find(raw, at))
            result.replace(at, raw.size(), escape);
    }
    return '"' + result + '"';
}

bool isPrintable(std::string_view value)
{
    const bool control = std::ranges::any_of(value, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return !control && value.find("\u2028") == std::string_view::npos && value.find("\u2029") == std::string_view::npos && value.find("\u0085") == std::string_view::npos
        && value.find("\uFEFF") == std::string_view::npos;
}

// What YAML 1.1 reads as a truth value or as nothing.
bool isWordOfYaml(std::string_view value)
{
    static const std::vector<std::string_view> words{"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
    std::string lower(value);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return std::ranges::find(words, lower) != words.end();
}

// Letters, and no mark that could mean something to any reader.
bool isSafePlain(std::string_view value)
{
    const auto first = static_cast<unsigned char>(value.empty() ? ' ' : value.front());
    const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first >= 0xC3;
    return letter && isPrintable(value) && value.find_first_of("#[]{},\"'`\\") == std::string_view::npos && value.find(": ") == std::string_view::npos && !value.ends_with(':')
        && trailingWhiteSpace(value) == 0 && !isWordOfYaml(value);
}

std::string singleQuoted(std::string_view value)
{
    std::string result = "'";
    for (const char c : value)
        result += c == '\'' ? std::string("''") : std::string(1, c);
    return result + "'";
}

// Header and indentation of the block as it stands, its lines those of the value; nothing where the style cannot hold them.
std::optional<std::string> block(std::string_view raw, std::string_view value, bool folded)
{
    const std::size_t headerEnd = raw.find('\n');
    if (headerEnd == std::string_view::npos)
        return std::nullopt;
    const std::size_t first = raw.find_first_not_of("\r\n", headerEnd);
    const std::size_t indented = first == std::string_view::npos ? first : raw.find_first_not_of(' ', raw.rfind('\n', first) + 1);
    if (indented == std::string_view::npos)
        return std::nullopt;
    const std::string indent(indented - raw.rfind('\n', first) - 1, ' ');
    const std::string lineEnd = raw.substr(0, headerEnd).ends_with('\r') ? "\r\n" : "\n";
    std::string result(raw.substr(0, headerEnd + 1));
    std::string_view rest = value.substr(0, value.find_last_not_of('\n') + 1);
    for (bool begun = false;; begun = true) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        if (line.starts_with(' ') || !isPrintable(line) || (!begun && line.empty()))
            return std::nullopt;
        result += (line.empty() ? std::string() : indent) + std::string(line);
        if (end == std::string_view::npos)
            return result;
        result += folded ? lineEnd + lineEnd : lineEnd;
        rest.remove_prefix(end + 1);
    }
}

std::string inItsStyle(std::string_view raw, const YamlScalar &scalar, const std::string &value)
{
    if (scalar.style == YamlStyle::Plain && isSafePlain(value))
        return value;
    if (scalar.style == YamlStyle::SingleQuoted && isPrintable(value))
        return singleQuoted(value);
    const bool isBlock = scalar.style == YamlStyle::Literal || scalar.style == YamlStyle::Folded;
    return (isBlock ? block(raw, value, scalar.style == YamlStyle::Folded) : std::nullopt).value_or(doubleQuoted(value));
}

// The white space and line ends around the segment's text stay.
std::string wholeValue(const YamlScalar &scalar, const TaggedText &target)
{
    const std::string_view value = scalar.value;
    const std::size_t leading = leadingWhiteSpace(value);
    return std::string(value.substr(0, leading)) + spelledTarget(target, asItIs) + std::string(value.substr(value.size() - trailingWhiteSpace(value)));
}

struct Rewritten {
    std::size_t scalar = 0;
    std::size_t segment = 0;
    std::string value;
};

// Those that another reading does not find as they are meant: all, where it finds no YAML.
std::vector<std::size_t> misread(std::string_view text, const std::vector<Rewritten> &rewritten, const std::vector<Splice> &splices)
{
    const Result<std::vector<YamlScalar>> again = yamlScalars(spliced(text, splices));
    std::vector<std::size_t> different;
    for (std::size_t i = 0; i < rewritten.size(); ++i) {
        if (!again || rewritten[i].scalar >= again->size() || (*again)[rewritten[i].scalar].value != rewritten[i].value)
            different.push_back(i);
    }
    return different;
}

}  // namespace

Result<Reading> readYaml(const Document &document, const ReadContext &context)
{
    const Result<std::vector<YamlScalar>> scalars = yamlScalars(document.text);
    if (!scalars)
        return std::unexpected(scalars.error());
    Entries entries(document, context.rules, asItIs);
    for (const YamlScalar &scalar : *scalars) {
        if (scalar.style == YamlStyle::Plain && isWordOfYaml(scalar.value))
            continue;
        const std::string path = scalar.context.empty() ? scalar.key : scalar.context + "." + scalar.key;
        entries.add(runOf(scalar), {.id = scalar.key, .context = scalar.context, .notes = notesAbove(document.text, scalar.line)}, path);
    }
    std::vector<Segment> segments = entries.take();
    for (Segment &segment : segments) {
        segment.textOrigins.clear();
        segment.tagOrigins.clear();
    }
    return Reading{std::move(segments)};
}

Result<Written> writeYaml(const Document &document, const std::vector<Replacement> &replacements)
{
    const Result<std::vector<YamlScalar>> scalars = yamlScalars(document.text);
    if (!scalars)
        return std::unexpected(scalars.error());
    const std::string_view text = document.text;
    Written written;
    std::vector<Rewritten> rewritten;
    auto next = replacements.begin();
    for (std::size_t i = 0; i < scalars->size() && next != replacements.end(); ++i) {
        const YamlScalar &scalar = (*scalars)[i];
        if (scalar.span != next->span)
            continue;
        rewritten.push_back({i, next->segment, wholeValue(scalar, next->target)});
        ++next;
        written.splices.push_back({scalar.span, inItsStyle(text.substr(scalar.span.begin, scalar.span.length()), scalar, rewritten.back().value)});
    }
    const std::vector<std::size_t> different = misread(text, rewritten, written.splices);
    for (const std::size_t i : different)
        written.splices[i].bytes = doubleQuoted(rewritten[i].value);
    if (different.empty())
        return written;
    for (const std::size_t i : misread(text, rewritten, written.splices))   // a tab begins the line behind it
        written.misread.push_back(rewritten[i].segment);
    return written;
}

}  // namespace interlinear::cat
