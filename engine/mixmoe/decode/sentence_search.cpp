#include "engine/mixmoe/decode/sentence_search.h"

#include "engine/mixmoe/decode/whole_words.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace interlinear::mixmoe {

namespace {

// Tokens of the vocabulary, all of them.
std::vector<TokenId> everyToken(const PieceTable &table)
{
    std::vector<TokenId> tokens(table.surface.size());
    std::iota(tokens.begin(), tokens.end(), 0);
    return tokens;
}

// Behind tokens that were all typed.
TermState termsBehind(const SearchTerms &terms, const PieceTable &table, const std::vector<TokenId> &typed)
{
    TermState state = terms.begin();
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const std::string_view text = shownText(table, typed[i], i == 0);
        state = terms.after(std::move(state), text, text.size()).value_or(TermState());
    }
    return state;
}

// The bytes at the end that begin a character and do not complete it.
std::string begunCharacter(const PieceTable &table, const GeneratedToken *last)
{
    constexpr std::size_t mostBytes = 3;
    std::string bytes;
    for (; last && bytes.size() < mostBytes; last = last->before.get())
        bytes.insert(0, table.surface[static_cast<std::size_t>(last->token)]);
    return bytes.substr(bytes.size() - unfinishedBytes(bytes));
}

void keepThoseThatLackLeast(std::vector<FinishedText> &ended, std::vector<FinishedText> &cut)
{
    int fewest = std::numeric_limits<int>::max();
    for (const auto *texts : {&ended, &cut}) {
        for (const FinishedText &text : *texts)
            fewest = std::min(fewest, text.missing);
    }
    for (auto *texts : {&ended, &cut})
        std::erase_if(*texts, [&](const FinishedText &text) { return text.missing > fewest; });
}

std::unexpected<Error> cannotSpell(const Spelling &spelling)
{
    return fail(ErrorCode::InvalidArgument, "", "no piece of the model's vocabulary continues the typed text at \"%1\"", spelling.rest);
}

}  // namespace

std::vector<const GeneratedToken *> tokensUpTo(const GeneratedToken *last)
{
    std::vector<const GeneratedToken *> tokens;
    for (; last; last = last->before.get())
        tokens.push_back(last);
    std::ranges::reverse(tokens);
    return tokens;
}

Result<SentenceSearch> SentenceSearch::begin(Runtime &runtime, SearchPlan plan)
{
    const Result<SequenceId> root = runtime.openSequence();
    if (!root)
        return std::unexpected(root.error());
    SentenceSearch search(std::move(plan), OwnedSequence(runtime, *root));
    const Hypothesis &first = search.m_live.front();
    if (!search.canContinue(first.rest))
        return cannotSpell(first.rest.spelling);
    return search;
}

SentenceSearch::SentenceSearch(SearchPlan plan, OwnedSequence root) : m_plan(std::move(plan)), m_runtime(&root.runtime())
{
    Hypothesis first{.sequence = std::move(root), .last = nullptr, .rest = restOf(m_plan.prefix.spelling)};
    if (m_plan.terms)
        first.terms = termsBehind(*m_plan.terms, *m_plan.table, m_plan.prefix.tokens);
    if (m_plan.sampling)
        m_sampler.emplace(*m_plan.sampling);
    m_beginning = m_plan.prompt;
    m_beginning.insert(m_beginning.end(), m_plan.prefix.tokens.begin(), m_plan.prefix.tokens.end());
    m_live.push_back(std::move(first));
}

std::vector<SequenceInput> SentenceSearch::inputs()
{
    const bool beginning = m_stage == Stage::Beginning;
    m_tried = trial();
    std::vector<SequenceInput> inputs;
    for (const Hypothesis &hypothesis : m_live) {
        const std::span<const TokenId> certain = certainTokens(hypothesis);
        inputs.push_back({.sequence = hypothesis.sequence.id(), .tokens = {certain.begin(), certain.end()}, .promptTokens = beginning ? m_plan.prompt.size() : 0});
        inputs.back().wantGiven = beginning && !m_plan.prefix.tokens.empty();
        addPicks(inputs.back(), hypothesis.rest);
    }
    return inputs;
}

