#include "engine/cat/segmentation/sentence_breaker.h"

#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/icu_pattern.h"
#include "engine/cat/segmentation/icu_rule_half.h"
#include "engine/cat/segmentation/rule_automaton.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr std::size_t asciiCharacters = 0x80;

struct PlacedRule {
    const SrxRule *rule = nullptr;
    std::string place;
};

Result<bool> fitsLanguage(const SrxLanguageMap &map, const std::string &language)
{
    const Result<icu::UnicodeString> pattern = icuPattern(map.languagePattern);
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString tag = icu::UnicodeString::fromUTF8(language);
    icu::RegexMatcher matcher(pattern ? *pattern : icu::UnicodeString(), tag, UREGEX_CASE_INSENSITIVE, status);
    if (!pattern || U_FAILURE(status))
        return fail(ErrorCode::BadFormat, {}, "'%1' is no pattern for languages that ICU takes", map.languagePattern);
    matcher.setTimeLimit(50, status);
    return matcher.matches(status) && U_SUCCESS(status);
}

Result<std::vector<PlacedRule>> rulesFor(const SrxRules &rules, const std::string &language)
{
    std::vector<PlacedRule> found;
    for (const SrxLanguageMap &map : rules.maps) {
        const Result<bool> fits = fitsLanguage(map, language);
        if (!fits)
            return std::unexpected(fits.error());
        const auto named = std::ranges::find(rules.languages, map.rulesName, &SrxLanguageRules::name);
        if (!*fits || named == rules.languages.end())
            continue;
        for (std::size_t i = 0; i < named->rules.size(); ++i)
            found.push_back({&named->rules[i], "rule " + std::to_string(i + 1) + " of '" + named->name + "'"});
        if (!rules.cascade)
            break;
    }
    return found;
}

// A pattern that an automaton runs, or one for ICU.
struct Half {
    std::optional<PatternNode> regular;
    std::optional<IcuRuleHalf> icu;
};

Result<Half> halfOf(const std::string &pattern, Direction direction, CharacterSets &sets)
{
    const Result<icu::UnicodeString> plain = icuPattern(pattern);
    if (!plain)
        return std::unexpected(plain.error());
    Half half{parsedPattern(*plain, sets), {}};
    if (half.regular)
        return half;
    Result<IcuRuleHalf> icu = IcuRuleHalf::create(direction, *plain, pattern);
    if (!icu)
        return std::unexpected(icu.error());
    half.icu = std::move(*icu);
    return half;
}

// Adds the sets that a text which fits begins with, in the direction of reading; whether one may be empty.
bool addFirstSets(const PatternNode &pattern, Direction direction, std::vector<int> &sets)
{
    switch (pattern.kind) {
    case PatternNode::Kind::Set: sets.push_back(pattern.set); return false;
    case PatternNode::Kind::Assertion: return true;
    case PatternNode::Kind::Repeat: return addFirstSets(pattern.children.front(), direction, sets) || pattern.least == 0;
    case PatternNode::Kind::Choice: {
        bool empty = false;
        for (const PatternNode &child : pattern.children)
            empty |= addFirstSets(child, direction, sets);
        return empty;
    }
    case PatternNode::Kind::Sequence: break;
    }
    const std::size_t count = pattern.children.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (!addFirstSets(pattern.children[direction == Direction::Forward ? i : count - 1 - i], direction, sets))
            return false;
    }
    return true;
}

struct Rule {
    bool breaks = true;
    std::string place;
    Half before;
    Half after;
    bool givenUp = false;
};

// The characters that a half of a rule that breaks may have at the place.
struct Edge {
    std::vector<int> sets;
    bool any = false;
};

Edge edgeOf(const Half &half, Direction direction)
{
    Edge edge;
    edge.any = !half.regular || addFirstSets(*half.regular, direction, edge.sets);
    return edge;
}

// Of a class of characters: one bit for each rule that breaks (the 65th shares that of the first) and may have it beside the place.
struct EdgeBits {
    std::uint64_t before = 0;
    std::uint64_t after = 0;
};

std::vector<const PatternNode *> patternsOf(const std::vector<Rule> &rules, Half Rule::*half)
{
    std::vector<const PatternNode *> patterns;
    for (const Rule &rule : rules)
        patterns.push_back((rule.*half).regular ? &*(rule.*half).regular : nullptr);
    return patterns;
}

