// Numbers as a language writes them: digits of any script, separators of decimals and of thousands.
//
//   const NumberFormat german("de");
//   german.readAt("1.234,5 kg", 0).value;       // "1234.5"
//   german.write("9876.25", true, "1.234,5");   // "9.876,25"
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <unicode/locid.h>

namespace interlinear::cat {

/// Where digits stand: what they say as a number, or that they say none.
struct DigitRun {
    std::size_t end = 0;
    std::optional<std::string> value;   ///< "1234.50"; leading zeros stay. Nothing: no number of this language, such as "1.2.3"
    bool grouped = false;
};

class NumberFormat {
public:
    explicit NumberFormat(const std::string &language);

    /// The longest run of digits and separators between them that begins at a digit at the offset.
    DigitRun readAt(std::string_view text, std::size_t at) const;

    /// With the digits of the model, which readAt() takes for a number, and with its separator of thousands where it has one. Nothing when ICU does not know how.
    std::optional<std::string> write(const std::string &value, bool grouped, std::string_view model) const;

private:
    struct Separators {
        char32_t decimal = '.';
        char32_t group = ',';
    };
    Separators separatorsOf(const char *numbering) const;
    Separators separatorsFor(char32_t zero) const;
    bool isGroup(char32_t character, const Separators &separators) const;

    icu::Locale m_locale;
    Separators m_latin;
};

/// The character at the offset and its length in bytes; U+FFFD for what is none.
struct Character {
    char32_t code = 0;
    std::size_t length = 1;
};
Character characterAt(std::string_view text, std::size_t offset);
Character characterBefore(std::string_view text, std::size_t offset);

/// 0 to 9, in any script; -1 for what is no digit.
int digitValue(char32_t character);

}  // namespace interlinear::cat