// What the next step reads whatever comes of the draft.
std::span<const TokenId> SentenceSearch::certainTokens(const Hypothesis &hypothesis) const
{
    return m_stage == Stage::Beginning ? std::span(m_beginning) : std::span(&hypothesis.last->token, 1);
}

// What is tried, and what binds the pick behind each token of it and before.
void SentenceSearch::addPicks(SequenceInput &input, const Rest &rest) const
{
    const auto &[tokens, behind] = m_tried;
    input.tokens.insert(input.tokens.end(), tokens.begin(), tokens.end());
    input.triedTokens = tokens.size();
    const auto restAt = [&](std::size_t pick) -> const Rest & { return pick == 0 ? rest : behind[pick - 1]; };
    for (std::size_t pick = 0; pick < tokens.size() && restAt(pick).open(); ++pick)
        input.firstSelections.push_back(selectionFor(restAt(pick)));
    input.selection = selectionFor(restAt(tokens.size()));
}

Result<void> SentenceSearch::accept(std::span<SequenceOutput> outputs)
{
    ++m_steps;
    Trial tried = std::exchange(m_tried, {});
    const std::size_t forced = m_stage == Stage::Beginning ? m_plan.prefix.tokens.size() : 0, rows = 1 + forced + tried.tokens.size();
    if (m_stage == Stage::Beginning) {
        noteBeginning(outputs.front(), rows);
    } else {
        for (std::size_t i = 0; i < m_live.size(); ++i)
            noteRead(*m_live[i].last, outputs[i], 0, rows);
    }
    m_stage = Stage::Free;
    if (!tried.tokens.empty() && !acceptTried(outputs.front(), std::move(tried), rows))
        return {};
    return expand(outputs);
}

std::vector<const GeneratedToken *> SentenceSearch::settled() const
{
    if (done())
        return tokensUpTo(m_finished.front().last.get());
    return tokensUpTo(m_plan.beamSize == 1 && m_live.front().last ? m_live.front().last->before.get() : nullptr);
}

SentenceSearch::Rest SentenceSearch::restOf(Spelling spelling) const
{
    std::vector<TokenId> wrong = spelling.open() ? misspelling(spelling, *m_plan.table, m_plan.banned) : std::vector<TokenId>{};
    return {std::move(spelling), std::move(wrong)};
}

SentenceSearch::Rest SentenceSearch::restBehind(const Rest &rest, TokenId token) const
{
    return rest.open() ? restOf(afterPiece(rest.spelling, *m_plan.table, token)) : Rest();
}

Selection SentenceSearch::selectionFor(const Rest &rest) const
{
    if (m_plan.terms)
        return {.topK = 0, .banned = bannedAt(rest), .scored = everyToken(*m_plan.table)};
    // With twice the beams, end tokens among the candidates never leave fewer continuations than beams.
    return {.topK = m_plan.sampling ? m_plan.sampling->topK : m_plan.beamSize == 1 ? 1 : 2 * m_plan.beamSize,
            .banned = bannedAt(rest),
            .scored = {m_plan.table->end},
            .allowed = rest.open() ? nullptr : m_plan.allowed};
}

// It may still take, those that only spell what was typed aside.
int SentenceSearch::tokensLeft(const Hypothesis &hypothesis) const
{
    return std::min(m_plan.maxNewTokens - (hypothesis.picked - hypothesis.spelled), m_plan.room - hypothesis.picked);
}

float SentenceSearch::endLogProbability(const SequenceOutput &output) const
{
    return m_plan.terms ? output.scored[static_cast<std::size_t>(m_plan.table->end)] : output.scored.front();
}

float SentenceSearch::normalised(float score, int length) const
{
    return score / std::pow(static_cast<float>(std::max(1, length)), m_plan.lengthPenalty);
}

