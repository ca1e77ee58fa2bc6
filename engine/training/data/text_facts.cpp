#include "engine/training/data/text_facts.h"

#include "engine/training/data/code_points.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace interlinear::training {

namespace {

using Scripts = std::vector<UScriptCode>;

Scripts scriptsOf(const std::string &language)
{
    std::array<UScriptCode, 8> codes{};
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t count = uscript_getCode(language.c_str(), codes.data(), static_cast<std::int32_t>(codes.size()), &status);
    return U_SUCCESS(status) ? Scripts(codes.begin(), codes.begin() + count) : Scripts();
}

const Scripts &knownScripts(const std::string &language)
{
    thread_local std::string last;
    thread_local Scripts scripts;
    if (last != language) {
        last = language;
        scripts = scriptsOf(language);
    }
    return scripts;
}

bool isIdeographic(UScriptCode script)
{
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA;
}

enum class Kind { Space, Letter, Digit, Mark, Other };

Kind kindOf(UChar32 character)
{
    if (u_isUWhiteSpace(character))
        return Kind::Space;
    if (u_isalpha(character))
        return Kind::Letter;
    if (u_isdigit(character))
        return Kind::Digit;
    return (U_GET_GC_MASK(character) & U_GC_M_MASK) ? Kind::Mark : Kind::Other;
}

bool isAsciiAlpha(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

bool isAsciiDigit(char character)
{
    return character >= '0' && character <= '9';
}

}  // namespace

TextFacts factsOf(std::string_view text, const std::string &language)
{
    const Scripts &own = knownScripts(language);
    TextFacts facts{.text = text};
    bool inWord = false;
    forEachCodePoint(text, [&](UChar32 character) {
        const Kind kind = kindOf(character);
        if (kind == Kind::Space) {
            inWord = false;
            return;
        }
        UErrorCode status = U_ZERO_ERROR;
        const UScriptCode script = kind == Kind::Letter ? uscript_getScript(character, &status) : USCRIPT_COMMON;
        const bool ideographic = isIdeographic(script);
        ++facts.characters;
        facts.width += ideographic ? 3 : 1;
        if (kind == Kind::Letter) {
            ++facts.letters;
            const bool ours = own.empty() || script <= USCRIPT_INHERITED || std::ranges::find(own, script) != own.end();
            facts.ownLetters += ours ? 1 : 0;
            facts.foreignLetters += ours || script == USCRIPT_LATIN ? 0 : 1;
        }
        const bool wordly = kind != Kind::Other && !ideographic;
        if (!wordly || !inWord) {
            ++facts.tokens;
            facts.words += ideographic ? 0.6 : 1;
        }
        inWord = wordly;
    });
    return facts;
}

std::set<std::string> webAddressesOf(std::string_view text)
{
    std::set<std::string> found;
    for (const std::string_view start : {"http://", "https://", "www."}) {
        for (std::size_t at = text.find(start); at != std::string_view::npos; at = text.find(start, at + 1)) {
            if (at > 0 && (text[at - 1] == '/' || isAsciiAlpha(text[at - 1])))
                continue;
            std::size_t end = at;
            while (end < text.size() && static_cast<unsigned char>(text[end]) > 0x20 && static_cast<unsigned char>(text[end]) < 0x7F
                   && !std::string_view("<>\"')]}`|*").contains(text[end]))
                ++end;
            while (end > at && std::string_view(".,;:!?/_\\").contains(text[end - 1]))
                --end;
            found.emplace(text.substr(at, end - at));
        }
    }
    return found;
}

std::set<std::string> numbersOf(std::string_view text)
{
    std::set<std::string> found;
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::size_t end = at;
        while (end < text.size() && isAsciiDigit(text[end]))
            ++end;
        if (end - at >= 2)
            found.emplace(text.substr(at, end - at));
        at = std::max(at, end);
    }
    return found;
}

}  // namespace interlinear::training
