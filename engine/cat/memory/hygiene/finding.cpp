#include "engine/cat/memory/hygiene/finding.h"

#include <array>

namespace interlinear::cat {

namespace {

struct Words {
    const char *name;
    const char *sentence;
};

constexpr std::array<Words, findingKindCount> words{{
    {"duplicate", "%1 units have the same source and target"},
    {"near-duplicate", "one unit in %1 spellings that differ in case and spacing alone"},
    {"source-contradiction", "the same source has %1 different targets"},
    {"target-contradiction", "the same target stands for %1 different sources"},
    {"length", "the target has %2 characters, the source %1; in this memory a target is about %3 times as long"},
    {"numbers", "numbers differ: only in the source %1, only in the target %2"},
    {"tags", "tags differ: %1 of the source and %2 of the target have no partner"},
    {"language", "the %1 reads like the language of the other side"},
    {"untranslated", "the target is the source"},
    {"no-words", "the %1 has no word"},
    {"replacement-character", "the %1 has a character that a conversion lost (U+FFFD)"},
    {"control-character", "the %1 has the control character %2"},
}};

}  // namespace

const char *findingSentence(FindingKind kind)
{
    return words[static_cast<std::size_t>(kind)].sentence;
}

const char *findingName(FindingKind kind)
{
    return words[static_cast<std::size_t>(kind)].name;
}

std::optional<FindingKind> findingFromName(std::string_view name)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (name == words[i].name)
            return static_cast<FindingKind>(i);
    }
    return std::nullopt;
}

}  // namespace interlinear::cat
