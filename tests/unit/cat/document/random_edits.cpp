#include "tests/unit/cat/document/random_edits.h"

#include "engine/cat/document/format.h"
#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/core/utf8.h"
#include "tests/unit/cat/document/markdown_soup.h"

#include <algorithm>
#include <map>
#include <set>

using namespace interlinear;
using namespace interlinear::cat;

namespace {

std::string readAs(const InlineTag &tag)
{
    if (tag.display == "↵")
        return "\n";
    if (tag.display == "⇥")
        return "\t";
    if (tag.display == "\\r")
        return "\r";
    const bool ofMessage = !tag.may.copy;   // "}}" may end two forms of an ICU message
    if (!ofMessage && (tag.display == "%%" || tag.display == "{{" || tag.display == "}}"))
        return tag.display.substr(1);
    return tag.kind == TagKind::Standalone ? tag.display : tagMark(tag);
}

// Tags in other places than the source has them; pairs stay, which would not be nested.
void shuffleTags(std::vector<InlineTag> &tags, std::mt19937 &random)
{
    if (std::ranges::any_of(tags, [](const InlineTag &tag) { return tag.kind != TagKind::Standalone; }))
        return;
    std::vector<std::size_t> offsets;
    for (const InlineTag &tag : tags)
        offsets.push_back(tag.offset);
    std::ranges::shuffle(tags, random);
    for (std::size_t i = 0; i < tags.size(); ++i)
        tags[i].offset = offsets[i];
}

std::string described(const Segment &segment)
{
    return toNotation(segment.source) + (segment.target ? " = " + toNotation(segment.target->text) : std::string());
}

std::string onOneLine(const std::string &text)
{
    std::string words;
    for (const char c : text) {
        const bool isSpace = c == ' ' || c == '\n' || c == '\t';
        if (!isSpace || !words.ends_with(' '))
            words += isSpace ? ' ' : c;
    }
    return words;
}

// Marks at the ends of running text, and empty lines, are the file's.
std::string wordsOf(TaggedText text)
{
    std::erase_if(text.tags, [](const InlineTag &tag) { return tag.display != "↵"; });
    return onOneLine(plainly(text));
}

std::string placeOf(const Document &document, std::size_t segment)
{
    return "segment " + std::to_string(segment + 1) + " (byte " + std::to_string(document.segments[segment].span.begin) + ")";
}

bool isRefused(const PartialExport &written, const std::string &place)
{
    return std::ranges::any_of(written.refused, [&](const Error &error) { return error.where.ends_with(place); });
}

std::string lettersAndDigits(const std::string &text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::string character = text.substr(at, utf8CharacterLength(text, at));
        result += hasLetterOrDigit(character) ? character : std::string();
        at += character.size();
    }
    return result;
}

// Without texts of attributes: whether that of a link is offered depends on whether text stands around the link, which a target may change.
std::string lettersAndDigits(const Document &document)
{
    std::string result;
    for (const Segment &segment : document.segments)
        result += segment.kind == BlockKind::Attribute ? std::string() : lettersAndDigits(segment.source.text);
    return result;
}

// The numbers of pairs in the order in which they are read: what is typed between may read as a placeholder, and takes a number too.
TaggedText renumbered(TaggedText text)
{
    std::map<int, int> numbers;
    for (InlineTag &tag : text.tags) {
        if (tag.kind != TagKind::Standalone)
            tag.id = numbers.try_emplace(tag.id, static_cast<int>(numbers.size()) + 1).first->second;
    }
    return text;
}

// What must be the same in a file of one language; in a plain text a mark that begins a line is a bullet.
std::string comparable(const TaggedText &text, const std::string &format)
{
    return format == "text" ? lettersAndDigits(text.text) : isRunningText(format) ? wordsOf(text) : onOneLine(plainly(renumbered(text)));
}

struct Exported {
    PartialExport written;
    Document again;
    std::string problem;
};

Exported writtenAndRead(const Document &document, const Targets &targets, const DocumentRules &rules)
{
    Result<PartialExport> written = exportWhatFits(document, targets);
    if (!written)
        return {{}, {}, written.error().sentence()};
    Result<Document> again = parseDocument(written->bytes, document.format, document.language, document.name, rules);
    if (!again)
        return {std::move(*written), {}, again.error().sentence()};
    return {std::move(*written), std::move(*again), {}};
}

}  // namespace

std::string RandomEdits::typedText()
{
    static const std::vector<std::string> pieces{
        "word", " ", " ", "Größe", "\"", "\"\"", "\\", "\\\\", "\\n", "\n", "\t", "\r\n", "%", "%%", "% d", "100 %", "{", "}", "{{", "#",
        "#, fuzzy", "msgid \"x\"", "<", "<b>",
        "</b>", "&", "&amp;", "&#65;", "]]>", "<!--", "-->", "--", "'", "''", ";", "👍🏽",
        "שלום", "\u202Eabc\u202C", "日本語の文", "\u00A0", "\u2028", "e\u0301", "0", "12:30",
        "00:00:01,000 --> 00:00:02,000",
        "NOTE", "WEBVTT", "{\\an8}",
        "longwordwithoutanyspacestobreakitatallinanyoftheplaceswherealinemaybebroken",
        "a sentence of several words that goes on for a while, "};
    std::string text;
    for (std::size_t count = 1 + below(8); count > 0; --count)
        text += oneOf(pieces);
    if (oneIn(50)) {
        for (int i = 0; i < 200; ++i)
            text += "long text ";
    }
    return text;
}

