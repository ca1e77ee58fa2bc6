#include "engine/cat/memory/scoring/score.h"

#include "engine/cat/memory/scoring/alignment.h"

#include <algorithm>
#include <array>

namespace interlinear::cat {

namespace {

constexpr std::array<const char *, 17> reasonNames{"start",          "words replaced",   "words missing", "words added",    "tags",       "numbers",
                                                   "punctuation",    "letter case",      "spacing",       "previous segment", "next segment", "context id",
                                                   "text flow",      "memory penalty",   "language variant", "unapproved",  "machine origin"};

struct Tally {
    int count = 0;
    int points = 0;

    void add(int cost)
    {
        ++count;
        points += cost;
    }
};

struct Tallies {
    Tally replaced, missing, added;                        // points stay 0: words are charged together
    Tally tags, numbers, punctuation, letterCase, spacing;
};

void countAlone(const Token &token, Tally &words, Tallies &tallies)
{
    if (token.content)
        words.add(0);
    else if (token.kind == TokenKind::Tag)
        tallies.tags.add(cost::tag);
    else
        tallies.punctuation.add(cost::punctuation);
}

void countMatch(const Token &match, const Token &query, Tallies &tallies)
{
    if (match.space != query.space)
        tallies.spacing.add(cost::spacing);
    if (match.form == query.form)
        return;
    if (match.kind == TokenKind::Tag)
        tallies.tags.add(cost::tagChanged);
    else if (match.kind == TokenKind::Number || match.kind == TokenKind::Verbatim)
        tallies.numbers.add(cost::number);
    else
        tallies.letterCase.add(cost::letterCase);
}

Tallies count(const TokenList &match, const TokenList &query, const std::vector<AlignedStep> &steps)
{
    Tallies tallies;
    for (const AlignedStep &step : steps) {
        switch (step.kind) {
        case StepKind::Match:
            countMatch(match.tokens[step.match], query.tokens[step.query], tallies);
            break;
        case StepKind::Replace:
            countAlone(match.tokens[step.match], tallies.replaced, tallies);
            break;
        case StepKind::Remove:
            countAlone(match.tokens[step.match], tallies.missing, tallies);
            break;
        case StepKind::Insert:
            countAlone(query.tokens[step.query], tallies.added, tallies);
            break;
        }
    }
    return tallies;
}

/// Writes the list of parts and keeps the sum.
class Score {
public:
    Score(int edits, std::size_t words) : m_words(static_cast<int>(std::max<std::size_t>(words, 1)))
    {
        m_comparison.parts.push_back({ScoreReason::Start, 0, perMilleEqual});
        m_comparison.perMille = perMilleEqual;
        m_minorLeft = std::min(mostPointsWithEqualWords, perMilleEqual - pointsFor(edits));
    }

    void chargeWords(ScoreReason reason, const Tally &tally)
    {
        const int before = pointsFor(m_edits);
        m_edits += tally.count;
        charge(reason, tally.count, pointsFor(m_edits) - before);
    }

    void chargeMinor(ScoreReason reason, const Tally &tally)
    {
        const int points = std::min(tally.points, m_minorLeft);
        m_minorLeft -= points;
        charge(reason, tally.count, points);
    }

    Comparison take() { return std::move(m_comparison); }

private:
    int pointsFor(int edits) const { return static_cast<int>((std::int64_t(edits) * perMilleEqual + m_words - 1) / m_words); }

    void charge(ScoreReason reason, int howMany, int points)
    {
        if (howMany == 0)
            return;
        m_comparison.parts.push_back({reason, howMany, -points});
        m_comparison.perMille -= points;
    }

