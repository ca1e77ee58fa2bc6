// Dates as a language writes them: the short, medium, long and full patterns of CLDR, with and without leading zeros, and ISO 8601.
// English has both orders of day and month name in every variant.
//
//   const DateFormat german("de");
//   const std::optional<WrittenDate> found = german.readAt("12. März 2024", 0);
//   found->value;                                // "2024-03-12"
//   german.write("2025-04-15", found->pattern);  // "15. April 2025"
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace interlinear::cat {

struct WrittenDate {
    std::size_t end = 0;
    std::string value;         ///< "2024-03-12"; "--03-12" without a year, "2024-03" without a day
    std::size_t pattern = 0;
};

/// Gregorian calendar. One thread at a time.
class DateFormat {
public:
    explicit DateFormat(const std::string &language);
    ~DateFormat();
    DateFormat(DateFormat &&) noexcept;

    /// The longest date that begins at the offset. Only what the pattern writes in the very same way is one: no 31 February, no wrong day of the week.
    std::optional<WrittenDate> readAt(std::string_view text, std::size_t at) const;
    /// Nothing when the pattern asks for more than the value says.
    std::optional<std::string> write(const std::string &value, std::size_t pattern) const;

private:
    struct Pattern;
    struct Patterns;
    std::unique_ptr<Patterns> m_patterns;
};

}  // namespace interlinear::cat
