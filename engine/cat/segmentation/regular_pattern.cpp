#include "engine/cat/segmentation/regular_pattern.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr int mostCopies = 1000;
constexpr int mostDepth = 200;
constexpr std::size_t mostNodes = 20000;

icu::UnicodeSet setOf(const char16_t *pattern)
{
    UErrorCode status = U_ZERO_ERROR;
    return icu::UnicodeSet(icu::UnicodeString(pattern), status);
}

const icu::UnicodeSet &lineEnds()
{
    static const icu::UnicodeSet set = setOf(u"[\\u000A-\\u000D\\u0085\\u2028\\u2029]");
    return set;
}

std::u32string utf32(const icu::UnicodeString &text)
{
    std::u32string characters;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
        characters += static_cast<char32_t>(text.char32At(i));
    return characters;
}

/// Of an automaton, more or less; stops counting where that is too many.
std::size_t sizeOf(const PatternNode &pattern)
{
    std::size_t size = 1;
    for (const PatternNode &child : pattern.children) {
        if (size < mostNodes)
            size += sizeOf(child);
    }
    const auto copies = static_cast<std::size_t>(std::max({1, pattern.least, pattern.most}));
    return pattern.kind == PatternNode::Kind::Repeat ? size * copies : size;
}

/// Every function takes its construct, or gives up for good.
class Parser {
public:
    Parser(std::u32string pattern, CharacterSets &sets) : m_pattern(std::move(pattern)), m_sets(sets) {}

    std::optional<PatternNode> parse()
    {
        PatternNode all = choice();
        if (!m_regular || m_at < m_pattern.size() || sizeOf(all) > mostNodes)
            return std::nullopt;
        return all;
    }

private:
    bool atEnd() const { return m_at >= m_pattern.size(); }
    bool sees(std::u32string_view text) const { return std::u32string_view(m_pattern).substr(m_at).starts_with(text); }
    bool takes(std::u32string_view text)
    {
        const bool found = sees(text);
        m_at += found ? text.size() : 0;
        return found;
    }
    void giveUp()
    {
        m_regular = false;
        m_at = m_pattern.size();
    }

    PatternNode setNode(icu::UnicodeSet set)
    {
        if (m_anyCase)
            set.closeOver(USET_CASE_INSENSITIVE);
        set.removeAllStrings();
        return {PatternNode::Kind::Set, {}, m_sets.add(std::move(set))};
    }
    PatternNode characterNode(char32_t character) { return setNode(icu::UnicodeSet(static_cast<UChar32>(character), static_cast<UChar32>(character))); }
    static PatternNode assertionNode(PatternAssertion assertion) { return {PatternNode::Kind::Assertion, {}, -1, assertion}; }

    PatternNode choice()
    {
        const bool anyCase = m_anyCase;
        const bool dotTakesAll = m_dotTakesAll;
        PatternNode result{PatternNode::Kind::Choice};
        do {
            result.children.push_back(sequence());
        } while (takes(U"|"));
        m_anyCase = anyCase;
        m_dotTakesAll = dotTakesAll;
        return result.children.size() == 1 ? std::move(result.children.front()) : result;
    }

    PatternNode sequence()
    {
        PatternNode result{PatternNode::Kind::Sequence};
        while (!atEnd() && !sees(U"|") && !sees(U")"))
            result.children.push_back(quantified(atom()));
        return result;
    }

    PatternNode quantified(PatternNode node)
    {
        for (;;) {
            std::pair<int, int> times;
            if (takes(U"*"))
                times = {0, -1};
            else if (takes(U"+"))
                times = {1, -1};
            else if (takes(U"?"))
                times = {0, 1};
            else if (sees(U"{"))
                times = count();
            else
                return node;
            takes(U"?");   // which of the ways to match is tried first does not matter
            if (sees(U"+"))
                giveUp();
            PatternNode repeat{PatternNode::Kind::Repeat, {std::move(node)}};
            std::tie(repeat.least, repeat.most) = times;
            node = std::move(repeat);
        }
    }

    std::optional<int> number()
    {
        int value = -1;
        for (; !atEnd() && m_pattern[m_at] >= U'0' && m_pattern[m_at] <= U'9' && value <= mostCopies; ++m_at)
            value = (value < 0 ? 0 : value * 10) + static_cast<int>(m_pattern[m_at] - U'0');
        return value < 0 || value > mostCopies ? std::nullopt : std::optional(value);
    }