    Comparison m_comparison;
    int m_words;
    int m_edits = 0;
    int m_minorLeft = 0;
};

Difference differenceOf(const AlignedStep &step, const TokenList &match, const TokenList &query)
{
    switch (step.kind) {
    case StepKind::Match:
        return match.tokens[step.match].form == query.tokens[step.query].form ? Difference::Kept : Difference::Changed;
    case StepKind::Replace:
        return Difference::Changed;
    case StepKind::Remove:
        return Difference::Removed;
    case StepKind::Insert:
        return Difference::Added;
    }
    return Difference::Kept;
}

DifferenceSpan spanOf(const AlignedStep &step, const TokenList &match, const TokenList &query)
{
    DifferenceSpan result{differenceOf(step, match, query), match.tokens[step.match].span, query.tokens[step.query].span};
    if (step.kind == StepKind::Remove)
        result.inQuery.end = result.inQuery.begin;
    if (step.kind == StepKind::Insert)
        result.inMatch.end = result.inMatch.begin;
    return result;
}

std::vector<DifferenceSpan> differences(const TokenList &match, const TokenList &query, const std::vector<AlignedStep> &steps)
{
    std::vector<DifferenceSpan> result;
    for (const AlignedStep &step : steps) {
        if (match.tokens[step.match].kind == TokenKind::End && query.tokens[step.query].kind == TokenKind::End && step.kind == StepKind::Match)
            continue;
        const DifferenceSpan span = spanOf(step, match, query);
        if (!result.empty() && result.back().kind == span.kind) {
            result.back().inMatch.end = std::max(result.back().inMatch.end, span.inMatch.end);
            result.back().inQuery.end = std::max(result.back().inQuery.end, span.inQuery.end);
        } else {
            result.push_back(span);
        }
    }
    return result;
}

}  // namespace

std::string reasonName(ScoreReason reason)
{
    return reasonNames[static_cast<std::size_t>(reason)];
}

Comparison compare(const TokenList &match, const TokenList &query)
{
    const std::vector<AlignedStep> steps = align(match, query);
    const Tallies tallies = count(match, query, steps);
    Score score(tallies.replaced.count + tallies.missing.count + tallies.added.count, std::max(match.contentCount, query.contentCount));
    score.chargeWords(ScoreReason::WordsReplaced, tallies.replaced);
    score.chargeWords(ScoreReason::WordsMissing, tallies.missing);
    score.chargeWords(ScoreReason::WordsAdded, tallies.added);
    score.chargeMinor(ScoreReason::Tags, tallies.tags);
    score.chargeMinor(ScoreReason::Numbers, tallies.numbers);
    score.chargeMinor(ScoreReason::Punctuation, tallies.punctuation);
    score.chargeMinor(ScoreReason::LetterCase, tallies.letterCase);
    score.chargeMinor(ScoreReason::Spacing, tallies.spacing);
    Comparison comparison = score.take();
    comparison.differences = differences(match, query, steps);
    return comparison;
}

Comparison comparisonOfEqual(const TaggedText &text)
{
    Comparison comparison = Score(0, 0).take();
    comparison.differences.push_back({Difference::Kept, {0, text.text.size()}, {0, text.text.size()}});
    return comparison;
}

void addContext(Comparison &comparison, const ContextAgreement &context)
{
    if (comparison.perMille != perMilleEqual)
        return;
    const auto agree = [&](bool same, ScoreReason reason) {
        if (!same)
            return;
        comparison.parts.push_back({reason, 1, pointsOfContext});
        comparison.perMille += pointsOfContext;
    };
    if (context.idKnown) {
        agree(context.sameId, ScoreReason::ContextId);
        agree(context.samePrevious && context.sameNext, ScoreReason::TextFlow);
    } else {
        agree(context.samePrevious, ScoreReason::PreviousSegment);
        agree(context.sameNext, ScoreReason::NextSegment);
    }
}

void addPenalty(Comparison &comparison, ScoreReason reason, int points)
{
    const int taken = std::min(points, comparison.perMille);
    if (taken <= 0)
        return;
    comparison.parts.push_back({reason, 1, -taken});
    comparison.perMille -= taken;
}

}  // namespace interlinear::cat
