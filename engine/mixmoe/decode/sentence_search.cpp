#include "engine/mixmoe/decode/sentence_search.h"

#include "engine/mixmoe/runtime/selection.h"
#include "engine/mixmoe/runtime/step_check.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace interlinear::mixmoe {

namespace {

bool canContinue(const std::vector<TokenId> &misspelling, const PieceTable &table)
{
    return misspelling.size() < table.surface.size();
}

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
    if (first.spelling.open() && !canContinue(first.misspelling, *search.m_plan.table))
        return cannotSpell(first.spelling);
    return search;
}

SentenceSearch::SentenceSearch(SearchPlan plan, OwnedSequence root) : m_plan(std::move(plan)), m_runtime(&root.runtime())
{
    Hypothesis first{.sequence = std::move(root), .last = nullptr, .spelling = m_plan.prefix.spelling};
    if (first.spelling.open())
        first.misspelling = misspelling(first.spelling, *m_plan.table, m_plan.banned);
    if (m_plan.terms)
        first.terms = termsBehind(*m_plan.terms, *m_plan.table, m_plan.prefix.tokens);
    if (m_plan.sampling)
        m_sampler.emplace(*m_plan.sampling);
    m_live.push_back(std::move(first));
}

std::vector<SequenceInput> SentenceSearch::inputs() const
{
    std::vector<SequenceInput> inputs;
    for (const Hypothesis &hypothesis : m_live) {
        const std::span<const TokenId> certain = certainTokens(hypothesis), offered = tried();
        SequenceInput input{.sequence = hypothesis.sequence.id(), .tokens = {certain.begin(), certain.end()}, .selection = selectionFor(hypothesis)};
        input.tokens.insert(input.tokens.end(), offered.begin(), offered.end());
        input.promptTokens = m_stage == Stage::Prompt ? certain.size() : 0;
        input.selection.wantBestAfterEach = !offered.empty();
        input.selection.wantLogits = m_stage == Stage::Prefix;
        inputs.push_back(std::move(input));
    }
    return inputs;
}

// What the next step reads whatever comes of the draft.
std::span<const TokenId> SentenceSearch::certainTokens(const Hypothesis &hypothesis) const
{
    if (m_stage == Stage::Prompt)
        return m_plan.prompt;
    if (m_stage == Stage::Prefix)
        return m_plan.prefix.tokens;
    return {&hypothesis.last->token, 1};
}

Result<void> SentenceSearch::accept(std::span<SequenceOutput> outputs)
{
    ++m_steps;
    const std::span<const TokenId> nowTried = tried();
    const std::vector<TokenId> offered(nowTried.begin(), nowTried.end());
    if (m_stage == Stage::Prompt) {
        notePrompt(outputs.front(), offered.size() + 1);
        if (beforePrefix()) {
            m_firstForced = outputs.front().scored.front();
            m_stage = Stage::Prefix;
            return {};
        }
    } else if (m_stage == Stage::Prefix) {
        if (auto accepted = acceptPrefix(outputs.front()); !accepted)
            return accepted;
    } else {
        for (std::size_t i = 0; i < m_live.size(); ++i)
            noteRead(*m_live[i].last, outputs[i], 0, offered.size() + 1);
    }
    m_stage = Stage::Free;
    if (!offered.empty()) {
        if (auto accepted = acceptDraft(outputs.front(), offered); !accepted)
            return accepted;
    }
    return expand(outputs);
}

std::vector<const GeneratedToken *> SentenceSearch::settled() const
{
    if (done())
        return tokensUpTo(m_finished.front().last.get());
    return tokensUpTo(m_plan.beamSize == 1 && m_live.front().last ? m_live.front().last->before.get() : nullptr);
}

Selection SentenceSearch::selectionFor(const Hypothesis &hypothesis) const
{
    if (beforePrefix())
        return {.topK = 0, .banned = bannedInPrefix(), .scored = {m_plan.prefix.tokens.front()}, .allowed = m_plan.allowed};
    const std::vector<TokenId> &banned = hypothesis.spelling.open() ? hypothesis.misspelling : m_plan.banned;
    if (m_plan.terms)
        return {.topK = 0, .banned = banned, .scored = everyToken(*m_plan.table)};
    // With twice the beams, end tokens among the candidates never leave fewer continuations than beams.
    return {.topK = m_plan.sampling ? m_plan.sampling->topK : m_plan.beamSize == 1 ? 1 : 2 * m_plan.beamSize,
            .banned = banned,
            .scored = {m_plan.table->end},
            .allowed = hypothesis.spelling.open() ? nullptr : m_plan.allowed};
}

