#include "engine/cat/memory/exchange/tmx_date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace interlinear::cat {

using namespace std::chrono;

std::string tmxDate(std::int64_t ms)
{
    const sys_time<milliseconds> time{milliseconds(ms)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<seconds>(time) - day);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

std::int64_t msOfTmxDate(std::string_view date)
{
    if (date.ends_with('Z'))
        date.remove_suffix(1);
    if (date.size() != 15 || date[8] != 'T')
        return 0;
    const auto digits = [&](std::size_t at, std::size_t count) {
        int number = 0;
        for (const char c : date.substr(at, count))
            number = c >= '0' && c <= '9' && number >= 0 ? number * 10 + (c - '0') : -1;
        return number;
    };
    const std::array parts{digits(0, 4), digits(4, 2), digits(6, 2), digits(9, 2), digits(11, 2), digits(13, 2)};
    if (std::ranges::min(parts) < 0 || parts[3] > 23 || parts[4] > 59 || parts[5] > 60)
        return 0;
    const year_month_day day{year(parts[0]), month(static_cast<unsigned>(parts[1])), std::chrono::day(static_cast<unsigned>(parts[2]))};
    if (!day.ok())
        return 0;
    return duration_cast<milliseconds>((sys_days(day) + hours(parts[3]) + minutes(parts[4]) + seconds(parts[5])).time_since_epoch()).count();
}

}  // namespace interlinear::cat
