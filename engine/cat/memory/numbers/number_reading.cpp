#include "engine/cat/memory/numbers/number_reading.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <vector>

namespace interlinear::cat {

namespace {

/// Digits of one script between two marks.
struct Digits {
    std::string value;
    std::size_t end = 0;
};

Digits digitsAt(std::string_view text, std::size_t at, char32_t zero)
{
    Digits digits{"", at};
    while (digits.end < text.size()) {
        const auto [code, length] = characterAt(text, digits.end);
        if (digitValue(code) < 0 || zeroOf(code) != zero)
            break;
        digits.value += static_cast<char>('0' + digitValue(code));
        digits.end += length;
    }
    return digits;
}

bool isOneOf(std::u32string_view marks, char32_t character)
{
    return marks.find(character) != marks.npos;
}

/// Three digits in each group but the first, or, as in India, two and in the last three.
bool isGrouped(const std::vector<std::string> &groups)
{
    const auto middleIs = [&](std::size_t length) {
        return std::all_of(groups.begin() + 1, groups.end() - 1, [&](const std::string &group) { return group.size() == length; });
    };
    const std::string &first = groups.front();
    return groups.size() > 1 && groups.back().size() == 3 && first.size() <= 3 && first != "0" && (middleIs(3) || (middleIs(2) && first.size() <= 2));
}

}  // namespace

Character characterAt(std::string_view text, std::size_t offset)
{
    UChar32 code = 0;
    auto at = static_cast<std::int32_t>(offset);
    U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), at, static_cast<std::int32_t>(text.size()), code);
    return {static_cast<char32_t>(code), static_cast<std::size_t>(at) - offset};
}

Character characterBefore(std::string_view text, std::size_t offset)
{
    UChar32 code = 0;
    auto at = static_cast<std::int32_t>(offset);
    U8_PREV_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), 0, at, code);
    return {static_cast<char32_t>(code), offset - static_cast<std::size_t>(at)};
}

int digitValue(char32_t character)
{
    if (character < 0x80)
        return character >= '0' && character <= '9' ? static_cast<int>(character - '0') : -1;
    return u_charDigitValue(static_cast<UChar32>(character));
}

char32_t zeroOf(char32_t digit)
{
    return digit - static_cast<char32_t>(digitValue(digit));
}

std::size_t digitsEnd(std::string_view text, std::size_t at)
{
    return digitsAt(text, at, zeroOf(characterAt(text, at).code)).end;
}

DigitRun readNumber(std::string_view text, std::size_t at, const NumberConvention &convention)
{
    const char32_t zero = zeroOf(characterAt(text, at).code);
    std::vector<std::string> groups;
    std::optional<std::string> fraction;
    char32_t groupedBy = 0;
    bool good = true;
    std::size_t end = at;
    for (Digits digits = digitsAt(text, at, zero); !digits.value.empty();) {
        const bool behindDecimal = fraction.has_value();
        (behindDecimal ? *fraction : groups.emplace_back()) = digits.value;
        end = digits.end;
        const auto [mark, length] = end < text.size() ? characterAt(text, end) : Character{};
        const bool group = isOneOf(convention.groups, mark), decimal = isOneOf(convention.decimals, mark);
        if (!group && !decimal && mark != U'.' && mark != U',')
            break;
        digits = digitsAt(text, end + length, zero);
        if (isOneOf(spaceMarks, mark) && (digits.value.size() != 3 || groups.front().size() > 3 || behindDecimal))
            break;   // words, not one number
        if (group && (groupedBy == 0 || groupedBy == mark) && !behindDecimal)
            groupedBy = mark;
        else if (decimal && !behindDecimal && !digits.value.empty())
            fraction.emplace();
        else
            good = good && digits.value.empty();   // a mark of the sentence stands behind the number
    }
    if (!good || (groups.size() > 1 && !isGrouped(groups)))
        return {end, std::nullopt, false};
    std::string value;
    for (const std::string &group : groups)
        value += group;
    return {end, fraction ? value + '.' + *fraction : value, groups.size() > 1};
}

}  // namespace interlinear::cat
