#include "engine/cat/memory/repair/number_order.h"

#include "engine/cat/memory/numbers/number_reading.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <vector>

namespace interlinear::cat {

namespace {

struct Of {
    std::string_view language;
    std::string_view word;
};

/// "3 of 5": all of these put the part first.
constexpr std::array<Of, 29> ofWords{{{"bg", "от"}, {"bs", "od"}, {"ca", "de"}, {"cs", "z"},  {"cs", "ze"}, {"da", "af"}, {"de", "von"}, {"el", "από"}, {"en", "of"}, {"es", "de"},
                                      {"fr", "sur"}, {"fr", "de"}, {"hr", "od"}, {"it", "di"}, {"it", "su"}, {"nb", "av"}, {"nl", "van"}, {"nn", "av"}, {"no", "av"}, {"pl", "z"},
                                      {"pt", "de"}, {"ro", "din"}, {"ru", "из"}, {"sk", "z"}, {"sk", "zo"}, {"sl", "od"}, {"sr", "od"}, {"sv", "av"}, {"uk", "з"}}};

bool isOf(std::string_view word, std::string_view language)
{
    const std::string_view primary = language.substr(0, language.find('-'));
    return std::ranges::any_of(ofWords, [&](const Of &of) { return of.language == primary && of.word == word; });
}

std::vector<std::string_view> wordsOf(std::string_view text)
{
    std::vector<std::string_view> words;
    bool inWord = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto [code, length] = characterAt(text, at);
        const bool space = u_isUWhiteSpace(static_cast<UChar32>(code));
        if (!space && !inWord)
            words.push_back(text.substr(at, 0));
        if (!space)
            words.back() = text.substr(static_cast<std::size_t>(words.back().data() - text.data()), words.back().size() + length);
        inWord = !space;
        at += length;
    }
    return words;
}

}  // namespace

bool keepsOrder(const Between &source, const Between &target)
{
    const auto same = [&](std::string_view a, std::string_view b) { return a == b || (isOf(a, source.language) && isOf(b, target.language)); };
    return std::ranges::equal(wordsOf(source.text), wordsOf(target.text), same);
}

}  // namespace interlinear::cat
