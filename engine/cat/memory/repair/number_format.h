// Numbers as a language writes them: digits of any script, separators of decimals and of thousands.
//
//   const NumberFormat german("de");
//   german.readAt("1.234,5 kg", 0).value;       // "1234.5"
//   german.write("9876.25", true, "1.234,5");   // "9.876,25"
#pragma once

#include "engine/cat/memory/numbers/number_reading.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <unicode/locid.h>

namespace interlinear::cat {

class NumberFormat {
public:
    explicit NumberFormat(const std::string &language);

    /// As readNumber(), by the separators that CLDR has for the language and the digits.
    DigitRun readAt(std::string_view text, std::size_t at) const;

    /// With the digits of the model, which readAt() takes for a number, and with its separator of thousands where it has one. Nothing when ICU does not know how.
    std::optional<std::string> write(const std::string &value, bool grouped, std::string_view model) const;

private:
    struct Separators {
        char32_t group = ',';          // as CLDR has it
        NumberConvention convention;
    };
    Separators separatorsOf(const char *numbering) const;
    Separators separatorsFor(char32_t zero) const;

    icu::Locale m_locale;
    Separators m_latin;
};

}  // namespace interlinear::cat
