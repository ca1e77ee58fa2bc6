#include "engine/cat/document/ts/ts_text.h"

#include "engine/cat/document/placeholders.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"
#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace interlinear::cat {

namespace {

struct EscapedCharacter {
    char character;
    std::string_view reference;
};

constexpr std::array escapedCharacters{EscapedCharacter{'>', "&gt;"}, EscapedCharacter{'"', "&quot;"}, EscapedCharacter{'\'', "&apos;"}};

InlineTag breakTag(int id, std::string_view code, const char *display)
{
    return {id, TagKind::Standalone, 0, std::string(code), display, {.remove = true, .copy = true, .move = true}};
}

// The text with tags for its line ends and tabs.
void addLines(InlineRun &run, std::string_view file, const InlineRun &text)
{
    const std::string &characters = text.content.text;
    std::size_t tag = 0;
    for (std::size_t i = 0; i <= characters.size(); ++i) {
        for (; tag < text.content.tags.size() && text.content.tags[tag].offset == i; ++tag) {
            InlineTag reference = text.content.tags[tag];
            reference.id = static_cast<int>(run.content.tags.size()) + 1;
            run.addTag(std::move(reference), text.tagOrigin[tag]);
        }
        if (i == characters.size())
            return;
        const int id = static_cast<int>(run.content.tags.size()) + 1;
        ByteSpan origin = text.textOrigin[i];
        const char c = characters[i];
        if (c == '\r' && i + 1 < characters.size() && characters[i + 1] == '\n')
            origin.end = text.textOrigin[++i].end;
        const std::string_view code = file.substr(origin.begin, origin.length());
        if (c == '\n' || c == '\r')
            run.addTag(breakTag(id, code, "↵"), origin);
        else if (c == '\t')
            run.addTag(breakTag(id, code, "⇥"), origin);
        else
            run.addDecoded({&characters[i], 1}, origin);
    }
}

std::string characterReference(char32_t character)
{
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "&#x%x;", static_cast<unsigned>(character));
    return buffer.data();
}

}  // namespace

InlineRun tsRun(std::string_view file, ByteSpan content)
{
    InlineRun run;
    run.kind = BlockKind::Entry;
    XmlCursor cursor(file.substr(0, content.end), content.begin);
    while (cursor.next()) {
        const XmlToken &token = cursor.token();
        if (token.kind == XmlKind::Text || token.kind == XmlKind::CData) {
            InlineRun text;
            if (token.kind == XmlKind::Text)
                addXmlText(text, cursor.raw(), token.span.begin);
            else
                text.addVerbatim(cursor.raw(), {token.span.begin + 9, token.span.end - 3});
            addLines(run, file, text);
        } else if (token.kind == XmlKind::Start) {
            const std::string shown = token.name == "byte" ? cursor.attributeText("value") : std::string(token.name);
            const ByteSpan element = skipElement(cursor);
            const std::string code(file.substr(element.begin, element.length()));
            run.addTag({static_cast<int>(run.content.tags.size()) + 1, TagKind::Standalone, 0, code, shown}, element);
        }
    }
    return withPlaceholders(run, {PlaceholderStyle::Qt}, xmlText);
}

TsSpelling spellingOf(std::string_view file, const TsCatalog &catalog)
{
    TsSpelling spelling;
    const std::size_t lineEnd = file.find_first_of("\r\n");
    if (lineEnd != std::string_view::npos)
        spelling.lineEnd = file.substr(lineEnd).starts_with("\r\n") ? "\r\n" : "\n";
    const auto look = [&](ByteSpan span) {
        std::string_view raw = file.substr(span.begin, span.length());
        if (raw.find('<') != std::string_view::npos)   // <byte>: its quotes are no text
            return;
        for (const EscapedCharacter &escaped : escapedCharacters) {
            if (raw.find(escaped.character) != std::string_view::npos && spelling.plain.find(escaped.character) == std::string::npos)
                spelling.plain += escaped.character;
        }
        while (!raw.empty() && !spelling.plainSpaces) {
            const CodePoint character = firstCodePoint(raw);
            spelling.plainSpaces = character.value > 0x7F && isWhiteSpace(character.value);
            raw.remove_prefix(character.length);
        }
    };
    for (const TsMessage &message : catalog.messages) {
        look(message.source);
        for (const TsPlace &place : message.places)
            look(place.content);
    }
    return spelling;
}

std::string spelledTs(std::string_view text, const TsSpelling &spelling)
{
    const std::string escaped = xmlText(text);
    std::string result;
    for (std::string_view rest = escaped; !rest.empty();) {
        const CodePoint character = firstCodePoint(rest);
        const auto reference = std::ranges::find(escapedCharacters, static_cast<char>(character.value), &EscapedCharacter::character);
        const bool isAscii = character.value < 0x80;
        if (character.value == '\n')
            result += spelling.lineEnd;
        else if (isAscii && reference != escapedCharacters.end() && spelling.plain.find(reference->character) == std::string::npos)
            result += reference->reference;
        else if (!isAscii && !spelling.plainSpaces && isWhiteSpace(character.value))
            result += characterReference(character.value);
        else
            result += rest.substr(0, character.length);
        rest.remove_prefix(character.length);
    }
    return result;
}

}  // namespace interlinear::cat
