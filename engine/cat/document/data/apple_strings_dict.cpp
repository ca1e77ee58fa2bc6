#include "engine/cat/document/data/apple.h"
#include "engine/cat/document/data/entries.h"
#include "engine/cat/document/data/xml_entry.h"
#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr std::array<std::string_view, 6> forms{"zero", "one", "two", "few", "many", "other"};

// "%#@files@" stands for a plural that the list has under that name.
void addText(InlineRun &run, std::string_view text, ByteSpan content)
{
    InlineRun decoded;
    addXmlText(decoded, text.substr(content.begin, content.length()), content.begin);
    const std::string &all = decoded.content.text;
    std::size_t at = 0;
    for (std::size_t begin = all.find("%#@"); begin != std::string::npos; begin = all.find("%#@", at)) {
        const std::size_t end = all.find('@', begin + 3);
        if (end == std::string::npos)
            break;
        for (; at < begin; ++at)
            run.addDecoded(all.substr(at, 1), decoded.textOrigin[at]);
        const std::string name = all.substr(begin, end + 1 - begin);
        run.addTag({static_cast<int>(run.content.tags.size()) + 1, TagKind::Standalone, 0, xmlText(name), name, {.copy = true}},
                   {decoded.textOrigin[begin].begin, decoded.textOrigin[end].end});
        at = end + 1;
    }
    for (; at < all.size(); ++at)
        run.addDecoded(all.substr(at, 1), decoded.textOrigin[at]);
}

std::string joined(const std::vector<std::string> &names)
{
    std::string path;
    for (const std::string &name : names)
        path += (path.empty() || name.empty() ? "" : ".") + name;
    return path;
}

}  // namespace

Result<Reading> readAppleStringsDict(const Document &document, const ReadContext &context)
{
    if (document.text.empty())
        return Reading{};
    if (Result<void> checked = checkWellFormed(document.text); !checked)
        return std::unexpected(checked.error());
    Entries entries(document, context.rules, xmlText);
    XmlCursor cursor(document.text);
    std::vector<std::string> names;   // of the dictionaries around
    std::string key;
    while (cursor.next()) {
        const XmlToken token = cursor.token();
        if (token.name == "dict" && token.kind == XmlKind::End && !names.empty())
            names.pop_back();
        if (token.kind != XmlKind::Start)
            continue;
        if (token.name == "dict" && !token.selfClosing) {
            names.push_back(std::exchange(key, {}));
        } else if (token.name == "key") {
            const ByteSpan content = elementContent(cursor);
            key = decodedXml(std::string_view(document.text).substr(content.begin, content.length()));
        } else if (token.name == "string") {
            const ByteSpan content = elementContent(cursor);
            const bool isForm = std::ranges::find(forms, key) != forms.end();
            const std::string_view raw = std::string_view(document.text).substr(content.begin, content.length());
            if ((!isForm && key != "NSStringLocalizedFormatKey") || raw.find('<') != std::string_view::npos)
                continue;
            InlineRun run;
            addText(run, document.text, content);
            SegmentFacts facts{.id = key, .context = joined(names)};
            if (isForm)
                facts.notes.push_back("plural form: " + key);
            const std::string path = facts.context + "." + key;
            if (offeredByRules(path, context.rules.keys, true))
                entries.addAlways(run, std::move(facts));
        }
    }
    return Reading{entries.take()};
}

Result<Written> writeAppleStringsDict(const Document &, const std::vector<Replacement> &replacements)
{
    return writtenInPlace(replacements, xmlText);
}

}  // namespace interlinear::cat