RuleBits bitsOf(const std::vector<Rule> &rules, bool (*isSet)(const Rule &))
{
    RuleBits bits(rules.size() / 64 + 1);
    for (std::size_t i = 0; i < rules.size(); ++i)
        bits[i / 64] |= std::uint64_t(isSet(rules[i]) ? 1 : 0) << (i % 64);
    return bits;
}

}  // namespace

struct SentenceBreaker::Parts {
    Parts(std::vector<Rule> compiled, std::unique_ptr<CharacterSets> characterSets, TagsBeforeBreak tagsBeforeBreak);

    std::vector<std::size_t> breaks(std::string_view text);

private:
    const EdgeBits &edgeBits(std::uint32_t characterClass);
    bool breaksAt(std::string_view text, std::size_t offset, std::uint64_t candidates);
    bool mayBreak(std::uint64_t candidates) const;
    bool icuAgrees(Rule &rule, std::size_t offset);
    bool fits(Rule &rule, Half &half, std::size_t offset);

    std::unique_ptr<CharacterSets> m_sets;
    std::vector<Rule> m_rules;
    CharacterClasses m_classes;
    RuleAutomaton m_before;
    RuleAutomaton m_after;
    RuleBits m_icuBefore;   // those whose half is not for the automaton
    RuleBits m_icuAfter;
    RuleBits m_beforeHits;
    RuleBits m_afterHits;
    std::vector<std::size_t> m_breaking;          // the rules that break
    std::vector<std::pair<Edge, Edge>> m_edges;   // before and after, of each of them
    std::vector<EdgeBits> m_edgeBits;             // by class
    std::array<EdgeBits, asciiCharacters> m_asciiBits;
    std::optional<IcuText> m_icuText;

public:
    TagsBeforeBreak tags;
    std::vector<std::string> givenUp;
};

SentenceBreaker::Parts::Parts(std::vector<Rule> compiled, std::unique_ptr<CharacterSets> characterSets, TagsBeforeBreak tagsBeforeBreak)
    : m_sets(std::move(characterSets)), m_rules(std::move(compiled)), m_classes(*m_sets),
      m_before(Direction::Backward, patternsOf(m_rules, &Rule::before), m_classes), m_after(Direction::Forward, patternsOf(m_rules, &Rule::after), m_classes),
      m_icuBefore(bitsOf(m_rules, [](const Rule &rule) { return rule.before.icu.has_value(); })),
      m_icuAfter(bitsOf(m_rules, [](const Rule &rule) { return rule.after.icu.has_value(); })), tags(tagsBeforeBreak)
{
    for (std::size_t i = 0; i < m_rules.size(); ++i) {
        if (!m_rules[i].breaks)
            continue;
        m_breaking.push_back(i);
        m_edges.push_back({edgeOf(m_rules[i].before, Direction::Backward), edgeOf(m_rules[i].after, Direction::Forward)});
    }
    for (std::size_t character = 0; character < asciiCharacters; ++character)
        m_asciiBits[character] = edgeBits(m_classes.of(static_cast<char32_t>(character)));
}

const EdgeBits &SentenceBreaker::Parts::edgeBits(std::uint32_t characterClass)
{
    while (m_edgeBits.size() <= characterClass) {
        const auto added = static_cast<std::uint32_t>(m_edgeBits.size());
        const auto has = [&](const Edge &edge) { return edge.any || std::ranges::any_of(edge.sets, [&](int set) { return m_classes.isIn(added, set); }); };
        EdgeBits bits;
        for (std::size_t i = 0; i < m_edges.size(); ++i) {
            bits.before |= std::uint64_t(has(m_edges[i].first) ? 1 : 0) << (i % 64);
            bits.after |= std::uint64_t(has(m_edges[i].second) ? 1 : 0) << (i % 64);
        }
        m_edgeBits.push_back(bits);
    }
    return m_edgeBits[characterClass];
}

