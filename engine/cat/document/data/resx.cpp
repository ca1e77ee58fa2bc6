#include "engine/cat/document/data/resx.h"

#include "engine/cat/document/data/entries.h"
#include "engine/cat/document/data/xml_entry.h"
#include "engine/cat/document/xml/xml_text.h"

namespace interlinear::cat {

namespace {

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
    entries.add(valueRun(text, value), std::move(facts), name);
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

Result<Written> writeResx(const Document &, const std::vector<Replacement> &replacements)
{
    return writtenInPlace(replacements, xmlText);
}

}  // namespace interlinear::cat