    std::pair<int, int> count()
    {
        takes(U"{");
        const std::optional<int> least = number();
        std::optional<int> most = least;
        if (takes(U","))
            most = sees(U"}") ? -1 : number();
        if (!least || !most || !takes(U"}"))
            giveUp();
        return {least.value_or(0), most.value_or(0)};
    }

    PatternNode atom()
    {
        if (takes(U"("))
            return group();
        if (takes(U"["))
            return setNode(characterClass());
        if (takes(U"\\"))
            return escape();
        if (takes(U"^"))
            return assertionNode(PatternAssertion::TextBegin);
        if (takes(U"."))
            return setNode(m_dotTakesAll ? icu::UnicodeSet(0, 0x10FFFF) : lineEndsLeftOut());
        if (sees(U"$") || sees(U"*") || sees(U"+") || sees(U"?") || sees(U"{")) {
            giveUp();
            return {};
        }
        return characterNode(m_pattern[m_at++]);
    }

    static icu::UnicodeSet lineEndsLeftOut()
    {
        icu::UnicodeSet set(0, 0x10FFFF);
        set.removeAll(lineEnds());
        return set;
    }

    PatternNode group()
    {
        if (++m_depth > mostDepth)
            giveUp();
        const bool anyCase = m_anyCase;
        const bool dotTakesAll = m_dotTakesAll;
        if (sees(U"?") && !takes(U"?:") && !flags())
            return {};
        if (takes(U")")) {   // an empty group, or flags for what follows
            --m_depth;
            return {};
        }
        PatternNode inner = choice();
        m_anyCase = anyCase;
        m_dotTakesAll = dotTakesAll;
        --m_depth;
        if (!takes(U")"))
            giveUp();
        return inner;
    }

    /// "?i" and "?i:", of "(?i)", which lasts until the group around it ends, and "(?i:…)".
    bool flags()
    {
        takes(U"?");
        for (;;) {
            if (takes(U"i"))
                m_anyCase = true;
            else if (takes(U"s"))
                m_dotTakesAll = true;
            else
                break;
        }
        if (sees(U")") || takes(U":"))
            return true;
        giveUp();   // looking around, names
        return false;
    }

    /// Behind a backslash: a set, or nothing where the escape is none.
    std::optional<icu::UnicodeSet> escapedSet()
    {
        if (atEnd())
            return std::nullopt;
        const char32_t letter = m_pattern[m_at];
        std::optional<icu::UnicodeSet> set;
        switch (letter) {
        case U'd': case U'D': set = m_sets.property(U"Nd"); break;
        case U's': case U'S': set = m_sets.property(U"White_Space"); break;
        case U'w': case U'W': set = wordCharacters(); break;
        case U'h': case U'H': set = m_sets.property(U"Zs"); set->add(u'\t'); break;
        case U'v': case U'V': set = lineEnds(); break;
        case U'p': case U'P': return property();
        default: return std::nullopt;
        }
        ++m_at;
        if (letter < U'a')
            set->complement();
        return set;
    }

    std::optional<icu::UnicodeSet> property()
    {
        const bool without = m_pattern[m_at] == U'P';
        const std::size_t end = m_pattern.find(U'}', m_at);
        if (end == std::u32string::npos || m_pattern[m_at + 1] != U'{') {
            giveUp();
            return icu::UnicodeSet();
        }
        std::optional<icu::UnicodeSet> set = m_sets.property(m_pattern.substr(m_at + 2, end - m_at - 2));
        m_at = end + 1;
        if (!set) {
            giveUp();
            return icu::UnicodeSet();
        }
        if (without)
            set->complement();
        return set;
    }

    /// Behind a backslash: the character that it stands for.
    char32_t escapedCharacter()
    {
        if (atEnd()) {
            giveUp();
            return 0;
        }
        const char32_t letter = m_pattern[m_at++];
        switch (letter) {
        case U't': return U'\t';
        case U'n': return U'\n';
        case U'r': return U'\r';
        case U'f': return U'\f';
        case U'u': return hexadecimal(4);
        case U'x': return sees(U"{") ? braced() : hexadecimal(2);
        default: break;
        }
        const bool letterOrDigit = (letter >= U'0' && letter <= U'9') || (letter >= U'a' && letter <= U'z') || (letter >= U'A' && letter <= U'Z');
        if (letterOrDigit)
            giveUp();
        return letter;
    }

