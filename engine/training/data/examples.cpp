#include "engine/training/data/examples.h"

#include "engine/mixmoe/text/prompt.h"
#include "engine/training/data/draws.h"

#include <algorithm>
#include <numeric>

namespace interlinear::training {

using mixmoe::TokenId;

Sequence pairSequence(const PairFrame &frame, std::span<const TokenId> source, std::span<const TokenId> target)
{
    Sequence sequence{.tokens = frame.opening, .targetBegin = frame.opening.size() + source.size() + frame.middle.size()};
    for (const std::span<const TokenId> part : {source, std::span<const TokenId>(frame.middle), target})
        sequence.tokens.insert(sequence.tokens.end(), part.begin(), part.end());
    sequence.tokens.push_back(frame.end);
    return sequence;
}

Sequence inContext(const Sequence &before, const Sequence &sequence)
{
    Sequence whole{.tokens = {before.tokens.begin(), before.tokens.end() - 1}, .targetBegin = before.tokens.size() - 1 + sequence.targetBegin};
    whole.tokens.insert(whole.tokens.end(), sequence.tokens.begin(), sequence.tokens.end());
    return whole;
}

Result<PairFrame> pairFrame(const mixmoe::Tokenizer &tokenizer, const std::string &from, const std::string &to)
{
    const Result<mixmoe::Prompt> prompt = mixmoe::translationPrompt(tokenizer, from, to, "");
    if (!prompt)
        return std::unexpected(prompt.error());
    const auto middle = prompt->tokens.begin() + static_cast<std::ptrdiff_t>(prompt->sourceBegin);
    return PairFrame{.opening = {prompt->tokens.begin(), middle}, .middle = {middle, prompt->tokens.end()}, .end = tokenizer.endToken()};
}

Result<PairFrame> textFrame(const mixmoe::Tokenizer &tokenizer, const std::string &language)
{
    const auto tag = tokenizer.languageToken(language);
    if (!tag)
        return fail(ErrorCode::UnknownLanguage, "", "the vocabulary has no piece for the language \"%1\"", language);
    return PairFrame{.opening = {*tag}, .middle = {}, .end = tokenizer.endToken()};
}

std::vector<TokenId> tokensOf(const mixmoe::Tokenizer &tokenizer, std::string_view text)
{
    std::vector<TokenId> tokens;
    for (const mixmoe::Piece &piece : tokenizer.encode(text))
        tokens.push_back(piece.id);
    return tokens;
}

Result<ExampleSource> pairExamples(const mixmoe::Tokenizer &tokenizer, const std::vector<SentencePair> &pairs, const std::string &from, const std::string &to,
                                   float promptWeight, std::size_t maxLength)
{
    const Result<PairFrame> frame = pairFrame(tokenizer, from, to);
    if (!frame)
        return std::unexpected(frame.error());
    ExampleBuilder builder;
    for (const SentencePair &pair : pairs) {
        const Sequence sequence = pairSequence(*frame, tokensOf(tokenizer, pair.first), tokensOf(tokenizer, pair.second));
        if (sequence.tokens.size() <= maxLength)
            builder.add(sequence.tokens, sequence.targetBegin);
    }
    return std::move(builder).build(promptWeight);
}

Result<ExampleSource> contextExamples(const mixmoe::Tokenizer &tokenizer, const std::vector<DocumentPair> &rows, const std::string &from, const std::string &to, double contextShare, std::uint64_t seed,
                                      float promptWeight, std::size_t maxLength)
{
    const Result<PairFrame> frame = pairFrame(tokenizer, from, to);
    if (!frame)
        return std::unexpected(frame.error());
    std::mt19937_64 random(seed);
    ExampleBuilder builder;
    Sequence before;
    for (const DocumentPair &row : rows) {
        const Sequence alone = pairSequence(*frame, tokensOf(tokenizer, row.pair.first), tokensOf(tokenizer, row.pair.second));
        const bool wanted = unit(random) < contextShare;
        const bool fits = before.tokens.size() + alone.tokens.size() <= maxLength + 1;
        const Sequence whole = wanted && !row.beginsDocument && fits ? inContext(before, alone) : alone;
        if (whole.tokens.size() <= maxLength)
            builder.add(whole.tokens, whole.targetBegin);
        before = alone;
    }
    return std::move(builder).build(promptWeight);
}

Result<ExampleSource> runningText(const mixmoe::Tokenizer &tokenizer, const std::vector<std::string> &sentences, const std::string &language, std::size_t maxLength)
{
    const Result<PairFrame> frame = textFrame(tokenizer, language);
    if (!frame)
        return std::unexpected(frame.error());
    ExampleBuilder builder;
    for (const std::string &sentence : sentences) {
        const Sequence sequence = pairSequence(*frame, {}, tokensOf(tokenizer, sentence));
        if (sequence.tokens.size() <= maxLength)
            builder.add(sequence.tokens, sequence.targetBegin);
    }
    ExampleSource source = std::move(builder).build(0);
    source.isText = true;
    return source;
}

void appendExample(Batch &batch, const ExampleSource &source, std::size_t index)
{
    const ExampleSource::Example &example = source.examples[index];
    for (std::uint32_t i = 1; i < example.length; ++i) {
        batch.inputs.push_back(source.tokens[example.begin + i - 1]);
        batch.targets.push_back(source.tokens[example.begin + i]);
        batch.weights.push_back(i >= example.targetBegin ? 1.0F : source.promptWeight);
        batch.isText.push_back(source.isText);
    }
    batch.offsets.push_back(static_cast<std::int64_t>(batch.inputs.size()));
}

BatchSampler::BatchSampler(std::vector<const ExampleSource *> sources, std::vector<double> weights, std::int64_t tokensPerBatch, std::uint64_t seed)
    : BatchSampler(std::move(sources), fixedPlan(weights), tokensPerBatch, seed)
{
}

BatchSampler::BatchSampler(std::vector<const ExampleSource *> sources, SamplingPlan plan, std::int64_t tokensPerBatch, std::uint64_t seed)
    : m_sources(std::move(sources)), m_plan(std::move(plan)), m_weights(weightsAt(m_plan, 0)), m_tokensPerBatch(tokensPerBatch), m_random(seed), m_passes(m_sources.size()),
      m_longest(longestAt(m_plan, 0))
{
    if (m_longest == 0)
        return;
    for (std::size_t i = 0; i < m_sources.size(); ++i)
        m_passes[i].shortest = std::ranges::min(m_sources[i]->examples, {}, &ExampleSource::Example::length).length;
}

std::int64_t BatchSampler::tokens(const Reference &reference) const
{
    return m_sources[reference.source]->examples[reference.example].length - 1;
}

bool BatchSampler::fits(const Reference &reference) const
{
    return m_longest == 0 || tokens(reference) + 1 <= std::max(m_longest, m_passes[reference.source].shortest);
}

void BatchSampler::beginStep()
{
    if (m_plan.temperature.begin != m_plan.temperature.end && m_step <= m_plan.temperature.steps)
        m_weights = weightsAt(m_plan, m_step);
    const std::int64_t longest = longestAt(m_plan, m_step++);
    if (longest == m_longest)
        return;
    m_longest = longest;
    for (std::uint32_t source = 0; source < m_sources.size(); ++source)
        admitWaiting(source);
}

/// Shuffles what fits by now into what is left of the pass.
void BatchSampler::admitWaiting(std::uint32_t source)
{
    Pass &pass = m_passes[source];
    const auto fitting = std::stable_partition(pass.waiting.begin(), pass.waiting.end(), [&](std::uint32_t example) { return !fits({source, example}); });
    if (fitting == pass.waiting.end())
        return;
    pass.order.insert(pass.order.end(), fitting, pass.waiting.end());
    pass.waiting.erase(fitting, pass.waiting.end());
    shuffle(pass.order, m_random);
}

void BatchSampler::begin(std::uint32_t source)
{
    Pass &pass = m_passes[source];
    pass.order.resize(m_sources[source]->examples.size());
    std::iota(pass.order.begin(), pass.order.end(), 0U);
    if (!pass.waiting.empty())
        std::erase_if(pass.order, [&](std::uint32_t example) { return !fits({source, example}); });
    shuffle(pass.order, m_random);
}

BatchSampler::Reference BatchSampler::draw()
{
    double place = unit(m_random);
    std::uint32_t source = 0;
    while (source + 1 < m_sources.size() && place >= m_weights[source])
        place -= m_weights[source++];
    Pass &pass = m_passes[source];
    for (;;) {
        if (pass.order.empty())
            begin(source);
        const Reference reference{source, pass.order.back()};
        pass.order.pop_back();
        if (fits(reference))
            return reference;
        pass.waiting.push_back(reference.example);
    }
}

std::vector<BatchSampler::Reference> BatchSampler::takeReferences()
{
    beginStep();
    std::vector<Reference> references{m_next ? *m_next : draw()};
    std::int64_t sum = tokens(references.back());
    for (m_next = draw(); sum + tokens(*m_next) <= m_tokensPerBatch; m_next = draw()) {
        sum += tokens(*m_next);
        references.push_back(*m_next);
    }
    return references;
}

void BatchSampler::skip(std::int64_t batches)
{
    for (std::int64_t i = 0; i < batches; ++i)
        takeReferences();
}

Batch BatchSampler::next()
{
    Batch batch;
    batch.offsets.push_back(0);
    for (const Reference &reference : takeReferences())
        appendExample(batch, *m_sources[reference.source], reference.example);
    return batch;
}

}  // namespace interlinear::training