SegmentTarget RandomEdits::translationOf(const Segment &segment)
{
    MarkdownSoup soup(static_cast<unsigned>(m_random()));
    TaggedText text = soup.withTagsOf(segment.source, typedText() + "y end");   // words, and no letter of a placeholder
    shuffleTags(text.tags, m_random);
    return text;
}

Targets RandomEdits::targetsFor(const Document &document)
{
    Targets targets(document.segments.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (document.segments[i].facts.locked || oneIn(2))
            continue;
        targets[i] = oneIn(20) ? SegmentTarget(TaggedText{}) : translationOf(document.segments[i]);
        if (oneIn(3))
            targets[i]->state = oneIn(2) ? TranslationState::Draft : TranslationState::Translated;
    }
    return targets;
}

std::string plainly(const TaggedText &text)
{
    std::string result;
    std::size_t at = 0;
    for (const InlineTag &tag : text.tags) {
        result.append(text.text, at, tag.offset - at);
        result += readAs(tag);
        at = tag.offset;
    }
    result.append(text.text, at);
    for (std::size_t cr = result.find('\r'); cr != std::string::npos; cr = result.find('\r'))
        result.replace(cr, std::string_view(result).substr(cr).starts_with("\r\n") ? 2 : 1, "\n");
    for (std::size_t before = result.size() + 1; before > result.size();) {   // no-break and other wide spaces, too
        before = result.size();
        result = std::string(trimmed(result));
        for (const std::string_view space : {"\u00A0", "\u2028"}) {
            if (result.starts_with(space))
                result.erase(0, space.size());
            if (result.ends_with(space))
                result.erase(result.size() - space.size());
        }
    }
    return result;
}

Edited edited(const Document &document, const Targets &targets, const DocumentRules &rules)
{
    const auto [written, again, problem] = writtenAndRead(document, targets, rules);
    if (!problem.empty())
        return {written.bytes, problem, false};
    if (again.segments.size() != document.segments.size() && document.format == "html")
        return editedSentences(document, targets, rules);   // the title of a link at the end of a paragraph is offered
    if (again.segments.size() != document.segments.size())
        return {written.bytes, std::to_string(document.segments.size()) + " segments became " + std::to_string(again.segments.size())};

    const bool bilingual = formatById(document.format)->bilingual;
    std::set<std::size_t> touched;
    for (std::size_t i = 0; i < targets.size(); ++i)
        touched.insert(targets[i] ? document.segments[i].paragraph : ~std::size_t{0});
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const Segment &before = document.segments[i];
        const Segment &after = again.segments[i];
        const std::string place = placeOf(document, i);
        const bool kept = !targets[i] || isRefused(written, place) || (!bilingual && plainly(targets[i]->text).empty());
        const std::string wanted = kept ? std::string() : bilingual ? plainly(targets[i]->text) : comparable(targets[i]->text, document.format);
        const std::string got = !bilingual ? comparable(after.source, document.format) : after.target ? plainly(after.target->text) : std::string();
        if (kept && bilingual && !touched.contains(before.paragraph) && (after.target != before.target || after.facts != before.facts))
            return {written.bytes, place + " was not touched and changed: " + described(before) + " became " + described(after)};
        if (kept && bilingual && (after.target ? after.target->text : TaggedText{}) != (before.target ? before.target->text : TaggedText{}))
            return {written.bytes, place + " was not touched and its text changed: " + described(before) + " became " + described(after)};
        if ((kept || bilingual) && after.source != before.source)
            return {written.bytes, place + " has another source: " + described(before) + " became " + described(after)};
        if (!kept && got != wanted)
            return {written.bytes, place + " should read \"" + wanted + "\" and reads \"" + got + "\""};
    }
    return {written.bytes, {}};
}

Edited editedSentences(const Document &document, const Targets &targets, const DocumentRules &rules)
{
    const auto [written, again, problem] = writtenAndRead(document, targets, rules);
    if (!problem.empty())
        return {written.bytes, problem, false};
    Document expected = document;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (targets[i] && !plainly(targets[i]->text).empty() && !isRefused(written, placeOf(document, i)))
            expected.segments[i].source = targets[i]->text;
    }
    const std::string wanted = lettersAndDigits(expected);
    const std::string got = lettersAndDigits(again);
    if (got == wanted)
        return {written.bytes, {}};
    const auto difference = static_cast<std::size_t>(std::ranges::mismatch(wanted, got).in1 - wanted.begin());
    const std::size_t from = difference > 20 ? difference - 20 : 0;
    return {written.bytes, "\"…" + wanted.substr(from, 60) + "…\" reads \"…" + got.substr(std::min(from, got.size()), 60) + "…\""};
}

bool isRunningText(std::string_view formatId)
{
    constexpr std::string_view ids[] = {"text", "markdown", "html", "docx", "xlsx", "pptx", "srt", "vtt", "odf", "fodf"};
    return std::ranges::find(ids, formatId) != std::end(ids);
}
