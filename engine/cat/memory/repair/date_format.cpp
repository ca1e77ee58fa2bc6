#include "engine/cat/memory/repair/date_format.h"

#include "engine/cat/memory/repair/number_format.h"

#include <unicode/dtfmtsym.h>
#include <unicode/dtptngen.h>
#include <unicode/gregocal.h>
#include <unicode/numsys.h>
#include <unicode/smpdtfmt.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>
#include <vector>

namespace interlinear::cat {

namespace {

constexpr std::size_t longestDate = 64;   // bytes
constexpr std::array<const char16_t *, 7> skeletons{u"yMMMMEEEEd", u"yMMMMd", u"MMMMd", u"yMMMM", u"yMMMd", u"MMMd", u"yMd"};
constexpr std::array<icu::DateFormat::EStyle, 4> styles{icu::DateFormat::kFull, icu::DateFormat::kLong, icu::DateFormat::kMedium, icu::DateFormat::kShort};

// English is written in both orders everywhere, and a memory of "en" holds texts from anywhere.
constexpr std::array<const char16_t *, 11> englishPatterns{
    u"EEEE, MMMM d, yyyy", u"EEEE, d MMMM yyyy", u"EEEE d MMMM yyyy", u"MMMM d, yyyy", u"d MMMM yyyy", u"MMM d, yyyy", u"d MMM yyyy",
    u"MMMM d", u"d MMMM", u"MMM d", u"d MMM"};

icu::UnicodeString unicode(const char16_t *text)
{
    return icu::UnicodeString(text);
}

std::string utf8(const icu::UnicodeString &text)
{
    std::string result;
    text.toUTF8String(result);
    return result;
}

/// Replaces a run of exactly `from` of the letter, outside quotes, by `to` of it.
icu::UnicodeString withFieldLength(const icu::UnicodeString &pattern, char16_t letter, int from, int to)
{
    icu::UnicodeString result;
    bool quoted = false;
    for (int at = 0; at < pattern.length();) {
        int end = at + 1;
        while (end < pattern.length() && pattern[end] == pattern[at])
            ++end;
        quoted ^= pattern[at] == u'\'' && (end - at) % 2 == 1;
        const bool replaced = !quoted && pattern[at] == letter && end - at == from;
        for (int i = 0; i < (replaced ? to : end - at); ++i)
            result += pattern[at];
        at = end;
    }
    return result;
}

/// The longest run of the letter, outside quotes.
int fieldLength(const icu::UnicodeString &pattern, char16_t letter)
{
    int longest = 0;
    for (int length = 1; length <= 4; ++length)
        longest = withFieldLength(pattern, letter, length, 0) != pattern ? length : longest;
    return longest;
}

bool isNumeric(const icu::UnicodeString &pattern)
{
    return fieldLength(pattern, u'M') < 3 && fieldLength(pattern, u'L') < 3;
}

/// The pattern as it is, with and without leading zeros, and with the year in two digits and in four.
std::vector<icu::UnicodeString> variantsOf(const icu::UnicodeString &pattern)
{
    std::vector<icu::UnicodeString> variants{pattern};
    const auto alsoWith = [&](char16_t letter, int from, int to) {
        for (std::size_t i = 0, count = variants.size(); i < count; ++i)
            variants.push_back(withFieldLength(variants[i], letter, from, to));
    };
    alsoWith(u'd', 2, 1);
    alsoWith(u'd', 1, 2);
    if (isNumeric(pattern)) {
        alsoWith(u'M', 2, 1);
        alsoWith(u'M', 1, 2);
        alsoWith(u'y', 2, 4);
        alsoWith(u'y', 1, 2);
        // "12.03." has a zero in front of the month: so has the day.
        std::ranges::stable_partition(variants, [](const icu::UnicodeString &variant) { return fieldLength(variant, u'd') == fieldLength(variant, u'M'); });
    }
    return variants;
}

/// The digits that people of the language use by default or by tradition, as far as they are one character each.
std::set<std::string> numberingsOf(const icu::Locale &locale)
{
    std::set<std::string> names{"latn"};
    icu::Locale native = locale;
    UErrorCode status = U_ZERO_ERROR;
    native.setUnicodeKeywordValue("nu", "native", status);
    for (const icu::Locale &each : {locale, native}) {
        status = U_ZERO_ERROR;
        const std::unique_ptr<icu::NumberingSystem> system(icu::NumberingSystem::createInstance(each, status));
        if (U_SUCCESS(status) && !system->isAlgorithmic() && digitValue(static_cast<char32_t>(system->getDescription().char32At(0))) == 0)
            names.insert(system->getName());
    }
    return names;
}

std::string padded(int number, std::size_t length)
{
    const std::string digits = std::to_string(number);
    return std::string(length - std::min(length, digits.size()), '0') + digits;
}

int numberIn(std::string_view text)
{
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

/// How what a pattern writes begins: so that most places in a text are no date at a glance.
struct Beginning {
    char32_t zero = 0;        // of the digits; 0: it begins with a name
    UChar32 behind = 0;       // the character behind the first digits

    explicit Beginning(const icu::UnicodeString &text)
    {
        int at = 0;
        for (; at < text.length() && digitValue(static_cast<char32_t>(text.char32At(at))) >= 0; at = text.moveIndex32(at, 1))
            zero = static_cast<char32_t>(text.char32At(at)) - static_cast<char32_t>(digitValue(static_cast<char32_t>(text.char32At(at))));
        behind = zero && at < text.length() ? text.char32At(at) : 0;
    }

    bool operator==(const Beginning &) const = default;
};

struct DateFormat::Pattern {
    std::unique_ptr<icu::SimpleDateFormat> format;
    bool hasYear, hasDay;
    Beginning beginning;
};

struct DateFormat::Patterns {
    std::vector<Pattern> all;
    std::set<icu::UnicodeString> names;   // of months and days of the week

    explicit Patterns(const icu::Locale &locale)
    {
        UErrorCode status = U_ZERO_ERROR;
        const icu::DateFormatSymbols symbols(locale, status);
        for (const auto context : {icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::STANDALONE}) {
            for (const auto width : {icu::DateFormatSymbols::WIDE, icu::DateFormatSymbols::ABBREVIATED}) {
                int count = 0;
                const icu::UnicodeString *list = symbols.getMonths(count, context, width);
                names.insert(list, list + count);
                list = symbols.getWeekdays(count, context, width);
                names.insert(list, list + count);
            }
        }
        names.erase(icu::UnicodeString());
    }

    bool beginsWithName(const icu::UnicodeString &text) const
    {
        return std::ranges::any_of(names, [&](const icu::UnicodeString &name) { return text.startsWith(name); });
    }

    void add(const icu::UnicodeString &pattern, const icu::Locale &locale)
    {
        UErrorCode status = U_ZERO_ERROR;
        auto format = std::make_unique<icu::SimpleDateFormat>(pattern, locale, status);
        if (U_FAILURE(status))
            return;
        format->adoptCalendar(new icu::GregorianCalendar(*icu::TimeZone::getGMT(), status));
        format->setLenient(false);
        format->set2DigitYearStart(-631152000000.0 /* 1950 */, status);
        icu::UnicodeString sample;
        format->format(UDate(0), sample);
        all.push_back({std::move(format), fieldLength(pattern, u'y') > 0, fieldLength(pattern, u'd') > 0, Beginning(sample)});
    }
};

DateFormat::DateFormat(const std::string &language)
{
    UErrorCode status = U_ZERO_ERROR;
    icu::Locale locale = icu::Locale::forLanguageTag(language, status);
    locale.setUnicodeKeywordValue("ca", "gregory", status);
    m_patterns = std::make_unique<Patterns>(locale);
    std::vector<icu::UnicodeString> patterns;
    const auto add = [&](const icu::UnicodeString &pattern) {
        if (std::ranges::find(patterns, pattern) == patterns.end())
            patterns.push_back(pattern);
    };
    const std::unique_ptr<icu::DateTimePatternGenerator> generator(icu::DateTimePatternGenerator::createInstance(locale, status));
    if (U_SUCCESS(status)) {
        for (const char16_t *skeleton : skeletons)
            add(generator->getBestPattern(unicode(skeleton), status));
    }
    for (const icu::DateFormat::EStyle style : styles) {
        const std::unique_ptr<icu::DateFormat> format(icu::DateFormat::createDateInstance(style, locale));
        if (const auto *simple = dynamic_cast<const icu::SimpleDateFormat *>(format.get())) {
            icu::UnicodeString pattern;
            add(simple->toPattern(pattern));
        }
    }
    add(unicode(u"yyyy-MM-dd"));
    if (std::string_view(locale.getLanguage()) == "en")
        std::ranges::for_each(englishPatterns, [&](const char16_t *pattern) { add(unicode(pattern)); });
    for (std::size_t i = 0, own = patterns.size(); i < own; ++i)
        std::ranges::for_each(variantsOf(icu::UnicodeString(patterns[i])), add);
    for (const std::string &numbering : numberingsOf(locale)) {
        icu::Locale withDigits = locale;
        withDigits.setUnicodeKeywordValue("nu", numbering, status);
        for (const icu::UnicodeString &pattern : patterns)
            m_patterns->add(pattern, withDigits);
    }
}

DateFormat::~DateFormat() = default;
DateFormat::DateFormat(DateFormat &&) noexcept = default;

std::optional<WrittenDate> DateFormat::readAt(std::string_view text, std::size_t at) const
{
    std::size_t length = std::min(longestDate, text.size() - at);
    while (at + length < text.size() && (static_cast<unsigned char>(text[at + length]) & 0xC0) == 0x80)
        --length;
    const auto window = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data() + at, static_cast<std::int32_t>(length)));
    const Beginning beginning(window);
    std::optional<WrittenDate> longest;
    if (beginning.zero == 0 && !m_patterns->beginsWithName(window))
        return longest;
    for (std::size_t i = 0; i < m_patterns->all.size(); ++i) {
        const Pattern &pattern = m_patterns->all[i];
        if (pattern.beginning != beginning)
            continue;
        icu::ParsePosition position(0);
        const UDate date = pattern.format->parse(window, position);
        if (position.getIndex() == 0)
            continue;
        const icu::UnicodeString found = window.tempSubString(0, position.getIndex());
        icu::UnicodeString same;
        if (pattern.format->format(date, same) != found)
            continue;
        const std::size_t end = at + utf8(found).size();
        if (longest && longest->end >= end)
            continue;
        UErrorCode status = U_ZERO_ERROR;
        icu::GregorianCalendar calendar(*icu::TimeZone::getGMT(), status);
        calendar.setTime(date, status);
        const std::string year = pattern.hasYear ? padded(calendar.get(UCAL_YEAR, status), 4) : "-";
        const std::string day = pattern.hasDay ? "-" + padded(calendar.get(UCAL_DATE, status), 2) : "";
        longest = WrittenDate{end, year + "-" + padded(calendar.get(UCAL_MONTH, status) + 1, 2) + day, i};
    }
    return longest;
}

std::optional<std::string> DateFormat::write(const std::string &value, std::size_t which) const
{
    const Pattern &pattern = m_patterns->all[which];
    const bool hasYear = !value.starts_with("--");
    const std::string_view rest = std::string_view(value).substr(hasYear ? 5 : 2);
    const bool hasDay = rest.size() > 2;
    if (pattern.hasYear != hasYear || pattern.hasDay != hasDay)
        return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    icu::GregorianCalendar calendar(*icu::TimeZone::getGMT(), status);
    calendar.clear();
    calendar.set(hasYear ? numberIn(std::string_view(value).substr(0, 4)) : 1972, numberIn(rest.substr(0, 2)) - 1, hasDay ? numberIn(rest.substr(3)) : 1);
    icu::UnicodeString text;
    pattern.format->format(calendar.getTime(status), text);
    return U_SUCCESS(status) ? std::optional(utf8(text)) : std::nullopt;
}

}  // namespace interlinear::cat
