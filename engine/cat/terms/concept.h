// One entry of a termbase: what is meant, and the terms for it in several languages.
//
//   Concept entry{.id = newConceptId(), .definition = "What a key is pressed on.", .domains = {"computing"}};
//   entry.terms.push_back({.text = "keyboard", .language = "en", .status = TermStatus::Preferred});
//   entry.terms.push_back({.text = "Tastatur", .language = "de", .status = TermStatus::Preferred});
//   entry.terms.push_back({.text = "Keyboard", .language = "de", .status = TermStatus::Forbidden});
#pragma once

#include "engine/core/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

enum class TermStatus {
    Unknown,     ///< nobody said: as good as admitted
    Preferred,
    Admitted,
    Forbidden    ///< deprecated, superseded or obsolete
};

enum class CaseRule {
    Any,     ///< "windows" is the term "Windows"
    Exact    ///< it is not
};

/// What TBX knows and this program does not use: kept, and written out again.
struct TermProperty {
    std::string name;            ///< the data category: "context", "source", "xGraphic", "note" …
    std::string value;
    std::string language{};      ///< of the section that it stands in; empty in the concept itself and in a term
    std::string target{};        ///< what it points to
    std::string of{};            ///< the category that it says something about: "source" of "definition"

    bool operator==(const TermProperty &) const = default;
};

struct Term {
    std::string text;
    std::string language;                      ///< BCP 47
    TermStatus status = TermStatus::Unknown;
    CaseRule caseRule = CaseRule::Any;
    std::string partOfSpeech{};                ///< as TBX has it: "noun", "verb", "adjective" …
    std::string gender{};                      ///< "masculine", "feminine", "neuter", "other"
    std::string usage{};                       ///< a note on when to use it
    std::vector<std::string> forms{};          ///< inflected forms that no rule gives: "mice"
    std::string author{};
    std::int64_t createdMs = 0;                ///< milliseconds since 1970 UTC; 0 is unknown
    std::int64_t changedMs = 0;
    std::vector<TermProperty> properties{};

    bool operator==(const Term &) const = default;
};

struct Concept {
    std::string id;                            ///< unique in its termbase
    std::string definition{};
    std::vector<std::string> domains{};
    std::vector<std::string> notes{};
    std::vector<Term> terms{};                 ///< in the order of their entering
    std::string author{};
    std::int64_t createdMs = 0;
    std::int64_t changedMs = 0;
    std::vector<TermProperty> properties{};

    bool operator==(const Concept &) const = default;
};

/// "c-" and a random UUID: a name that XML takes for an id.
std::string newConceptId();
/// The same with a UUID that all but the id and the dates give: for concepts from outside, so that the same one is known when it comes again.
std::string conceptIdFromContent(const Concept &entry);

/// "unknown", "preferred", "admitted", "forbidden".
std::string statusName(TermStatus status);
/// Those names; TBX's, with or without "Term" and "-admn-sts"; and what other programs write: "approved", "standard", "legal", "regulated" are Preferred;
/// "deprecated", "superseded", "obsolete", "rejected", "prohibited", "notRecommended" are Forbidden. In any case of letters.
std::optional<TermStatus> statusFromName(std::string_view name);

/// Whether a translation may use the term.
bool isAllowed(TermStatus status);

/// "de" of "de-AT" and "DE_at".
std::string primaryLanguageOf(std::string_view tag);
/// A variant serves its language, and a language its variants.
bool sameLanguage(std::string_view a, std::string_view b);

/// Unicode's composed form in folded case: what makes two spellings one term.
std::string foldedTerm(std::string_view text);

/// The most bytes of a term or a form, and of a concept with all that it has.
constexpr std::size_t longestTerm = 10'000;
constexpr std::size_t longestConcept = 4'000'000;

/// Whether a termbase takes the concept: an id, at least one term, each with a text and a language tag, none too long; UTF-8 without control characters in what
/// is looked for. NotUtf8, UnknownLanguage, OutOfRange or InvalidArgument.
Result<void> checkConcept(const Concept &entry);

}  // namespace interlinear::cat
