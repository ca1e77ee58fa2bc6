// Where sentences begin, by the rules of Unicode (UAX #29) and the full stops that StopRules takes for none.
//
//   Result<SentenceBreaker> breaker = SentenceBreaker::create("en");
//   breaker->starts("Dr. Bell is here. Come in.");   // {18}: "Come in."
//
// ICU's own filter of abbreviations is left out: it takes any word that ends in one for it ("this app." for "pp.") and knows no "Dr." in English.
// One breaker serves one thread at a time.
#pragma once

#include "engine/cat/segmentation/stop_rules.h"
#include "engine/core/result.h"

#include <unicode/brkiter.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

class SentenceBreaker {
public:
    /// The language is a BCP 47 tag such as "en" or "pt-BR"; one that ICU has no rules for gets the root rules. EngineFailure without ICU's data.
    static Result<SentenceBreaker> create(const std::string &language);

    /// Byte offsets at which sentences begin, rising, without 0; white space between two sentences belongs to the first. The text is valid UTF-8.
    std::vector<std::size_t> starts(std::string_view text);

private:
    SentenceBreaker(std::unique_ptr<icu::BreakIterator> iterator, StopRules rules) : m_iterator(std::move(iterator)), m_rules(rules) {}

    std::unique_ptr<icu::BreakIterator> m_iterator;
    StopRules m_rules;
};

}  // namespace interlinear::cat
