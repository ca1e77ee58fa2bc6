#include "engine/cat/memory/match.h"

#include "engine/core/utf8.h"

#include <QByteArrayView>

#include <algorithm>
#include <string_view>
#include <tuple>

namespace interlinear::cat {

namespace {

bool sameNeighbour(const std::optional<std::string> &a, const std::optional<std::string> &b)
{
    return a && b && trimmed(*a) == trimmed(*b);
}

ContextAgreement contextOf(const Unit &unit, const Query &query)
{
    return {.idKnown = !unit.contextId.empty() || !query.contextId.empty(),
            .sameId = !unit.contextId.empty() && unit.contextId == query.contextId,
            .samePrevious = sameNeighbour(unit.previous, query.previous),
            .sameNext = sameNeighbour(unit.next, query.next)};
}

const std::string &firstKnown(const std::string &language, const std::string &other)
{
    return language.empty() ? other : language;
}

/// Whether both say which variant they are, and it is not the same. "de" is any German.
bool areOtherVariants(const std::string &asked, const std::string &unit)
{
    const auto isVariant = [](const std::string &tag) { return tag.find('-') != std::string::npos; };
    const QByteArrayView a(asked.data(), static_cast<qsizetype>(asked.size())), b(unit.data(), static_cast<qsizetype>(unit.size()));
    return isVariant(asked) && isVariant(unit) && a.compare(b, Qt::CaseInsensitive) != 0;
}

/// Two dates of another day of the week and month, each, are the most that is looked into.
bool mayBeRepaired(const std::vector<ScorePart> &explanation)
{
    constexpr int mostWords = 4;
    int words = 0;
    for (const ScorePart &part : explanation)
        words += part.reason == ScoreReason::WordsReplaced || part.reason == ScoreReason::WordsMissing || part.reason == ScoreReason::WordsAdded ? part.count : 0;
    return words <= mostWords;
}

/// Whether what it offers says all that the query does, and no more.
bool fits(const Match &match)
{
    return match.equal || match.repair;
}

bool saySame(const Match &a, const Match &b)
{
    return offeredTarget(a) == offeredTarget(b) && fits(a) == fits(b) && (fits(a) || a.unit.source == b.unit.source);
}

/// What two matches mean for each other.
void dispute(Match &a, Match &b)
{
    if (offeredTarget(a) != offeredTarget(b)) {
        a.disputed |= b.perMille >= a.perMille;
        b.disputed |= a.perMille >= b.perMille;
    } else if (a.perMille == b.perMille) {
        a.disputed = b.disputed = a.disputed || b.disputed;   // by one that the limit has dropped
    }
}

}  // namespace

Matcher::Matcher(Query query, LookupSettings settings, Languages memory)
    : m_query(std::move(query)), m_settings(std::move(settings)), m_memory(std::move(memory))
{
}

const TokenList &Matcher::tokens() const
{
    if (!m_tokens)
        m_tokens = tokenise(m_query.text);
    return *m_tokens;
}

int Matcher::leastOfWords() const
{
    return std::clamp(m_settings.thresholdPerMille + m_settings.penalties.memory, 1, perMilleEqual);
}

int Matcher::mostFor(int wordsPerMille) const
{
    return wordsPerMille + (wordsPerMille == perMilleEqual ? 2 * pointsOfContext : 0) - m_settings.penalties.memory;
}

bool Matcher::isLeftOut(const Unit &unit) const
{
    return (m_settings.approvedOnly && !unit.approved) || m_settings.withoutIds.contains(unit.id);
}

void Matcher::addPenalties(Comparison &comparison, const Unit &unit) const
{
    const Penalties &penalties = m_settings.penalties;
    addPenalty(comparison, ScoreReason::MemoryPenalty, penalties.memory);
    if (areOtherVariants(m_query.languages.source, firstKnown(unit.sourceLanguage, m_memory.source))
        || areOtherVariants(m_query.languages.target, firstKnown(unit.targetLanguage, m_memory.target)))
        addPenalty(comparison, ScoreReason::LanguageVariant, penalties.languageVariant);
    if (!unit.approved)
        addPenalty(comparison, ScoreReason::Unapproved, penalties.unapproved);
    if (unit.origin == Origin::Machine)
        addPenalty(comparison, ScoreReason::MachineOrigin, penalties.machine);
}

std::optional<Match> Matcher::match(Unit unit) const
{
    if (isLeftOut(unit))
        return std::nullopt;
    Comparison comparison = unit.source == m_query.text ? comparisonOfEqual(m_query.text) : compare(tokenise(unit.source), tokens());
    const bool equal = comparison.perMille == perMilleEqual;
    addContext(comparison, contextOf(unit, m_query));
    addPenalties(comparison, unit);
    if (comparison.perMille < m_settings.thresholdPerMille)
        return std::nullopt;
    Match match{.unit = std::move(unit),
                .perMille = comparison.perMille,
                .explanation = std::move(comparison.parts),
                .differences = std::move(comparison.differences),
                .equal = equal};
    if (!equal && mayBeRepaired(match.explanation))
        match.repair = repaired(match.unit);
    return match;
}

std::optional<Repair> Matcher::repaired(const Unit &unit) const
{
    return repair({unit.source, firstKnown(unit.sourceLanguage, m_memory.source)}, {unit.target, firstKnown(unit.targetLanguage, m_memory.target)},
                  {m_query.text, firstKnown(m_query.languages.source, m_memory.source)});
}

const TaggedText &offeredTarget(const Match &match)
{
    return match.repair ? match.repair->target : match.unit.target;
}

bool ranksBefore(const Match &a, const Match &b)
{
    return std::tuple(-a.perMille, -a.unit.changedMs, std::string_view(a.unit.id)) < std::tuple(-b.perMille, -b.unit.changedMs, std::string_view(b.unit.id));
}

void insertMatch(std::vector<Match> &answer, Match match, std::size_t limit)
{
    for (Match &other : answer)
        dispute(match, other);
    const auto twin = std::find_if(answer.begin(), answer.end(), [&](const Match &other) { return saySame(other, match); });
    if (twin != answer.end()) {
        if (!ranksBefore(match, *twin))
            return;
        answer.erase(twin);
    }
    answer.insert(std::upper_bound(answer.begin(), answer.end(), match, ranksBefore), std::move(match));
    if (answer.size() > limit)
        answer.pop_back();
}

}  // namespace interlinear::cat
