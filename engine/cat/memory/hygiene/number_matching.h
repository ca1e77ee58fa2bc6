// The numbers of a text as its language writes them, so that 1,234.5 in English and 1.234,5 in German are one number.
//
//   const NumberReader english("en"), german("de");
//   unmatchedNumbers(english.read("From 1,234.5 to 7"), german.read("Von 1.234,5 bis 8"));   // {{"7"}, {"8"}}
//
// Digits of every script count. What the language's own separators do not explain is read with the other convention ("1.5" in German), and what is no number at
// all, such as a date or a version, as its groups of digits.
#pragma once

#include "engine/cat/memory/numbers/number_reading.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct ReadNumber {
    std::string written;   ///< as it stands in the text
    std::string value;     ///< digits and perhaps a point: "1234.5"
    bool certain = true;   ///< the language writes it so

    bool operator==(const ReadNumber &) const = default;
};

class NumberReader {
public:
    /// The language is a BCP 47 tag; one that ICU does not know reads as English.
    explicit NumberReader(const std::string &language);

    /// In the order of the text, which is UTF-8.
    std::vector<ReadNumber> read(std::string_view text) const;

private:
    NumberConvention m_own, m_other;
};

struct UnmatchedNumbers {
    std::vector<std::string> inSource, inTarget;   ///< as written

    bool empty() const { return inSource.empty() && inTarget.empty(); }
};

/// The numbers that have no partner of the same value, in any order. Whole numbers up to twelve may be words on the other side when that has no number too many.
UnmatchedNumbers unmatchedNumbers(const std::vector<ReadNumber> &source, const std::vector<ReadNumber> &target);

}  // namespace interlinear::cat
