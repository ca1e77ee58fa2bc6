#include "engine/mixmoe/eval/bleu_tokenizer.h"

#include "engine/mixmoe/eval/code_points.h"
#include "engine/mixmoe/eval/mecab.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

namespace interlinear::mixmoe {

namespace {

bool isDigit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

bool isFullStopOrComma(char32_t c)
{
    return c == U'.' || c == U',';
}

bool isDash(char32_t c)
{
    return c == U'-';
}

bool isNoDigit(char32_t c)
{
    return !isDigit(c);
}

/// ASCII punctuation but for apostrophe, comma, dash and full stop, which depend on their neighbours.
bool standsAlone(char32_t c)
{
    return (c >= U'{' && c <= U'~') || (c >= U'[' && c <= U'`') || (c >= U' ' && c <= U'&') || (c >= U'(' && c <= U'+') || (c >= U':' && c <= U'@')
           || c == U'/';
}

/// The ranges of the zh tokenizer. Two of them are not what their authors meant, and stay so, because the published scores have them:
/// it compares strings, so that its ranges for planes beyond the first act as U+2001 to U+2A6D and U+2F81 to U+2FA1.
bool isChinese(char32_t c)
{
    constexpr std::pair<char32_t, char32_t> ranges[] = {
        {0x3400, 0x4DB5}, {0x4E00, 0x9FBB}, {0xF900, 0xFA2D}, {0xFA30, 0xFA6A}, {0xFA70, 0xFAD9}, {0x2001, 0x2A6D}, {0x2F81, 0x2FA1},
        {0xFF00, 0xFFEF}, {0x2E80, 0x2EFF}, {0x3000, 0x303F}, {0x31C0, 0x31EF}, {0x2F00, 0x2FDF}, {0x2FF0, 0x2FFF}, {0x3100, 0x312F},
        {0x31A0, 0x31BF}, {0xFE10, 0xFE1F}, {0xFE30, 0xFE4F}, {0x2600, 0x26FF}, {0x3200, 0x33FF},
    };
    return std::any_of(std::begin(ranges), std::end(ranges), [c](auto range) { return c >= range.first && c <= range.second; });
}

std::u32string replaceAll(std::u32string text, std::u32string_view from, std::u32string_view to)
{
    for (std::size_t at = text.find(from); at != std::u32string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

template <typename Predicate>
std::u32string spaceAround(std::u32string_view text, Predicate apart)
{
    std::u32string result;
    for (const char32_t c : text) {
        if (apart(c))
            result.append({U' ', c, U' '});
        else
            result += c;
    }
    return result;
}

/// Rewrites each pair of neighbours that the predicates accept, left to right without overlap, as a regular expression would.
template <typename First, typename Second, typename Write>
std::u32string rewritePairs(std::u32string_view text, First first, Second second, Write write)
{
    std::u32string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i + 1 < text.size() && first(text[i]) && second(text[i + 1])) {
            result += write(text[i], text[i + 1]);
            ++i;
        } else {
            result += text[i];
        }
    }
    return result;
}

/// The part that the tokenizers 13a and zh share.
std::vector<std::u32string> splitPunctuation(std::u32string_view text)
{
    const auto apartAfter = [](char32_t a, char32_t b) { return std::u32string{a, U' ', b, U' '}; };
    const auto apartBefore = [](char32_t a, char32_t b) { return std::u32string{U' ', a, U' ', b}; };
    std::u32string line = spaceAround(text, standsAlone);
    line = rewritePairs(line, isNoDigit, isFullStopOrComma, apartAfter);
    line = rewritePairs(line, isFullStopOrComma, isNoDigit, apartBefore);
    line = rewritePairs(line, isDigit, isDash, apartAfter);
    return splitWords(line);
}

std::vector<std::u32string> tokens13a(std::u32string line)
{
    constexpr std::pair<std::u32string_view, std::u32string_view> replacements[] = {
        {U"<skipped>", U""}, {U"-\n", U""}, {U"\n", U" "}, {U"&quot;", U"\""}, {U"&amp;", U"&"}, {U"&lt;", U"<"}, {U"&gt;", U">"},
    };
    for (const auto &[from, to] : replacements)
        line = replaceAll(std::move(line), from, to);
    return splitPunctuation(U" " + line + U" ");
}

std::vector<std::u32string> characters(std::u32string_view line)
{
    std::vector<std::u32string> tokens;
    for (const char32_t c : withoutWhiteSpace(line))
        tokens.emplace_back(1, c);
    return tokens;
}

std::u32string_view stripped(std::u32string_view text)
{
    while (!text.empty() && isWhiteSpace(text.front()))
        text.remove_prefix(1);
    return withoutTrailingSpace(text);
}

using CutLine = std::vector<std::u32string> (*)(std::u32string_view line);

struct TokenizerEntry {
    BleuTokenizer tokenizer;
    std::string_view name;
    CutLine cut;   // null: not without MeCab
};

constexpr TokenizerEntry tokenizers[] = {
    {BleuTokenizer::Mteval13a, "13a", [](std::u32string_view line) { return tokens13a(std::u32string(line)); }},
    {BleuTokenizer::Chinese, "zh", [](std::u32string_view line) { return splitPunctuation(spaceAround(stripped(line), isChinese)); }},
    {BleuTokenizer::Character, "char", characters},
    {BleuTokenizer::None, "none", splitWords},
    {BleuTokenizer::Japanese, "ja-mecab", nullptr},
};

const TokenizerEntry &entryOf(BleuTokenizer tokenizer)
{
    return *std::ranges::find(tokenizers, tokenizer, &TokenizerEntry::tokenizer);
}

Result<LineTokenizer> openJapanese()
{
    Result<Mecab> mecab = Mecab::open();
    if (!mecab) {
        return fail(ErrorCode::Unsupported, "", "the tokenizer ja-mecab needs MeCab with the IPA dictionary: %1; install the Debian packages libmecab2 and "
                    "mecab-ipadic-utf8, or score by characters with --tokenize char", mecab.error().sentence());
    }
    const auto shared = std::make_shared<const Mecab>(std::move(*mecab));
    return LineTokenizer{"ja-mecab-" + shared->version() + "-IPA", [shared](std::string_view line) {
                             const std::u32string points = codePoints(line);
                             return splitWords(codePoints(shared->split(utf8(stripped(points)))));
                         }};
}

}  // namespace

std::string_view nameOf(BleuTokenizer tokenizer)
{
    return entryOf(tokenizer).name;
}

std::optional<BleuTokenizer> bleuTokenizerNamed(std::string_view name)
{
    const auto *entry = std::ranges::find(tokenizers, name, &TokenizerEntry::name);
    return entry == std::end(tokenizers) ? std::nullopt : std::optional(entry->tokenizer);
}

BleuTokenizer bleuTokenizerFor(std::string_view language)
{
    if (language == "zh")
        return BleuTokenizer::Chinese;
    if (language == "ja")
        return BleuTokenizer::Japanese;
    return language == "ko" ? BleuTokenizer::Character : BleuTokenizer::Mteval13a;
}

Result<LineTokenizer> openTokenizer(BleuTokenizer tokenizer)
{
    if (tokenizer == BleuTokenizer::Japanese)
        return openJapanese();
    const TokenizerEntry &entry = entryOf(tokenizer);
    return LineTokenizer{std::string(entry.name), [cut = entry.cut](std::string_view line) {
                             const std::u32string points = codePoints(line);
                             return cut(withoutTrailingSpace(points));
                         }};
}

}  // namespace interlinear::mixmoe
