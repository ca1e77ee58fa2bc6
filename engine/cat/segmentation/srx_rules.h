// Rules of the standard SRX 2.0 (Segmentation Rules eXchange): at which places of a text a segment ends, language by language.
//
//   Result<SrxRules> rules = readSrx(bytes, "office.srx");
//   Result<SentenceBreaker> breaker = SentenceBreaker::create("de", *rules);
//   writeSrx(*rules);   // the file again, as this program writes it
//   ownSrxRules();      // what comes with this program
//
// A rule looks at one place between two characters. It applies where what stands before the place ends in its `before` and what follows begins with its `after`;
// of those that apply, the first decides. The patterns are regular expressions of ICU; what files of Java programs have beside them is translated (icu_pattern.h).
#pragma once

#include "engine/core/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct SrxRule {
    bool breaks = true;   ///< false: no segment ends where it applies
    std::string before;   ///< regular expressions; an empty one fits everywhere
    std::string after;

    bool operator==(const SrxRule &) const = default;
};

struct SrxLanguageRules {
    std::string name;
    std::vector<SrxRule> rules;

    bool operator==(const SrxLanguageRules &) const = default;
};

struct SrxLanguageMap {
    std::string languagePattern;   ///< a regular expression for all of a language tag, in any case of its letters
    std::string rulesName;

    bool operator==(const SrxLanguageMap &) const = default;
};

/// The segment that a tag exactly where a text breaks goes with: true for the one that ends there.
struct TagsBeforeBreak {
    bool start = false;
    bool end = true;
    bool isolated = false;

    bool operator==(const TagsBeforeBreak &) const = default;
};

struct SrxRules {
    bool segmentSubflows = true;
    bool cascade = true;   ///< a language has the rules of all maps that fit it, one after the other; false: those of the first
    TagsBeforeBreak tags;
    std::vector<SrxLanguageRules> languages;
    std::vector<SrxLanguageMap> maps;

    bool operator==(const SrxRules &) const = default;
};

/// SRX 2.0, and 1.0 where the two agree. BadFormat at "NAME, line 3" for what is no XML or no SRX, and for a map to rules that are not there.
/// The regular expressions are looked at when a breaker is made of them.
Result<SrxRules> readSrx(std::string_view bytes, const std::string &name);

/// As SRX 2.0 in UTF-8. readSrx() of it gives the same rules, as long as these hold no control characters, which XML cannot write.
std::string writeSrx(const SrxRules &rules);

/// The bytes of resources/srx/default.srx.
std::string_view ownSrxFile();

/// What ownSrxFile() says.
std::shared_ptr<const SrxRules> ownSrxRules();

}  // namespace interlinear::cat
