// Regular expressions in the strict sense as trees: those of ICU without looking around, back references and possessive quantifiers. What an automaton can run.
//
//   CharacterSets sets;
//   parsedPattern(u"\\b(?:Dr|Prof)\\.", sets);   // a Sequence; nothing for "(?=a)" or "(a)\\1"
#pragma once

#include <unicode/uniset.h>
#include <unicode/unistr.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// The sets of characters that patterns speak of, each once.
class CharacterSets {
public:
    int add(icu::UnicodeSet set);
    /// Of a name between the braces of \p{…}; nothing for one that ICU's sets do not know.
    std::optional<icu::UnicodeSet> property(const std::u32string &name);

    std::size_t size() const { return m_sets.size(); }
    bool contains(int set, char32_t character) const { return m_sets[static_cast<std::size_t>(set)].contains(static_cast<UChar32>(character)); }

private:
    std::vector<icu::UnicodeSet> m_sets;
    std::map<std::u32string, icu::UnicodeSet> m_properties;
    std::map<char32_t, int> m_single;
};

enum class PatternAssertion { WordBoundary, NoWordBoundary, TextBegin, TextEnd };

struct PatternNode {
    enum class Kind { Sequence, Choice, Repeat, Set, Assertion };

    Kind kind = Kind::Sequence;
    std::vector<PatternNode> children = {};   ///< one of a Repeat
    int set = -1;                             ///< into CharacterSets
    PatternAssertion assertion = PatternAssertion::TextBegin;
    int least = 0;                            ///< of a Repeat
    int most = -1;                            ///< -1: without end
};

std::optional<PatternNode> parsedPattern(const icu::UnicodeString &pattern, CharacterSets &sets);

/// What ICU's \w is, and \b looks at.
const icu::UnicodeSet &wordCharacters();

}  // namespace interlinear::cat
