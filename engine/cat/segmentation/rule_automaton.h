// Many regular expressions at once: which of them fit the text from one place on, forwards or backwards. Time grows with the characters read alone, whatever the
// patterns; states are made when a text first leads there (as in RE2's automata, R. Cox, "Regular Expression Matching in the Wild", 2010).
//
//   CharacterClasses classes(sets);
//   RuleAutomaton after(Direction::Forward, {node0, nullptr, node2}, classes);
//   after.match(text, offset, hits);   // bit 0 and bit 2 as they fit; bit 1 as it was
#pragma once

#include "engine/cat/segmentation/regular_pattern.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace interlinear::cat {

/// The characters between which no set makes a difference share a number. What is asked for is kept, so that one object serves one thread.
class CharacterClasses {
public:
    explicit CharacterClasses(const CharacterSets &sets);

    std::uint32_t of(char32_t character)
    {
        if (character < m_known.size() && m_known[character] != unknown)
            return m_known[character];
        return find(character);
    }
    std::size_t count() const { return m_members.size(); }
    bool isIn(std::uint32_t characterClass, int set) const { return m_members[characterClass][static_cast<std::size_t>(set)]; }
    bool isWord(std::uint32_t characterClass) const { return m_members[characterClass].back(); }

private:
    static constexpr std::uint16_t unknown = 0xFFFF;

    std::uint32_t find(char32_t character);

    const CharacterSets &m_sets;
    std::vector<std::uint16_t> m_known;               // by character, of the first plane
    std::unordered_map<char32_t, std::uint32_t> m_others;
    std::vector<std::vector<bool>> m_members;         // [class][set], and last whether it is a word character
    std::map<std::vector<bool>, std::uint32_t> m_byMembers;
};

enum class Direction { Forward, Backward };

/// One bit a rule.
using RuleBits = std::vector<std::uint64_t>;

class RuleAutomaton {
public:
    /// How many characters are read before the rest of the text counts for nothing.
    static constexpr int mostCharacters = 1000;

    /// A null pattern is left out. The classes must outlive the automaton.
    RuleAutomaton(Direction direction, const std::vector<const PatternNode *> &patterns, CharacterClasses &classes);

    /// Sets the bits of the patterns that fit the characters from the offset on, or, backwards, up to it. The text is valid UTF-8.
    void match(std::string_view text, std::size_t offset, RuleBits &hits);

private:
    enum class Context : std::uint8_t { Edge, Word, Other };
    static constexpr int dead = -1;
    static constexpr int unknown = -2;

    struct Node {
        enum class Kind : std::uint8_t { Set, Split, Assertion, Accept } kind = Kind::Split;
        int value = 0;      // set, assertion or rule
        int next = -1;
        int other = -1;     // of a Split
    };
    struct Step {
        int next = unknown;
        int hits = -1;      // into m_hits
    };
    struct State {
        std::vector<int> nodes;
        Context before = Context::Edge;
        std::vector<Step> steps;   // by class + 1; 0 is the edge of the text
    };

    int add(Node node);
    int build(const PatternNode &pattern, int next);
    int buildRepeat(const PatternNode &pattern, int next);
    int stateOf(std::vector<int> nodes, Context before);
    void reset();
    Context contextOf(std::size_t symbol) const;
    bool holds(PatternAssertion assertion, Context before, Context behind) const;
    std::vector<int> reachable(const State &state, Context behind) const;
    Step makeStep(int state, std::size_t symbol);
    Step step(int state, std::size_t symbol)
    {
        const std::vector<Step> &steps = m_states[static_cast<std::size_t>(state)].steps;
        return symbol < steps.size() && steps[symbol].next != unknown ? steps[symbol] : makeStep(state, symbol);
    }

    Direction m_direction;
    CharacterClasses &m_classes;
    std::vector<Node> m_nodes;
    std::vector<int> m_begin;
    std::vector<State> m_states;
    std::map<std::pair<Context, std::vector<int>>, int> m_stateByNodes;
    std::vector<std::vector<int>> m_hits;
};

}  // namespace interlinear::cat
