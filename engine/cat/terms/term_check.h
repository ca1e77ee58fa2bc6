// Whether a translation has the terms that its source asks for, and none that is forbidden.
//
//   Result<std::vector<TermFinding>> findings = checkTerms(termbase, {"Two hard disks.", {}}, "en", {"Zwei Harddisks.", {}}, "de");
//   // Missing: "hard disks" in the source, expected {"Festplatte"};  Forbidden: "Harddisks" in the target
//
// Inflected forms count on both sides, and a compound word for the term that it begins or ends with. Where several concepts have the term of the source, a term of any of them will do.
#pragma once

#include "engine/cat/terms/termbase.h"

#include <string>
#include <vector>

namespace interlinear::cat {

struct TermFinding {
    enum class Kind {
        Missing,     ///< no allowed term of the target language for this term of the source
        Forbidden    ///< a forbidden term stands in the target
    };
    Kind kind = Kind::Missing;
    ByteSpan span;                        ///< in the source where one is missing, in the target where one is forbidden
    Concept entry;                        ///< of several the oldest
    std::size_t term = 0;                 ///< which of its terms stands there
    std::vector<std::string> expected;    ///< allowed terms of the target language, preferred ones first; may be empty for a forbidden one
};

/// Missing ones by their place in the source, then forbidden ones by their place in the target. A concept without an allowed term of the target language asks
/// for none. A term that is forbidden in one concept and allowed in another, which the source has, is not reported.
Result<std::vector<TermFinding>> checkTerms(Termbase &termbase, const TaggedText &source, const std::string &sourceLanguage, const TaggedText &target,
                                            const std::string &targetLanguage);

/// The concept's allowed terms of the language, preferred ones first.
std::vector<Term> allowedTerms(const Concept &entry, const std::string &language);

}  // namespace interlinear::cat