// What was typed may be something that the model would not be allowed to write.
std::vector<TokenId> SentenceSearch::bannedInPrefix() const
{
    std::vector<TokenId> banned = m_plan.banned;
    std::erase_if(banned, [&](TokenId id) { return std::ranges::find(m_plan.prefix.tokens, id) != m_plan.prefix.tokens.end(); });
    return banned;
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

void SentenceSearch::notePrompt(SequenceOutput &output, std::size_t rows)
{
    const auto end = output.routing.begin() + static_cast<std::ptrdiff_t>(output.routing.empty() ? 0 : m_plan.prompt.size());
    m_promptRouting.assign(std::move_iterator(output.routing.begin()), std::move_iterator(end));
    m_promptAttention = sourceAttention(output, 0, rows);
}

// rows: those of the output's tokens that something may follow.
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

Result<void> SentenceSearch::acceptPrefix(SequenceOutput &output)
{
    const std::vector<TokenId> &forced = m_plan.prefix.tokens;
    const std::size_t vocabulary = output.logits.size() / forced.size();
    const std::vector<TokenId> banned = bannedInPrefix();
    std::shared_ptr<GeneratedToken> last;
    float logProbability = m_firstForced;
    for (std::size_t i = 0; i < forced.size(); ++i) {
        last = std::make_shared<GeneratedToken>(
            GeneratedToken{.before = last, .token = forced[i], .logProbability = logProbability, .pickedBy = attentionBehind(last.get())});
        noteRead(*last, output, i, forced.size());
        if (i + 1 == forced.size())
            break;
        const auto next = select(std::span(output.logits).subspan(i * vocabulary, vocabulary), {.topK = 0, .banned = banned, .scored = {forced[i + 1]}, .allowed = m_plan.allowed});
        if (!next)
            return stepWithoutNumbers();
        logProbability = next->scored.front();
    }
    m_live.front().last = std::move(last);
    return {};
}

// What is tried behind the prompt or the newest token: as much of the draft as the limits allow. At a limit only the end token is picked still.
std::span<const TokenId> SentenceSearch::tried() const
{
    if (m_plan.beamSize != 1 || m_live.empty() || m_live.front().spelling.open() || beforePrefix() || m_stage == Stage::Prefix)
        return {};
    const Hypothesis &hypothesis = m_live.front();
    return m_plan.draft.next(certainTokens(hypothesis).size(), std::min(m_mostTried, static_cast<std::size_t>(std::max(0, tokensLeft(hypothesis)))));
}

// Tokens that the model picks too are picked and read; the first other choice is left in the output, as if the step had ended before it.
Result<void> SentenceSearch::acceptDraft(SequenceOutput &output, std::span<const TokenId> offered)
{
    Hypothesis &hypothesis = m_live.front();
    const std::size_t rows = output.bestAfterEach.size(), newest = rows - 1 - offered.size();
    std::size_t accepted = 0;
    while (accepted < offered.size() && output.bestAfterEach[newest + accepted].token == offered[accepted]) {
        const Candidate &candidate = output.bestAfterEach[newest + accepted++];
        hypothesis.last = std::make_shared<GeneratedToken>(GeneratedToken{
            .before = hypothesis.last, .token = candidate.token, .logProbability = candidate.logProbability, .pickedBy = attentionBehind(hypothesis.last.get())});
        noteRead(*hypothesis.last, output, newest + accepted, rows);
        hypothesis.score += candidate.logProbability;
        ++hypothesis.picked;
        m_plan.draft.picked(candidate.token);
    }
    m_runtime->truncate(hypothesis.sequence.id(), m_runtime->length(hypothesis.sequence.id()) - static_cast<int>(offered.size() - accepted));
    output.candidates.assign(1, output.bestAfterEach[newest + accepted]);
    return output.candidates.front().token < 0 ? stepWithoutNumbers() : Result<void>();
}

std::vector<SentenceSearch::Continuation> SentenceSearch::continuations(std::span<const SequenceOutput> outputs)
{
    if (m_sampler) {
        const Candidate drawn = m_sampler->draw(outputs.front().candidates);
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
        hypotheses.push_back({.terms = &live.terms, .score = live.score, .logProbabilities = outputs[i].scored, .typed = live.spelling.rest.size(), .atStart = nothingWritten(live), .tokensLeft = tokensLeft(live)});
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
        if (live.spelling.open() || !m_plan.terms->mayEnd(live.terms))
            continue;
        const FinishedText text{live.last, normalised(live.score, live.picked), endLogProbability(outputs[i]), typedTokens(live), m_plan.terms->missing(live.terms)};
        if (!best || text.missing < best->missing || (text.missing == best->missing && text.score > best->score))
            best = text;
    }
    if (best)
        m_whole = std::move(best);
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
        const bool spells = parent.spelling.open();
        const Spelling spelling = spells ? afterPiece(parent.spelling, *m_plan.table, candidate.token) : Spelling{};
        std::optional<TermState> terms =
            m_plan.terms ? m_plan.terms->after(parent.terms, shownText(*m_plan.table, candidate.token, nothingWritten(parent)), parent.spelling.rest.size()) : std::nullopt;
        std::vector<TokenId> wrong = spelling.open() ? misspelling(spelling, *m_plan.table, m_plan.banned) : std::vector<TokenId>{};
        --left[index];
        if (!canContinue(wrong, *m_plan.table)) {
            stuck = spelling;
            continue;
        }
        auto token = std::make_shared<GeneratedToken>(
            GeneratedToken{.before = parent.last, .token = candidate.token, .logProbability = candidate.logProbability, .pickedBy = attentionBehind(parent.last.get())});
        SequenceId id = 0;
        if (left[index] > 0) {
            const Result<SequenceId> fork = m_runtime->forkSequence(parent.sequence.id());
            if (!fork)
                return std::unexpected(fork.error());
            id = *fork;
        }
        m_plan.draft.picked(candidate.token);
        next.push_back({.sequence = left[index] > 0 ? OwnedSequence(*m_runtime, id) : std::move(parent.sequence),
                        .last = std::move(token),
                        .score = score,
                        .picked = parent.picked + 1,
                        .spelled = parent.spelled + (parent.spelling.rest.empty() ? 0 : 1),
                        .spelling = spelling,
                        .misspelling = std::move(wrong),
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