int SentenceSearch::typedTokens(const Hypothesis &hypothesis) const
{
    return static_cast<int>(m_plan.prefix.tokens.size()) + hypothesis.spelled;
}

// The prompt, and what is forced behind it, which the model might not have been allowed to write.
void SentenceSearch::noteBeginning(SequenceOutput &output, std::size_t rows)
{
    const auto end = output.routing.begin() + static_cast<std::ptrdiff_t>(output.routing.empty() ? 0 : m_plan.prompt.size());
    const std::vector<TokenId> &forced = m_plan.prefix.tokens;
    m_promptRouting.assign(std::move_iterator(output.routing.begin()), std::move_iterator(end));
    m_promptAttention = sourceAttention(output, 0, rows);
    std::shared_ptr<GeneratedToken> last;
    for (std::size_t i = 0; i < forced.size(); ++i) {
        last = std::make_shared<GeneratedToken>(
            GeneratedToken{.before = last, .token = forced[i], .logProbability = output.given[i], .pickedBy = attentionBehind(last.get())});
        noteRead(*last, output, 1 + i, rows);
    }
    m_live.front().last = std::move(last);
}

// rows: those of the output's tokens that something follows.
void SentenceSearch::noteRead(GeneratedToken &token, SequenceOutput &output, std::size_t row, std::size_t rows) const
{
    if (!output.routing.empty())
        token.routing = std::move(output.routing[output.routing.size() - rows + row]);
    token.readBy = sourceAttention(output, row, rows);
}

SourceAttention SentenceSearch::sourceAttention(const SequenceOutput &output, std::size_t row, std::size_t rows) const
{
    const std::size_t positions = output.attention.size() / rows;
    const auto attention = std::span(output.attention).subspan(row * positions, positions);
    const auto source = attention.subspan(m_plan.sourceBegin, m_plan.sourceEnd - m_plan.sourceBegin);
    const auto highest = std::ranges::max_element(source);
    return {m_plan.sourceBegin + static_cast<std::size_t>(highest - source.begin()), *highest};
}

SourceAttention SentenceSearch::attentionBehind(const GeneratedToken *last) const
{
    return last ? last->readBy : m_promptAttention;
}

// What is tried behind the beginning or the newest token: as much of the draft as the limits allow and what was typed lets stand. At a limit only the end token is picked still.
SentenceSearch::Trial SentenceSearch::trial() const
{
    if (m_plan.beamSize != 1 || m_live.empty())
        return {};
    const Hypothesis &hypothesis = m_live.front();
    const std::size_t atMost = std::min(m_mostTried, static_cast<std::size_t>(std::max(0, tokensLeft(hypothesis))));
    const std::span<const TokenId> worthIt = m_plan.draft.next(certainTokens(hypothesis).size(), atMost);
    Trial trial;
    trial.behind.reserve(worthIt.size());
    const Rest *rest = &hypothesis.rest;
    for (const TokenId token : worthIt) {
        if (std::ranges::binary_search(bannedAt(*rest), token))
            break;
        Rest behind = restBehind(*rest, token);
        if (!canContinue(behind))
            break;
        trial.tokens.push_back(token);
        rest = &trial.behind.emplace_back(std::move(behind));
    }
    return trial;
}

// Tokens that the model picks too are picked and read; the first other choice is left in the output, as if the step had ended before it. Where there is none, since the logits
// are no numbers, false: the last token is read again by the next step, which fails where they are broken still.
bool SentenceSearch::acceptTried(SequenceOutput &output, Trial tried, std::size_t rows)
{
    Hypothesis &hypothesis = m_live.front();
    const std::size_t offered = tried.tokens.size(), newest = rows - 1 - offered;
    std::size_t accepted = 0;
    while (accepted < offered && output.bestAfterEach[accepted].token == tried.tokens[accepted]) {
        const Candidate &candidate = output.bestAfterEach[accepted];
        hypothesis.spelled += hypothesis.rest.spelling.rest.empty() ? 0 : 1;
        hypothesis.rest = std::move(tried.behind[accepted++]);
        hypothesis.last = tokenBehind(hypothesis, candidate);
        noteRead(*hypothesis.last, output, newest + accepted, rows);
        hypothesis.score += candidate.logProbability;
        ++hypothesis.picked;
        m_plan.draft.picked(candidate.token);
    }
    const bool found = output.bestAfterEach[accepted].token >= 0;
    const std::size_t kept = found ? accepted : accepted - 1;   // one was accepted: behind a certain token broken numbers fail the step
    m_runtime->truncate(hypothesis.sequence.id(), m_runtime->length(hypothesis.sequence.id()) - static_cast<int>(offered - kept));
    output.candidates.assign(1, output.bestAfterEach[accepted]);
    return found;
}

