#include "engine/cat/memory/repair/number_format.h"

#include <unicode/dcfmtsym.h>
#include <unicode/numberformatter.h>

#include <algorithm>
#include <array>

namespace interlinear::cat {

namespace {

char32_t symbolOf(const icu::DecimalFormatSymbols &symbols, icu::DecimalFormatSymbols::ENumberFormatSymbol which)
{
    const icu::UnicodeString text = symbols.getSymbol(which);
    return text.isEmpty() ? 0 : static_cast<char32_t>(text.char32At(0));
}

/// Those that a person may write in the place of the one that CLDR has.
std::u32string marksLike(char32_t mark)
{
    for (const std::u32string_view alike : {spaceMarks, apostropheMarks}) {
        if (alike.find(mark) != alike.npos)
            return std::u32string(alike);
    }
    return std::u32string(1, mark);
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

std::string utf8(char32_t character)
{
    std::string text;
    icu::UnicodeString(static_cast<UChar32>(character)).toUTF8String(text);
    return text;
}

}  // namespace

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
    const char32_t group = symbolOf(symbols, icu::DecimalFormatSymbols::kGroupingSeparatorSymbol);
    return {group, {std::u32string(1, symbolOf(symbols, icu::DecimalFormatSymbols::kDecimalSeparatorSymbol)), marksLike(group)}};
}

NumberFormat::Separators NumberFormat::separatorsFor(char32_t zero) const
{
    const char *numbering = numberingOf(zero);
    return zero == U'0' || !numbering ? m_latin : separatorsOf(numbering);
}

DigitRun NumberFormat::readAt(std::string_view text, std::size_t at) const
{
    return readNumber(text, at, separatorsFor(zeroOf(characterAt(text, at).code)).convention);
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
        if (separators.convention.groups.find(character) == std::u32string::npos || character == separators.group)
            continue;
        const std::string usual = utf8(separators.group), own = utf8(character);
        for (std::size_t found = text.find(usual); found != std::string::npos; found = text.find(usual, found + own.size()))
            text.replace(found, usual.size(), own);
        break;
    }
    return text;
}

}  // namespace interlinear::cat
