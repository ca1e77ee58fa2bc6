// How much text a subtitle can hold, for limits and checks.
//
//   secondsOf("00:00:01,000 --> 00:00:03,500");           // 2.5
//   readableCharacters(2.5);                                // 52: at 21 characters a second
//
// The numbers are those that broadcasters ask for: two lines of 42 characters; 17 characters a second are read at ease, more than 21 are not read.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace interlinear::cat {

inline constexpr std::size_t subtitleLineCharacters = 42;
inline constexpr std::size_t subtitleLines = 2;
inline constexpr double comfortableCharactersPerSecond = 17;
inline constexpr double mostCharactersPerSecond = 21;

/// Of a line of times, SRT's or WebVTT's, with or without settings behind; nothing for what is none. May be 0 or less where the file is wrong.
std::optional<double> secondsOf(std::string_view times);

/// At mostCharactersPerSecond, and not more than the lines hold; at least 1.
std::size_t readableCharacters(double seconds);

}  // namespace interlinear::cat