std::vector<SentenceSearch::Continuation> SentenceSearch::continuations(std::span<const SequenceOutput> outputs)
{
    if (m_sampler) {
        const std::string begun = begunCharacter(*m_plan.table, m_live.front().last.get());
        const Candidate drawn = m_sampler->draw(keepingCharacters(outputs.front().candidates, begun, *m_plan.table));
        return {{0, drawn, m_live.front().score + drawn.logProbability}};
    }
    std::vector<Continuation> all;
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        for (const Candidate &candidate : outputs[i].candidates)
            all.push_back({i, candidate, m_live[i].score + candidate.logProbability});
    }
    std::ranges::stable_sort(all, std::ranges::greater(), &Continuation::score);
    return all;
}

Result<void> SentenceSearch::expand(std::span<const SequenceOutput> outputs)
{
    if (m_plan.terms)
        return expandUnderTerms(outputs);
    const auto beams = static_cast<std::size_t>(m_plan.beamSize);
    const std::vector<Continuation> all = continuations(outputs);
    std::vector<Continuation> kept;
    std::vector<char> ended(m_live.size(), 0);
    for (std::size_t rank = 0; rank < all.size(); ++rank) {
        const Continuation &continuation = all[rank];
        const Hypothesis &hypothesis = m_live[continuation.hypothesis];
        if (continuation.candidate.token == m_plan.table->end) {
            if (rank >= beams)
                continue;
            ended[continuation.hypothesis] = 1;
            m_ended.push_back({hypothesis.last, normalised(continuation.score, hypothesis.picked + 1), continuation.candidate.logProbability, typedTokens(hypothesis)});
        } else if (kept.size() < beams && !atLimit(hypothesis)) {
            kept.push_back(continuation);
        }
    }
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        if (atLimit(m_live[i]) && !ended[i])
            m_cut.push_back({m_live[i].last, normalised(m_live[i].score, m_live[i].picked), endLogProbability(outputs[i]), typedTokens(m_live[i])});
    }
    if (m_ended.size() >= beams || kept.empty())
        return finish();
    return continueWith(kept);
}

Result<void> SentenceSearch::expandUnderTerms(std::span<const SequenceOutput> outputs)
{
    rememberWhole(outputs);
    std::vector<ConstrainedHypothesis> hypotheses;
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        const Hypothesis &live = m_live[i];
        hypotheses.push_back({.terms = &live.terms, .score = live.score, .logProbabilities = outputs[i].scored, .typed = live.rest.spelling.rest.size(), .atStart = nothingWritten(live), .tokensLeft = tokensLeft(live)});
    }
    std::vector<Continuation> kept;
    std::vector<char> ended(m_live.size(), 0);
    for (const ConstrainedContinuation &offer : followedUnder(*m_plan.terms, *m_plan.table, hypotheses, m_plan.beamSize)) {
        const Hypothesis &live = m_live[offer.hypothesis];
        if (offer.candidate.token == m_plan.table->end) {
            ended[offer.hypothesis] = 1;
            m_ended.push_back({live.last, normalised(offer.score, live.picked + 1), offer.candidate.logProbability, typedTokens(live), offer.missing});
        } else {
            kept.push_back({offer.hypothesis, offer.candidate, offer.score});
        }
    }
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        if (atLimit(m_live[i]) && !ended[i])
            m_cut.push_back({m_live[i].last, normalised(m_live[i].score, m_live[i].picked), endLogProbability(outputs[i]), typedTokens(m_live[i]), m_plan.terms->missing(m_live[i].terms)});
    }
    const auto withAll = std::ranges::count(m_ended, 0, &FinishedText::missing);
    if (kept.empty() && m_ended.empty() && m_cut.empty() && m_whole)
        m_cut.push_back(*m_whole);
    if (withAll >= m_plan.beamSize || kept.empty())
        return finish();
    return continueWith(kept);
}

