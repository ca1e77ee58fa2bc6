#include "engine/cat/document/data/resx.h"

#include "engine/cat/document/data/entries.h"
#include "engine/cat/document/data/xml_entry.h"
#include "engine/cat/document/xml/xml_text.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <optional>

namespace interlinear::cat {

namespace {

constexpr std::string_view sectionBegin = "<![CDATA[";
constexpr std::string_view sectionEnd = "]]>";

// What stands in the one CDATA section that is all of the value.
std::optional<ByteSpan> insideOnlySection(std::string_view text, ByteSpan content)
{
    const std::string_view section = trimmed(text.substr(content.begin, content.length()));
    if (!section.starts_with(sectionBegin) || section.find(sectionEnd) != section.size() - sectionEnd.size())
        return std::nullopt;
    const auto begin = static_cast<std::size_t>(section.data() - text.data());
    return ByteSpan{begin + sectionBegin.size(), begin + section.size() - sectionEnd.size()};
}

std::string asItIs(std::string_view text)
{
    return std::string(text);
}

InlineRun sectionRun(std::string_view text, ByteSpan inside)
{
    InlineRun run;
    run.addVerbatim(text.substr(inside.begin, inside.length()), inside);
    return run;
}

// Nothing is escaped in a section.
bool fitsInSection(std::string_view text)
{
    const auto isForbidden = [](unsigned char c) { return c < 0x20 && c != '\t' && c != '\n'; };
    return text.find(sectionEnd) == std::string_view::npos && !std::ranges::any_of(text, isForbidden) && text.find("\xEF\xBF\xBE") == std::string_view::npos
        && text.find("\xEF\xBF\xBF") == std::string_view::npos;
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
    const std::optional<ByteSpan> section = insideOnlySection(text, value);
    entries.spellBy(section ? asItIs : xmlText);
    entries.add(section ? sectionRun(text, *section) : valueRun(text, value), std::move(facts), name);
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
    for (const Replacement &replacement : replacements) {
        const bool inSection = sections.contain(replacement.span.begin);
        std::string spelled = spelledTarget(replacement.target, inSection ? asItIs : xmlText);
        if (inSection && !fitsInSection(spelled))
            written.misread.push_back(replacement.segment);
        else
            written.splices.push_back({replacement.span, std::move(spelled)});
    }
    return written;
}

}  // namespace interlinear::cat
