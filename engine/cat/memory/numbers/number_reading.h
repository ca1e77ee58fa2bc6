// Digits in a text, and the number that they are by the convention of a language: the one reader for what compares numbers (hygiene) and for what puts one in the
// place of another (repair).
//
//   const NumberConvention german{.decimals = U",", .groups = U"."};
//   readNumber("1.234,5 kg", 0, german).value;       // "1234.5"
//   readNumber("1.2.3", 0, german).value;            // nothing: no number, and it ends behind the "3"
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace interlinear::cat {

/// Marks that stand for each other.
inline constexpr std::u32string_view spaceMarks = U" \u00A0\u2009\u202F";
inline constexpr std::u32string_view apostropheMarks = U"'\u2019";

/// Which marks a language has in its numbers.
struct NumberConvention {
    std::u32string decimals;   ///< before a fraction
    std::u32string groups;     ///< between thousands
};

/// Where digits stand: what they say as a number, or that they say none.
struct DigitRun {
    std::size_t end = 0;
    std::optional<std::string> value;   ///< "1234.50"; leading zeros stay. Nothing: no number of this convention, such as "1.2.3"
    bool grouped = false;
};

/// The longest run of digits of one script and marks between them that begins at a digit at the offset. Thousands, and the lakhs of India, are parted by one kind
/// of mark. A space is one only before three digits.
DigitRun readNumber(std::string_view text, std::size_t at, const NumberConvention &convention);

/// The character at the offset and its length in bytes; U+FFFD for what is none.
struct Character {
    char32_t code = 0;
    std::size_t length = 1;
};
Character characterAt(std::string_view text, std::size_t offset);
Character characterBefore(std::string_view text, std::size_t offset);

/// Behind the digits of one script that begin at the offset.
std::size_t digitsEnd(std::string_view text, std::size_t at);
/// 0 to 9, in any script; -1 for what is no digit.
int digitValue(char32_t character);
/// The zero of the script of a digit.
char32_t zeroOf(char32_t digit);

}  // namespace interlinear::cat
