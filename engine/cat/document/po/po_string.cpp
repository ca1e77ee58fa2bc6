#include "engine/cat/document/po/po_string.h"

#include "engine/cat/segmentation/white_space.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace interlinear::cat {

namespace {

struct Escape {
    char letter;
    char character;
};

constexpr std::array escapes{Escape{'n', '\n'}, Escape{'t', '\t'}, Escape{'r', '\r'}, Escape{'a', '\a'}, Escape{'b', '\b'},
                             Escape{'f', '\f'}, Escape{'v', '\v'}, Escape{'"', '"'},  Escape{'\\', '\\'}};

bool isOctal(char c)
{
    return c >= '0' && c <= '7';
}

bool isHexadecimal(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The character that an escape without a number stands for; 0 for any other.
char escaped(std::string_view escape)
{
    const auto found = std::ranges::find(escapes, escape[1], &Escape::letter);
    return found == escapes.end() ? '\0' : found->character;
}

// Of an escape by number, when it is an ASCII character; else 0.
char numbered(std::string_view escape)
{
    const bool hexadecimal = escape[1] == 'x';
    unsigned code = 0;
    std::from_chars(escape.data() + (hexadecimal ? 2 : 1), escape.data() + escape.size(), code, hexadecimal ? 16 : 8);
    return code < 0x80 ? static_cast<char>(code) : '\0';
}

// As it stands there for an escape by number of anything else than ASCII: what it is depends on the file's encoding.
std::string decoded(std::string_view character)
{
    if (character.front() != '\\')
        return std::string(character);
    const char named = escaped(character);
    const char plain = named == '\0' ? numbered(character) : named;
    return plain == '\0' ? std::string(character) : std::string(1, plain);
}

template <typename Visit>
void forEachCharacter(std::string_view raw, const Visit &visit)
{
    for (std::size_t at = 0; at < raw.size();) {
        const std::size_t length = std::max<std::size_t>(poCharacterLength(raw, at), 1);
        visit(raw.substr(at, length), at);
        at += length;
    }
}

bool isPlainAscii(std::string_view character)
{
    return character.size() == 1 && character.front() > ' ' && character.front() != '\x7F';
}

bool isSpace(std::string_view character)
{
    if (isPlainAscii(character))
        return false;
    const std::string text = decoded(character);
    return leadingWhiteSpace(text) == text.size();
}

std::string_view displayOf(std::string_view decodedCharacter)
{
    return decodedCharacter == "\n" ? "↵" : decodedCharacter == "\t" ? "⇥" : decodedCharacter == "\r" ? "\\r" : decodedCharacter;
}

struct Character {
    std::string_view raw;
    ByteSpan origin;
};

std::vector<Character> charactersOf(std::string_view file, const PoString &string)
{
    std::vector<Character> characters;
    for (const ByteSpan &piece : string.pieces) {
        forEachCharacter(file.substr(piece.begin, piece.length()), [&](std::string_view raw, std::size_t at) {
            characters.push_back({raw, {piece.begin + at, piece.begin + at + raw.size()}});
        });
    }
    return characters;
}

void addCharacter(InlineRun &run, const Character &character)
{
    if (isPlainAscii(character.raw)) {
        run.addVerbatim(character.raw, character.origin);
        return;
    }
    const std::string text = decoded(character.raw);
    const bool breaks = text == "\n" || text == "\t" || text == "\r";
    if (breaks || (text.size() > 1 && text.front() == '\\')) {
        run.addTag({static_cast<int>(run.content.tags.size()) + 1, TagKind::Standalone, 0, std::string(character.raw), std::string(displayOf(text)),
                    {.remove = breaks, .copy = breaks, .move = true}},
                   character.origin);
    } else if (text == character.raw) {
        run.addVerbatim(text, character.origin);
    } else {
        run.addDecoded(text, character.origin);
    }
}

}  // namespace

std::size_t poCharacterLength(std::string_view text, std::size_t at)
{
    if (text[at] != '\\')
        return std::min(utf8CharacterLength(text, at), text.size() - at);
    if (at + 1 == text.size())
        return 0;
    const char letter = text[at + 1];
    std::size_t end = at + 2;
    if (isOctal(letter)) {
        while (end < text.size() && end < at + 4 && isOctal(text[end]))
            ++end;
        return end - at;
    }
    if (letter == 'x') {
        while (end < text.size() && isHexadecimal(text[end]))
            ++end;
        return end > at + 2 ? end - at : 0;
    }
    return escaped(text.substr(at, 2)) == '\0' ? 0 : 2;
}

std::string poRaw(std::string_view file, const PoString &string)
{
    std::string raw;
    for (const ByteSpan &piece : string.pieces)
        raw += file.substr(piece.begin, piece.length());
    return raw;
}

std::string poText(std::string_view file, const PoString &string)
{
    std::string text;
    for (const ByteSpan &piece : string.pieces)
        forEachCharacter(file.substr(piece.begin, piece.length()), [&](std::string_view raw, std::size_t) {
            if (isPlainAscii(raw))
                text += raw;
            else
                text += decoded(raw);
        });
    return text;
}

std::string poSpelled(std::string_view text)
{
    std::string spelled;
    for (const char c : text) {
        const auto found = std::ranges::find(escapes, c, &Escape::character);
        if (found != escapes.end()) {
            spelled += '\\';
            spelled += found->letter;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            const auto code = static_cast<unsigned char>(c);
            spelled += '\\';
            for (const unsigned shift : {6U, 3U, 0U})
                spelled += static_cast<char>('0' + ((code >> shift) & 7U));
        } else {
            spelled += c;
        }
    }
    return spelled;
}

PoOuterSpace poOuterSpace(std::string_view raw)
{
    std::size_t begin = raw.size();
    std::size_t end = raw.size();
    forEachCharacter(raw, [&](std::string_view character, std::size_t at) {
        if (isSpace(character))
            return;
        begin = std::min(begin, at);
        end = at + character.size();
    });
    return {raw.substr(0, begin), raw.substr(end)};
}

InlineRun poRun(std::string_view file, const PoString &string)
{
    const std::vector<Character> characters = charactersOf(file, string);
    const auto isInk = [](const Character &character) { return !isSpace(character.raw); };
    const auto first = std::ranges::find_if(characters, isInk);
    const auto last = std::find_if(characters.rbegin(), characters.rend(), isInk).base();
    InlineRun run;
    run.kind = BlockKind::Entry;
    for (auto character = first; character < last; ++character)
        addCharacter(run, *character);
    return run;
}

}  // namespace interlinear::cat
