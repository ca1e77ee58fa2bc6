// Points in time as TMX writes them.
//
//   tmxDate(1'577'934'245'000);          // "20200102T030405Z"
//   msOfTmxDate("20200102T030405Z");     // 1'577'934'245'000
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace interlinear::cat {

/// Milliseconds since 1970 UTC; seconds and below are cut off. Years 1 to 9999.
std::string tmxDate(std::int64_t ms);

/// Of "YYYYMMDDThhmmssZ", with or without its Z; 0 for anything else.
std::int64_t msOfTmxDate(std::string_view date);

}  // namespace interlinear::cat
