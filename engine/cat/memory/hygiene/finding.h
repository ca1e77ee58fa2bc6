// Something about a memory that a person should look at, as a value: the window lists it, a bulk change mends it.
//
//   for (const Finding &finding : findings)
//       std::puts(withArguments(findingSentence(finding.kind), finding.arguments).c_str());
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

enum class FindingKind {
    Duplicate,              ///< units with the same texts and tags
    NearDuplicate,          ///< units whose texts differ in case and white space alone
    SourceContradiction,    ///< the same source with different targets
    TargetContradiction,    ///< the same target with different sources
    Length,                 ///< a target much longer or shorter than this memory's are
    Numbers,                ///< numbers of one side that the other lacks
    Tags,                   ///< tags of one side that the other lacks
    Language,               ///< a text that reads like the language of the other side
    Untranslated,           ///< a target that is its source
    NoWords,                ///< words on one side, none on the other
    ReplacementCharacter,   ///< U+FFFD: a character was lost in a conversion
    ControlCharacter        ///< characters that no text has, such as U+0007
};

constexpr int findingKindCount = 12;

struct Finding {
    FindingKind kind = FindingKind::Duplicate;
    std::vector<std::string> unitIds;     ///< one, or for the first four kinds all that belong together, oldest first
    std::vector<std::string> arguments;   ///< of the sentence

    bool operator==(const Finding &) const = default;
};

/// An English sentence with %1 to %9 for the arguments.
const char *findingSentence(FindingKind kind);

/// "duplicate", "near-duplicate", "source-contradiction", …: for the command line.
const char *findingName(FindingKind kind);
std::optional<FindingKind> findingFromName(std::string_view name);

}  // namespace interlinear::cat