// The best of those that lack the fewest terms.
void SentenceSearch::rememberWhole(std::span<const SequenceOutput> outputs)
{
    std::optional<FinishedText> best;
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        const Hypothesis &live = m_live[i];
        if (live.rest.open() || !m_plan.terms->mayEnd(live.terms))
            continue;
        const FinishedText text{live.last, normalised(live.score, live.picked), endLogProbability(outputs[i]), typedTokens(live), m_plan.terms->missing(live.terms)};
        if (!best || text.missing < best->missing || (text.missing == best->missing && text.score > best->score))
            best = text;
    }
    if (best)
        m_whole = std::move(best);
}

std::shared_ptr<GeneratedToken> SentenceSearch::tokenBehind(const Hypothesis &hypothesis, const Candidate &candidate) const
{
    return std::make_shared<GeneratedToken>(
        GeneratedToken{.before = hypothesis.last, .token = candidate.token, .logProbability = candidate.logProbability, .pickedBy = attentionBehind(hypothesis.last.get())});
}

// The last continuation of a hypothesis takes over its sequence, the others fork it.
Result<void> SentenceSearch::continueWith(const std::vector<Continuation> &kept)
{
    std::vector<std::size_t> left(m_live.size(), 0);
    for (const Continuation &continuation : kept)
        ++left[continuation.hypothesis];

    std::vector<Hypothesis> next;
    Spelling stuck;
    for (const auto &[index, candidate, score] : kept) {
        Hypothesis &parent = m_live[index];
        Rest rest = restBehind(parent.rest, candidate.token);
        std::optional<TermState> terms =
            m_plan.terms ? m_plan.terms->after(parent.terms, shownText(*m_plan.table, candidate.token, nothingWritten(parent)), parent.rest.spelling.rest.size()) : std::nullopt;
        --left[index];
        if (!canContinue(rest)) {
            stuck = rest.spelling;
            continue;
        }
        SequenceId id = 0;
        if (left[index] > 0) {
            const Result<SequenceId> fork = m_runtime->forkSequence(parent.sequence.id());
            if (!fork)
                return std::unexpected(fork.error());
            id = *fork;
        }
        m_plan.draft.picked(candidate.token);
        next.push_back({.sequence = left[index] > 0 ? OwnedSequence(*m_runtime, id) : std::move(parent.sequence),
                        .last = tokenBehind(parent, candidate),
                        .score = score,
                        .picked = parent.picked + 1,
                        .spelled = parent.spelled + (parent.rest.spelling.rest.empty() ? 0 : 1),
                        .rest = std::move(rest),
                        .terms = std::move(terms).value_or(TermState())});
    }
    m_live = std::move(next);
    if (!m_live.empty())
        return {};
    return m_ended.empty() && m_cut.empty() ? Result<void>(cannotSpell(stuck)) : finish();
}

Result<void> SentenceSearch::finish()
{
    if (m_ended.empty() && m_cut.empty())
        return fail(ErrorCode::EngineFailure, "", "the model offered no token to continue with");
    keepThoseThatLackLeast(m_ended, m_cut);
    m_complete = !m_ended.empty();
    m_finished = m_complete ? std::move(m_ended) : std::move(m_cut);
    std::ranges::stable_sort(m_finished, std::ranges::greater(), &FinishedText::score);
    m_stage = Stage::Done;
    m_live.clear();
    return {};
}

}  // namespace interlinear::mixmoe
