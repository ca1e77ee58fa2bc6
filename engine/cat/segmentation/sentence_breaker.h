// Where segments end, by the SRX rules of a language.
//
//   Result<SentenceBreaker> breaker = SentenceBreaker::create("en");
//   breaker->breaks("Dr. Bell is here. Come in.");   // {17}: before the space, as the rules of this program have it
//
// A place is looked at only where the characters beside it fit the ends of a rule that breaks. There two automata (rule_automaton.h) find all patterns that fit at
// once; the patterns that no automaton can run (looking around, back references) are left to ICU, within a limit of time and memory.
// One breaker serves one thread at a time.
#pragma once

#include "engine/cat/segmentation/srx_rules.h"
#include "engine/core/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

class SentenceBreaker {
public:
    /// The rules of this program for a BCP 47 tag such as "en" or "pt-BR"; a language that they do not know has the general ones.
    static Result<SentenceBreaker> create(const std::string &language);

    /// The rules of the maps that fit the tag; without any the text is never cut. BadFormat and Unsupported name the rule whose pattern ICU cannot take.
    static Result<SentenceBreaker> create(const std::string &language, const SrxRules &rules);

    SentenceBreaker(SentenceBreaker &&) noexcept;
    SentenceBreaker &operator=(SentenceBreaker &&) noexcept;
    ~SentenceBreaker();

    /// Byte offsets, rising, neither 0 nor the end; white space at them is for the caller to leave out. The text is valid UTF-8. A rule sees 1,000 characters to
    /// either side.
    std::vector<std::size_t> breaks(std::string_view text);

    TagsBeforeBreak tags() const;

    /// Rules, by "rule 3 of 'English'", that took ICU too long on a text and apply nowhere since.
    const std::vector<std::string> &givenUp() const;

private:
    struct Parts;
    explicit SentenceBreaker(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

}  // namespace interlinear::cat