std::vector<std::size_t> SentenceBreaker::Parts::breaks(std::string_view text)
{
    m_icuText.emplace(text);
    for (Rule &rule : m_rules) {
        for (Half *half : {&rule.before, &rule.after}) {
            if (half->icu)
                half->icu->forgetText();
        }
    }
    std::vector<std::size_t> offsets;
    std::uint64_t left = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const CodePoint character = byte < asciiCharacters ? CodePoint{byte, 1} : firstCodePoint(text.substr(at));
        const EdgeBits bits = byte < asciiCharacters ? m_asciiBits[byte] : edgeBits(m_classes.of(character.value));
        const std::uint64_t candidates = left & bits.after;
        left = bits.before;
        if (candidates != 0 && breaksAt(text, at, candidates))
            offsets.push_back(at);
        at += character.length;
    }
    return offsets;
}

// Whether one of the candidates, by their bits of EdgeBits, is among the rules whose later half fits.
bool SentenceBreaker::Parts::mayBreak(std::uint64_t candidates) const
{
    for (; candidates != 0; candidates &= candidates - 1) {
        for (auto i = static_cast<std::size_t>(std::countr_zero(candidates)); i < m_breaking.size(); i += 64) {
            const std::size_t rule = m_breaking[i];
            if ((m_afterHits[rule / 64] >> (rule % 64) & 1) != 0)
                return true;
        }
    }
    return false;
}

bool SentenceBreaker::Parts::breaksAt(std::string_view text, std::size_t offset, std::uint64_t candidates)
{
    m_afterHits = m_icuAfter;
    m_after.match(text, offset, m_afterHits);
    if (!mayBreak(candidates))
        return false;
    m_beforeHits = m_icuBefore;
    m_before.match(text, offset, m_beforeHits);
    for (std::size_t i = 0; i < m_afterHits.size(); ++i) {
        for (std::uint64_t hits = m_afterHits[i] & m_beforeHits[i]; hits != 0; hits &= hits - 1) {
            Rule &rule = m_rules[i * 64 + static_cast<std::size_t>(std::countr_zero(hits))];
            if (icuAgrees(rule, offset))
                return rule.breaks;
        }
    }
    return false;
}

bool SentenceBreaker::Parts::icuAgrees(Rule &rule, std::size_t offset)
{
    return !rule.givenUp && fits(rule, rule.after, offset) && fits(rule, rule.before, offset);
}

bool SentenceBreaker::Parts::fits(Rule &rule, Half &half, std::size_t offset)
{
    if (!half.icu)
        return true;
    const IcuRuleHalf::Result result = half.icu->fitsAt(*m_icuText, offset);
    if (result == IcuRuleHalf::Result::TookTooLong) {
        rule.givenUp = true;
        givenUp.push_back(rule.place);
    }
    return result == IcuRuleHalf::Result::Fits;
}

SentenceBreaker::SentenceBreaker(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
SentenceBreaker::SentenceBreaker(SentenceBreaker &&) noexcept = default;
SentenceBreaker &SentenceBreaker::operator=(SentenceBreaker &&) noexcept = default;
SentenceBreaker::~SentenceBreaker() = default;

Result<SentenceBreaker> SentenceBreaker::create(const std::string &language)
{
    return create(language, *ownSrxRules());
}

Result<SentenceBreaker> SentenceBreaker::create(const std::string &language, const SrxRules &rules)
{
    const Result<std::vector<PlacedRule>> placed = rulesFor(rules, language);
    if (!placed)
        return std::unexpected(placed.error());
    auto sets = std::make_unique<CharacterSets>();
    std::vector<Rule> compiled;
    for (const PlacedRule &rule : *placed) {
        Result<Half> before = halfOf(rule.rule->before, Direction::Backward, *sets);
        Result<Half> after = halfOf(rule.rule->after, Direction::Forward, *sets);
        for (Result<Half> *half : {&before, &after}) {
            if (*half)
                continue;
            half->error().where = rule.place;
            return std::unexpected(half->error());
        }
        compiled.push_back({rule.rule->breaks, rule.place, std::move(*before), std::move(*after)});
    }
    return SentenceBreaker(std::make_unique<Parts>(std::move(compiled), std::move(sets), rules.tags));
}

std::vector<std::size_t> SentenceBreaker::breaks(std::string_view text)
{
    return m_parts->breaks(text);
}

TagsBeforeBreak SentenceBreaker::tags() const
{
    return m_parts->tags;
}

const std::vector<std::string> &SentenceBreaker::givenUp() const
{
    return m_parts->givenUp;
}

}  // namespace interlinear::cat
