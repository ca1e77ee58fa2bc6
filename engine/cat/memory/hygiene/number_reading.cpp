#include "engine/cat/memory/hygiene/number_reading.h"

#include <unicode/dcfmtsym.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <optional>

namespace interlinear::cat {

namespace {

enum class Separator { Point, Comma, Group };

/// Groups of ASCII digits and what stands between them.
struct DigitGroups {
    std::string_view written;
    std::vector<std::string> groups;
    std::vector<Separator> separators;
};

struct Character {
    UChar32 value = 0;
    std::size_t end = 0;
};

Character characterAt(std::string_view text, std::size_t at)
{
    if (at >= text.size())
        return {0, at};
    UChar32 value = 0;
    auto offset = static_cast<std::int32_t>(at);
    U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), offset, static_cast<std::int32_t>(text.size()), value);
    return {value, static_cast<std::size_t>(offset)};
}

bool isDigit(std::string_view text, std::size_t at)
{
    return at < text.size() && u_isdigit(characterAt(text, at).value);
}

std::string digitsAt(std::string_view text, std::size_t &at)
{
    std::string digits;
    for (; isDigit(text, at); at = characterAt(text, at).end)
        digits += static_cast<char>('0' + u_charDigitValue(characterAt(text, at).value));
    return digits;
}

std::optional<Separator> separatorOf(UChar32 character)
{
    switch (character) {
    case '.':
    case 0xFF0E: return Separator::Point;
    case ',':
    case 0xFF0C:
    case 0x066B: return Separator::Comma;
    case '\'':
    case 0x2019:
    case 0x00A0:
    case 0x202F:
    case 0x2009:
    case 0x066C: return Separator::Group;
    default: return std::nullopt;
    }
}

/// A plain space parts thousands only where exactly three digits follow a group of at most three.
bool spacePartsThousands(std::string_view text, std::size_t at, const std::vector<std::string> &groups)
{
    if (at >= text.size() || text[at] != ' ' || groups.back().size() > 3 || (groups.size() > 1 && groups.back().size() != 3))
        return false;
    std::size_t end = at + 1;
    return digitsAt(text, end).size() == 3;
}

DigitGroups groupsAt(std::string_view text, std::size_t &at)
{
    const std::size_t begin = at;
    DigitGroups number;
    number.groups.push_back(digitsAt(text, at));
    while (true) {
        const Character between = characterAt(text, at);
        std::optional<Separator> separator = separatorOf(between.value);
        if (spacePartsThousands(text, at, number.groups))
            separator = Separator::Group;
        if (!separator || !isDigit(text, between.end))
            break;
        number.separators.push_back(*separator);
        at = between.end;
        number.groups.push_back(digitsAt(text, at));
    }
    number.written = text.substr(begin, at - begin);
    return number;
}

std::string valueOf(std::string whole, std::string fraction)
{
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return fraction.empty() ? whole : whole + "." + fraction;
}

/// The number, if a language with this decimal separator writes it so. Thousands, and the lakhs of India, are parted by one kind of separator.
std::optional<std::string> valueIn(const DigitGroups &number, Separator decimal)
{
    if (number.separators.empty())
        return valueOf(number.groups.front(), "");
    const bool hasFraction = number.separators.back() == decimal;
    const std::size_t wholeGroups = number.groups.size() - (hasFraction ? 1 : 0);
    std::string whole = number.groups.front();
    for (std::size_t i = 1; i < wholeGroups; ++i) {
        const bool lastGroup = i + 1 == wholeGroups;
        const std::size_t size = number.groups[i].size();
        const bool sized = size == 3 || (size == 2 && !lastGroup);
        if (number.separators[i - 1] == decimal || number.separators[i - 1] != number.separators.front() || !sized || number.groups.front().size() > 3 || number.groups.front() == "0")
            return std::nullopt;
        whole += number.groups[i];
    }
    return valueOf(std::move(whole), hasFraction ? number.groups.back() : "");
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

std::vector<std::string> groupsOf(const std::string &written)
{
    std::vector<std::string> groups;
    for (std::size_t at = 0; at < written.size();) {
        if (isDigit(written, at))
            groups.push_back(valueOf(digitsAt(written, at), ""));
        else
            at = characterAt(written, at).end;
    }
    return groups;
}

/// Takes out what one side writes as one ("10.30") and the other as several ("10:30").
void takeGroups(std::vector<ReadNumber> &whole, std::vector<ReadNumber> &parts)
{
    std::erase_if(whole, [&](const ReadNumber &number) {
        std::vector<ReadNumber> left = parts;
        for (const std::string &group : groupsOf(number.written)) {
            const auto partner = std::find_if(left.begin(), left.end(), [&](const ReadNumber &part) { return part.value == group; });
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

NumberReader::NumberReader(const std::string &language)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::DecimalFormatSymbols symbols(icu::Locale::forLanguageTag(language, status), status);
    m_decimalComma = U_SUCCESS(status) && symbols.getConstSymbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol).indexOf(u'.') < 0;
}

std::vector<ReadNumber> NumberReader::read(std::string_view text) const
{
    const Separator own = m_decimalComma ? Separator::Comma : Separator::Point;
    const Separator other = m_decimalComma ? Separator::Point : Separator::Comma;
    std::vector<ReadNumber> numbers;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80 ? !(byte >= '0' && byte <= '9') : !isDigit(text, at)) {
            at = characterAt(text, at).end;
            continue;
        }
        const DigitGroups number = groupsAt(text, at);
        const std::string written(number.written);
        if (const auto value = valueIn(number, own)) {
            numbers.push_back({written, *value, true});
        } else if (const auto foreign = valueIn(number, other)) {
            numbers.push_back({written, *foreign, false});
        } else {
            for (const std::string &group : number.groups)
                numbers.push_back({group, valueOf(group, ""), true});
        }
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
