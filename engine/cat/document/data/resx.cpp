#include "engine/cat/document/data/resx.h"

#include "engine/cat/document/data/entries.h"
#include "engine/cat/document/data/xml_entry.h"
#include "engine/cat/document/xml/xml_text.h"
#include "engine/core/utf8.h"

#include <optional>

namespace interlinear::cat {

namespace {

constexpr std::string_view sectionBegin = "<![CDATA[";
constexpr std::string_view sectionEnd = "]]>";

// Of a value that is nothing but CDATA sections, one right behind the other; nothing for another.
std::optional<InlineRun> sectionsRun(std::string_view text, ByteSpan content)
{
    std::string_view rest = trimmed(text.substr(content.begin, content.length()));
    if (!rest.starts_with(sectionBegin))
        return std::nullopt;
    InlineRun run;
    std::size_t spelledFrom = std::string_view::npos;   // the marks between two sections belong to the character behind them
    while (rest.starts_with(sectionBegin)) {
        const auto begin = static_cast<std::size_t>(rest.data() - text.data()) + sectionBegin.size();
        const std::size_t end = text.find(sectionEnd, begin);
        const std::size_t decoded = spelledFrom == std::string_view::npos || begin == end ? 0 : utf8CharacterLength(text, begin);
        if (decoded > 0)
            run.addDecoded(text.substr(begin, decoded), {spelledFrom, begin + decoded});
        run.addVerbatim(text.substr(begin + decoded, end - begin - decoded), {begin + decoded, end});
        spelledFrom = end;
        rest.remove_prefix(end + sectionEnd.size() - begin + sectionBegin.size());
    }
    return rest.empty() ? std::optional(std::move(run)) : std::nullopt;
}

// Of a value: text, with CDATA sections and comments as tags.
InlineRun valueRun(std::string_view text, ByteSpan content)
{
    InlineRun run;
    XmlCursor cursor(text.substr(0, content.end), content.begin);
    while (cursor.next()) {
        const XmlToken &token = cursor.token();
        if (token.kind == XmlKind::Text) {
            addXmlText(run, cursor.raw(), token.span.begin);
            continue;
        }
        const int id = static_cast<int>(run.content.tags.size()) + 1;
        run.addTag({id, TagKind::Standalone, 0, std::string(text.substr(token.span.begin, token.span.length())), "…", {.move = false}}, token.span);
    }
    return run;
}

void takeData(XmlCursor &cursor, std::string_view text, Entries &entries)
{
    const bool isString = !cursor.attribute("type") && !cursor.attribute("mimetype");
    const std::string name = cursor.attributeText("name");
    if (!isString || name.starts_with(">>") || cursor.token().selfClosing) {
        skipElement(cursor);
        return;
    }
    const std::size_t depth = cursor.depth();
    ByteSpan value{};
    SegmentFacts facts{.id = name};
    while (cursor.next() && cursor.depth() > depth) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        const std::string element(cursor.token().name);
        const ByteSpan content = elementContent(cursor);
        if (element == "value")
            value = content;
        else if (element == "comment" && !content.empty())
            facts.notes.push_back(decodedXml(text.substr(content.begin, content.length())));
    }
    const std::optional<InlineRun> sections = sectionsRun(text, value);
    entries.spellBy(sections ? xmlSection : xmlText);
    entries.add(sections ? *sections : valueRun(text, value), std::move(facts), name);
}

}  // namespace

Result<Reading> readResx(const Document &document, const ReadContext &context)
{
    if (document.text.empty())
        return Reading{};
    if (Result<void> checked = checkWellFormed(document.text); !checked)
        return std::unexpected(checked.error());
    Entries entries(document, context.rules, xmlText);
    XmlCursor cursor(document.text);
    while (cursor.next()) {
        if (cursor.token().kind == XmlKind::Start && cursor.token().name == "data")
            takeData(cursor, document.text, entries);
        else if (cursor.token().kind == XmlKind::Start && cursor.token().name != "root")
            skipElement(cursor);
    }
    return Reading{entries.take()};
}

Result<Written> writeResx(const Document &document, const std::vector<Replacement> &replacements)
{
    Written written;
    CDataSections sections(document.text);
    for (const Replacement &replacement : replacements)
        written.splices.push_back({replacement.span, spelledTarget(replacement.target, sections.contain(replacement.span.begin) ? xmlSection : xmlText)});
    return written;
}

}  // namespace interlinear::cat
