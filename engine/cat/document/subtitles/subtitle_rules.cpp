#include "engine/cat/document/subtitles/subtitle_rules.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace interlinear::cat {

namespace {

constexpr std::string_view blank = " \t";

void skipBlank(std::string_view &text)
{
    text.remove_prefix(std::min(text.find_first_not_of(blank), text.size()));
}

std::optional<long> takeNumber(std::string_view &text, std::size_t mostDigits)
{
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    long number = 0;
    if (digits == 0 || digits > mostDigits)
        return std::nullopt;
    std::from_chars(text.data(), text.data() + digits, number);
    text.remove_prefix(digits);
    return number;
}

// "[hours:]minutes:seconds,milliseconds"; WebVTT has a point.
std::optional<double> takeTime(std::string_view &text)
{
    double seconds = 0;
    for (int part = 0; part < 3; ++part) {
        const std::optional<long> number = takeNumber(text, 9);
        if (!number)
            return std::nullopt;
        seconds = seconds * 60 + static_cast<double>(*number);
        if (!text.starts_with(':'))
            break;
        text.remove_prefix(1);
    }
    if (!text.starts_with(',') && !text.starts_with('.'))
        return std::nullopt;
    text.remove_prefix(1);
    const std::size_t before = text.size();
    const std::optional<long> fraction = takeNumber(text, 9);
    return fraction ? std::optional(seconds + static_cast<double>(*fraction) / std::pow(10, before - text.size())) : std::nullopt;
}

}  // namespace

std::optional<double> secondsOf(std::string_view times)
{
    skipBlank(times);
    const std::optional<double> begin = takeTime(times);
    skipBlank(times);
    if (!begin || !times.starts_with("-->"))
        return std::nullopt;
    times.remove_prefix(3);
    skipBlank(times);
    const std::optional<double> end = takeTime(times);
    const bool endsThere = times.empty() || blank.find(times.front()) != std::string_view::npos;
    return end && endsThere ? std::optional(*end - *begin) : std::nullopt;
}

std::size_t readableCharacters(double seconds)
{
    const double readable = std::floor(seconds * mostCharactersPerSecond + 1e-6);
    return static_cast<std::size_t>(std::clamp(readable, 1.0, static_cast<double>(subtitleLineCharacters * subtitleLines)));
}

}  // namespace interlinear::cat
