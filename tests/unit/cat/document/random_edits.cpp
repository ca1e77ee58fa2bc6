#include "tests/unit/cat/document/random_edits.h"

#include "engine/cat/document/format.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/core/utf8.h"
#include "tests/unit/cat/document/markdown_soup.h"

#include <algorithm>
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
    if (tag.display == "%%" || tag.display == "{{" || tag.display == "}}")
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

// The characters with one space for all that is between them: marks at the ends, and empty lines, are the file's.
std::string wordsOf(TaggedText text)
{
    std::erase_if(text.tags, [](const InlineTag &tag) { return tag.display != "↵"; });
    std::string words;
    for (const char c : plainly(text)) {
        const bool isSpace = c == ' ' || c == '\n' || c == '\t';
        if (!isSpace || !words.ends_with(' '))
            words += isSpace ? ' ' : c;
    }
    return words;
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
    TaggedText text = soup.withTagsOf(segment.source, typedText() + "x");
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

Edited edited(const Document &document, const Targets &targets)
{
    const Result<PartialExport> written = exportWhatFits(document, targets);
    if (!written)
        return {{}, written.error().sentence()};
    const Result<Document> again = parseDocument(written->bytes, document.format, document.language, "again");
    if (!again)
        return {written->bytes, again.error().sentence()};
    if (again->segments.size() != document.segments.size())
        return {written->bytes, std::to_string(document.segments.size()) + " segments became " + std::to_string(again->segments.size())};

    std::set<std::string> refused;
    for (const Error &error : written->refused)
        refused.insert(error.where);
    const bool bilingual = formatById(document.format)->bilingual;
    std::set<std::size_t> touched;
    for (std::size_t i = 0; i < targets.size(); ++i)
        touched.insert(targets[i] ? document.segments[i].paragraph : ~std::size_t{0});
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const Segment &before = document.segments[i];
        const Segment &after = again->segments[i];
        const std::string place = "segment " + std::to_string(i + 1) + " (byte " + std::to_string(before.span.begin) + ")";
        const bool kept = !targets[i] || std::ranges::any_of(refused, [&](const std::string &where) { return where.ends_with(place); }) ||
                          (!bilingual && plainly(targets[i]->text).empty());
        const std::string wanted = kept ? std::string() : bilingual ? plainly(targets[i]->text) : wordsOf(targets[i]->text);
        const std::string got = !bilingual ? wordsOf(after.source) : after.target ? plainly(after.target->text) : std::string();
        if (kept && bilingual && !touched.contains(before.paragraph) && (after.target != before.target || after.facts != before.facts))
            return {written->bytes, place + " was not touched and changed: " + described(before) + " became " + described(after)};
        if (kept && bilingual && (after.target ? after.target->text : TaggedText{}) != (before.target ? before.target->text : TaggedText{}))
            return {written->bytes, place + " was not touched and its text changed: " + described(before) + " became " + described(after)};
        if ((kept || bilingual) && after.source != before.source)
            return {written->bytes, place + " has another source: " + described(before) + " became " + described(after)};
        if (!kept && got != wanted)
            return {written->bytes, place + " should read \"" + wanted + "\" and reads \"" + got + "\""};
    }
    return {written->bytes, {}};
}
