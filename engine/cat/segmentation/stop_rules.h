// Full stops that end no sentence: after abbreviations, initials and the numbers of a list or a date.
//
//   const StopRules rules("de");
//   rules.staysOpen("Am 3. ");        // true: German writes ordinals so
//   rules.staysOpen("Ich sah Dr. ");  // true
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace interlinear::cat {

class StopRules {
public:
    /// Of the language of a BCP 47 tag; another language than English, German, French, Spanish, Italian and Portuguese has the general rules only.
    explicit StopRules(const std::string &language);

    /// Whether the sentence goes on after this beginning of it, which ends before a letter or mark that could begin another.
    bool staysOpen(std::string_view beginning) const;

private:
    bool endsInOrdinal(std::string_view word) const;

    std::span<const std::string_view> m_abbreviations;
    bool m_stopMakesOrdinal = false;
    bool m_hasWordI = false;
};

}  // namespace interlinear::cat
