// One side of a rule as ICU matches it: for the patterns that no automaton can run. Backwards it looks for a match that ends at the place and has at most 200
// characters.
//
//   IcuText icuText(text);
//   half.fitsAt(icuText, offset);   // whether the pattern fits at this byte of the text
#pragma once

#include "engine/cat/segmentation/rule_automaton.h"
#include "engine/core/result.h"
#include "engine/core/spans.h"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace interlinear::cat {

/// A text in ICU's UTF-16, made when the first half asks for it.
class IcuText {
public:
    explicit IcuText(std::string_view text) : m_text(text) {}

    const icu::UnicodeString &characters();
    std::int32_t offset(std::size_t byte) { return static_cast<std::int32_t>(m_map->toUtf16(byte)); }

private:
    std::string_view m_text;
    std::optional<Utf16Map> m_map;
    icu::UnicodeString m_characters;
};

class IcuRuleHalf {
public:
    enum class Result : std::uint8_t { Fits, DoesNot, TookTooLong };

    /// The error's place is empty; `pattern` is how the file has it.
    static interlinear::Result<IcuRuleHalf> create(Direction direction, const icu::UnicodeString &icuPattern, const std::string &pattern);

    Result fitsAt(IcuText &text, std::size_t offset);
    /// Another text comes next.
    void forgetText() { m_hasText = false; }

private:
    IcuRuleHalf(Direction direction, std::unique_ptr<icu::RegexMatcher> matcher) : m_direction(direction), m_matcher(std::move(matcher)) {}
    bool findBefore(const icu::UnicodeString &characters, std::int32_t offset, UErrorCode &status);

    Direction m_direction;
    std::unique_ptr<icu::RegexMatcher> m_matcher;
    bool m_hasText = false;
};

}  // namespace interlinear::cat
