#include "engine/cat/memory/repair/number_format.h"

#include <unicode/dcfmtsym.h>
#include <unicode/numberformatter.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <vector>

namespace interlinear::cat {

namespace {

constexpr std::u32string_view spaces = U" \u00A0\u2009\u202F";
constexpr std::u32string_view apostrophes = U"'\u2019";

/// Digits of one script between two separators.
struct Digits {
    std::string value;
    std::size_t end = 0;
};

char32_t zeroOf(char32_t digit)
{
    return digit - static_cast<char32_t>(digitValue(digit));
}

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

char32_t symbolOf(const icu::DecimalFormatSymbols &symbols, icu::DecimalFormatSymbols::ENumberFormatSymbol which)
{
    const icu::UnicodeString text = symbols.getSymbol(which);
    return text.isEmpty() ? 0 : static_cast<char32_t>(text.char32At(0));
}

/// CLDR's name of the digits that begin with this zero; nothing for those that are not in use.
const char *numberingOf(char32_t zero)
{
    struct Numbering {
        char32_t zero;
        const char *name;
    };
    static constexpr std::array<Numbering, 15> known{{{U'0', "latn"},      {U'\u0660', "arab"}, {U'\u06F0', "arabext"}, {U'\u0966', "deva"}, {U'\u09E6', "beng"},
                                                      {U'\u0A66', "guru"}, {U'\u0AE6', "gujr"}, {U'\u0B66', "orya"},    {U'\u0BE6', "tamldec"}, {U'\u0C66', "telu"},
                                                      {U'\u0CE6', "knda"}, {U'\u0D66', "mlym"}, {U'\u0E50', "thai"},    {U'\u1040', "mymr"}, {U'\uFF10', "fullwide"}}};
    const auto found = std::ranges::find(known, zero, &Numbering::zero);
    return found == known.end() ? nullptr : found->name;
}

icu::Locale withDigits(icu::Locale locale, const char *numbering)
{
    UErrorCode status = U_ZERO_ERROR;
    locale.setUnicodeKeywordValue("nu", numbering, status);
    return locale;
}

/// Three digits in each group but the first, or, as in India, two and in the last three.
bool isGrouped(const std::vector<std::string> &groups)
{
    const auto middleIs = [&](std::size_t length) { return std::all_of(groups.begin() + 1, groups.end() - 1, [&](const std::string &group) { return group.size() == length; }); };
    return groups.size() > 1 && groups.back().size() == 3 && groups.front().size() <= 3 && (middleIs(3) || (middleIs(2) && groups.front().size() <= 2));
}

std::string utf8(char32_t character)
{
    std::string text;
    icu::UnicodeString(static_cast<UChar32>(character)).toUTF8String(text);
    return text;
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

NumberFormat::NumberFormat(const std::string &language)
{
    UErrorCode status = U_ZERO_ERROR;
    m_locale = icu::Locale::forLanguageTag(language, status);
    m_latin = separatorsOf("latn");
}

NumberFormat::Separators NumberFormat::separatorsOf(const char *numbering) const
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::DecimalFormatSymbols symbols(withDigits(m_locale, numbering), status);
    return {symbolOf(symbols, icu::DecimalFormatSymbols::kDecimalSeparatorSymbol), symbolOf(symbols, icu::DecimalFormatSymbols::kGroupingSeparatorSymbol)};
}

NumberFormat::Separators NumberFormat::separatorsFor(char32_t zero) const
{
    const char *numbering = numberingOf(zero);
    return zero == U'0' || !numbering ? m_latin : separatorsOf(numbering);
}

bool NumberFormat::isGroup(char32_t character, const Separators &separators) const
{
    for (const std::u32string_view alike : {spaces, apostrophes}) {
        if (alike.find(separators.group) != alike.npos)
            return alike.find(character) != alike.npos;
    }
    return character == separators.group;
}

DigitRun NumberFormat::readAt(std::string_view text, std::size_t at) const
{
    const char32_t zero = zeroOf(characterAt(text, at).code);
    const Separators separators = separatorsFor(zero);
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
        const bool group = isGroup(mark, separators);
        if (!group && mark != separators.decimal && mark != U'.' && mark != U',')
            break;
        digits = digitsAt(text, end + length, zero);
        if (spaces.find(mark) != spaces.npos && (digits.value.size() != 3 || groups.front().size() > 3 || behindDecimal))
            break;   // words, not one number
        if (group && (groupedBy == 0 || groupedBy == mark) && !behindDecimal)
            groupedBy = mark;
        else if (mark == separators.decimal && !behindDecimal && !digits.value.empty())
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

std::optional<std::string> NumberFormat::write(const std::string &value, bool grouped, std::string_view model) const
{
    const char32_t zero = zeroOf(characterAt(model, 0).code);
    const char *numbering = numberingOf(zero);
    if (!numbering)
        return std::nullopt;
    const std::size_t point = std::min(value.find('.'), value.size());
    const auto fractionDigits = static_cast<int>(value.size() - std::min(value.size(), point + 1));
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString written = icu::number::NumberFormatter::withLocale(withDigits(m_locale, numbering))
                                           .grouping(grouped ? UNUM_GROUPING_AUTO : UNUM_GROUPING_OFF)
                                           .precision(icu::number::Precision::fixedFraction(fractionDigits))
                                           .integerWidth(icu::number::IntegerWidth::zeroFillTo(static_cast<int>(point)))
                                           .formatDecimal(value, status)
                                           .toString(status);
    if (U_FAILURE(status))
        return std::nullopt;
    std::string text;
    written.toUTF8String(text);

    const Separators separators = separatorsFor(zero);
    for (std::size_t at = 0; at < model.size(); at += characterAt(model, at).length) {   // the separator that the model has, where the language knows several
        const char32_t character = characterAt(model, at).code;
        if (!isGroup(character, separators) || character == separators.group)
            continue;
        const std::string usual = utf8(separators.group), own = utf8(character);
        for (std::size_t found = text.find(usual); found != std::string::npos; found = text.find(usual, found + own.size()))
            text.replace(found, usual.size(), own);
        break;
    }
    return text;
}

}  // namespace interlinear::cat
