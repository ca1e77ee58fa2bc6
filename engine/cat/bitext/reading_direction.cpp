#include "engine/cat/bitext/reading_direction.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <unordered_set>
#include <utility>

namespace interlinear::cat {

namespace {

using Words = std::unordered_set<std::string>;

constexpr std::size_t leastVotes = 4;
constexpr std::size_t clearMajority = 3;   // times as many

struct CommonWords {
    const char *language;
    const char *words;
};

constexpr std::array<CommonWords, 20> commonWords{{
    {"en", "the and of to is was for with that this it he she they you have are not from by an we his her which"},
    {"de", "der das und ist ein eine einen nicht mit sich auf für dem den von zu werden wird sie er wir auch im des"},
    {"fr", "le les et est une des dans pour que qui sur avec pas au du il elle nous vous ce cette sont plus"},
    {"es", "el los las y es una del que por con para no su se lo al como más son está este esta"},
    {"it", "il gli e è una di che per con non del della si sono nel alla questo questa come più i"},
    {"pt", "o os e é uma do da dos que por com para não em no na se ao como mais são este esta"},
    {"nl", "het een en van is niet met op voor zijn dat die te aan door er wordt worden ook bij naar de"},
    {"sv", "och att det som är en ett för på med av den inte till har om var jag han kan ska"},
    {"da", "og at det som er en et for på med af den ikke til har om var jeg han kan skal"},
    {"nb", "og å det som er en et for på med av den ikke til har om var jeg han kan skal"},
    {"no", "og å det som er en et for på med av den ikke til har om var jeg han kan skal"},
    {"fi", "ja on ei se että oli hän mutta tai kun myös joka ovat olla sen tämä voi kuin"},
    {"pl", "i w na z się nie do to jest że o jak od po za przez dla są ale oraz"},
    {"cs", "a v na se je že z do s to ve pro o ale jako jsou byl by k po nebo"},
    {"sk", "a v na sa je že z do s to vo pre o ale ako sú bol by k po alebo"},
    {"hu", "a az és hogy nem is egy van ez meg de ha csak már volt lehet vagy mint"},
    {"tr", "ve bir bu için ile da de ne çok daha gibi olarak var kadar olan ya en"},
    {"ru", "и в не на что с по это как к из от за для но он она они был быть"},
    {"uk", "і в не на що з по це як до із від за для але він вона вони був бути та"},
    {"ro", "și în de la cu nu este pe un o care din pentru mai sau sunt al ale"},
}};

std::string primaryOf(const std::string &tag)
{
    std::string primary = tag.substr(0, tag.find('-'));
    std::ranges::transform(primary, primary.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return primary;
}

/// Calls with each run of letters, in small ones.
template <typename Visit>
void eachWord(const std::string &text, Visit visit)
{
    std::string word;
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
        UChar32 character = 0;
        U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), at, size, character);
        if (u_isalpha(character)) {
            std::array<std::uint8_t, U8_MAX_LENGTH> bytes{};
            std::int32_t length = 0;
            U8_APPEND_UNSAFE(bytes.data(), length, u_tolower(character));
            word.append(reinterpret_cast<const char *>(bytes.data()), static_cast<std::size_t>(length));
        }
        if ((!u_isalpha(character) || at == size) && !word.empty())
            visit(std::exchange(word, {}));
    }
}

Words commonWordsOf(const std::string &tag)
{
    Words words;
    const auto known = std::ranges::find(commonWords, primaryOf(tag), &CommonWords::language);
    if (known == commonWords.end())
        return words;
    std::istringstream list(known->words);
    for (std::string word; list >> word;)
        words.insert(word);
    return words;
}

struct Votes {
    std::size_t source = 0, target = 0;
};

Votes votesOf(std::span<const Segment> document, const Words &source, const Words &target)
{
    Votes votes;
    for (const Segment &segment : document) {
        eachWord(segment.source.text, [&](const std::string &word) {
            const bool isSource = source.contains(word), isTarget = target.contains(word);
            votes.source += isSource && !isTarget ? 1 : 0;
            votes.target += isTarget && !isSource ? 1 : 0;
        });
    }
    return votes;
}

}  // namespace

bool readsReversed(std::span<const Segment> source, std::span<const Segment> target, const Languages &languages, std::span<const TranslationExample> examples)
{
    Words sourceWords = commonWordsOf(languages.source), targetWords = commonWordsOf(languages.target);
    for (const TranslationExample &example : examples) {
        eachWord(example.source, [&](std::string word) { sourceWords.insert(std::move(word)); });
        eachWord(example.target, [&](std::string word) { targetWords.insert(std::move(word)); });
    }
    const Votes first = votesOf(source, sourceWords, targetWords), second = votesOf(target, sourceWords, targetWords);
    const std::size_t asGiven = first.source + second.target, reversed = first.target + second.source;
    return reversed >= leastVotes && reversed > clearMajority * asGiven;
}

}  // namespace interlinear::cat
