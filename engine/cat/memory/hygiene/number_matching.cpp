#include "engine/cat/memory/hygiene/number_matching.h"

#include <unicode/dcfmtsym.h>
#include <unicode/locid.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace interlinear::cat {

namespace {

/// What parts thousands in every language.
constexpr std::u32string_view anyGroups = U" \u00A0\u2009\u202F'\u2019\u066C";
constexpr std::u32string_view points = U".\uFF0E";
constexpr std::u32string_view commas = U",\uFF0C\u066B";

NumberConvention conventionOf(std::u32string_view decimals, std::u32string_view others)
{
    return {std::u32string(decimals), std::u32string(others) + std::u32string(anyGroups)};
}

/// Without zeros that say nothing.
std::string plain(const std::string &value)
{
    const std::size_t point = std::min(value.find('.'), value.size());
    std::string whole = value.substr(0, point), fraction = value.substr(std::min(point + 1, value.size()));
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return fraction.empty() ? whole : whole + "." + fraction;
}

/// Each group of digits as a number of its own.
std::vector<ReadNumber> groupsIn(std::string_view text)
{
    std::vector<ReadNumber> groups;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        const std::size_t end = digitValue(character.code) < 0 ? at + character.length : digitsEnd(text, at);
        const std::string_view piece = text.substr(at, end - at);
        if (digitValue(character.code) >= 0)
            groups.push_back({std::string(piece), plain(*readNumber(piece, 0, {}).value), true});
        at = end;
    }
    return groups;
}

bool mayBeAWord(const ReadNumber &number)
{
    return number.value.size() <= 2 && number.value.find('.') == std::string::npos && std::stoi(number.value) <= 12;
}

/// Takes out of both lists what the test pairs.
template <typename Test>
void takePairs(std::vector<ReadNumber> &source, std::vector<ReadNumber> &target, Test isPair)
{
    std::erase_if(source, [&](const ReadNumber &number) {
        const auto partner = std::find_if(target.begin(), target.end(), [&](const ReadNumber &other) { return isPair(number, other); });
        if (partner == target.end())
            return false;
        target.erase(partner);
        return true;
    });
}

/// Takes out what one side writes as one ("10.30") and the other as several ("10:30").
void takeGroups(std::vector<ReadNumber> &whole, std::vector<ReadNumber> &parts)
{
    std::erase_if(whole, [&](const ReadNumber &number) {
        std::vector<ReadNumber> left = parts;
        for (const ReadNumber &group : groupsIn(number.written)) {
            const auto partner = std::find_if(left.begin(), left.end(), [&](const ReadNumber &part) { return part.value == group.value; });
            if (number.certain || partner == left.end())
                return false;
            left.erase(partner);
        }
        parts = std::move(left);
        return true;
    });
}

std::string digitsOf(const std::string &value)
{
    std::string digits;
    std::copy_if(value.begin(), value.end(), std::back_inserter(digits), [](char c) { return c != '.'; });
    return digits;
}

std::vector<std::string> writtenOf(const std::vector<ReadNumber> &numbers)
{
    std::vector<std::string> written;
    for (const ReadNumber &number : numbers)
        written.push_back(number.written);
    return written;
}

}  // namespace

NumberReader::NumberReader(const std::string &language) : m_own(conventionOf(points, commas)), m_other(conventionOf(commas, points))
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::DecimalFormatSymbols symbols(icu::Locale::forLanguageTag(language, status), status);
    if (U_SUCCESS(status) && symbols.getConstSymbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol).indexOf(u'.') < 0)
        std::swap(m_own, m_other);
}

std::vector<ReadNumber> NumberReader::read(std::string_view text) const
{
    std::vector<ReadNumber> numbers;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        if (digitValue(character.code) < 0) {
            at += character.length;
            continue;
        }
        DigitRun run = readNumber(text, at, m_own);
        const bool certain = run.value.has_value();
        if (!certain) {
            if (DigitRun foreign = readNumber(text, at, m_other); foreign.value)
                run = std::move(foreign);
        }
        const std::string_view written = text.substr(at, run.end - at);
        if (run.value)
            numbers.push_back({std::string(written), plain(*run.value), certain});
        else
            std::ranges::move(groupsIn(written), std::back_inserter(numbers));
        at = run.end;
    }
    return numbers;
}

UnmatchedNumbers unmatchedNumbers(const std::vector<ReadNumber> &source, const std::vector<ReadNumber> &target)
{
    std::vector<ReadNumber> inSource = source, inTarget = target;
    takePairs(inSource, inTarget, [](const ReadNumber &a, const ReadNumber &b) { return a.value == b.value; });
    takePairs(inSource, inTarget, [](const ReadNumber &a, const ReadNumber &b) { return !(a.certain && b.certain) && digitsOf(a.value) == digitsOf(b.value); });
    takeGroups(inSource, inTarget);
    takeGroups(inTarget, inSource);
    if (inTarget.empty())
        std::erase_if(inSource, mayBeAWord);
    else if (inSource.empty())
        std::erase_if(inTarget, mayBeAWord);
    return {writtenOf(inSource), writtenOf(inTarget)};
}

}  // namespace interlinear::cat