    char32_t hexadecimal(std::size_t digits)
    {
        char32_t value = 0;
        for (std::size_t i = 0; i < digits; ++i, ++m_at) {
            const std::int32_t digit = atEnd() ? -1 : u_digit(static_cast<UChar32>(m_pattern[m_at]), 16);
            if (digit < 0) {
                giveUp();
                return 0;
            }
            value = value * 16 + static_cast<char32_t>(digit);
        }
        return value;
    }

    char32_t braced()
    {
        const std::size_t end = m_pattern.find(U'}', m_at);
        if (end == std::u32string::npos || end - m_at > 7) {
            giveUp();
            return 0;
        }
        ++m_at;
        const char32_t value = hexadecimal(end - m_at);
        m_at = m_regular ? end + 1 : m_at;
        return value;
    }

    PatternNode escape()
    {
        if (takes(U"b"))
            return assertionNode(PatternAssertion::WordBoundary);
        if (takes(U"B"))
            return assertionNode(PatternAssertion::NoWordBoundary);
        if (takes(U"A"))
            return assertionNode(PatternAssertion::TextBegin);
        if (takes(U"z"))
            return assertionNode(PatternAssertion::TextEnd);
        if (std::optional<icu::UnicodeSet> set = escapedSet())
            return setNode(std::move(*set));
        return characterNode(escapedCharacter());
    }

    /// Behind "[", up to and with "]".
    icu::UnicodeSet characterClass()
    {
        const bool without = takes(U"^");
        icu::UnicodeSet set = classMembers();
        while (takes(U"&&"))
            set.retainAll(classMembers());
        if (!takes(U"]"))
            giveUp();
        if (without) {
            if (m_anyCase)
                set.closeOver(USET_CASE_INSENSITIVE);
            set.complement();
        }
        return set;
    }

    icu::UnicodeSet classMembers()
    {
        icu::UnicodeSet set;
        while (!atEnd() && !sees(U"]") && !sees(U"&&")) {
            if (sees(U"--") || sees(U"[:"))
                giveUp();
            else if (takes(U"["))
                set.addAll(characterClass());
            else
                addMember(set);
        }
        return set;
    }

    void addMember(icu::UnicodeSet &set)
    {
        if (takes(U"\\")) {
            if (const std::optional<icu::UnicodeSet> escaped = escapedSet()) {
                set.addAll(*escaped);
                return;
            }
            --m_at;
        }
        const char32_t first = member();
        char32_t last = first;
        if (sees(U"-") && !sees(U"-]") && !sees(U"-[") && !sees(U"--")) {
            takes(U"-");
            last = member();
        }
        if (last < first)
            giveUp();
        else
            set.add(static_cast<UChar32>(first), static_cast<UChar32>(last));
    }

    char32_t member()
    {
        if (takes(U"\\"))
            return escapedCharacter();
        if (atEnd()) {
            giveUp();
            return 0;
        }
        return m_pattern[m_at++];
    }

    std::u32string m_pattern;
    CharacterSets &m_sets;
    std::size_t m_at = 0;
    bool m_regular = true;
    bool m_anyCase = false;
    bool m_dotTakesAll = false;
    int m_depth = 0;
};

}  // namespace

int CharacterSets::add(icu::UnicodeSet set)
{
    const bool single = set.size() == 1;
    if (single) {
        if (const auto known = m_single.find(static_cast<char32_t>(set.charAt(0))); known != m_single.end())
            return known->second;
        m_single.emplace(static_cast<char32_t>(set.charAt(0)), static_cast<int>(m_sets.size()));
    } else {
        for (std::size_t i = 0; i < m_sets.size(); ++i) {
            if (m_sets[i] == set)
                return static_cast<int>(i);
        }
    }
    m_sets.push_back(std::move(set));
    m_sets.back().freeze();
    return static_cast<int>(m_sets.size()) - 1;
}

std::optional<icu::UnicodeSet> CharacterSets::property(const std::u32string &name)
{
    if (const auto known = m_properties.find(name); known != m_properties.end())
        return known->second;
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString pattern(u"[\\p{");
    for (const char32_t character : name)
        pattern.append(static_cast<UChar32>(character));
    const icu::UnicodeSet set(pattern.append(u"}]"), status);
    if (U_FAILURE(status))
        return std::nullopt;
    return m_properties.emplace(name, set).first->second;
}

std::optional<PatternNode> parsedPattern(const icu::UnicodeString &pattern, CharacterSets &sets)
{
    return Parser(utf32(pattern), sets).parse();
}

const icu::UnicodeSet &wordCharacters()
{
    static const icu::UnicodeSet set = setOf(u"[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]");
    return set;
}

}  // namespace interlinear::cat
