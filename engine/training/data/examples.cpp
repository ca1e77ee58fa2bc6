#include "engine/training/data/examples.h"

#include "engine/mixmoe/text/prompt.h"

#include <algorithm>
#include <numeric>

namespace interlinear::training {

namespace {

using mixmoe::TokenId;

void addExample(ExampleSource &source, const std::vector<TokenId> &tokens, std::size_t targetBegin)
{
    source.examples.push_back({source.tokens.size(), static_cast<std::uint32_t>(tokens.size()), static_cast<std::uint32_t>(targetBegin)});
    source.tokens.insert(source.tokens.end(), tokens.begin(), tokens.end());
}

void appendText(std::vector<TokenId> &tokens, const mixmoe::Tokenizer &tokenizer, const std::string &text)
{
    for (const mixmoe::Piece &piece : tokenizer.encode(text))
        tokens.push_back(piece.id);
    tokens.push_back(tokenizer.endToken());
}

// The standard leaves its distributions to the library; these two give the same draws everywhere.
std::uint64_t below(std::mt19937_64 &random, std::uint64_t limit)
{
    return random() % limit;
}

double unit(std::mt19937_64 &random)
{
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

template <typename T>
void shuffle(std::vector<T> &values, std::mt19937_64 &random)
{
    for (std::size_t i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[below(random, i)]);
}

}  // namespace

Result<ExampleSource> pairExamples(const mixmoe::Tokenizer &tokenizer, const std::vector<SentencePair> &pairs, const std::string &from, const std::string &to,
                                   float promptWeight, std::size_t maxLength)
{
    ExampleSource source;
    source.promptWeight = promptWeight;
    for (const SentencePair &pair : pairs) {
        Result<mixmoe::Prompt> prompt = mixmoe::translationPrompt(tokenizer, from, to, pair.first);
        if (!prompt)
            return std::unexpected(prompt.error());
        const std::size_t targetBegin = prompt->tokens.size();
        appendText(prompt->tokens, tokenizer, pair.second);
        if (prompt->tokens.size() <= maxLength)
            addExample(source, prompt->tokens, targetBegin);
    }
    return source;
}

Result<ExampleSource> runningText(const mixmoe::Tokenizer &tokenizer, const std::vector<std::string> &sentences, const std::string &language, std::size_t maxLength)
{
    const auto tag = tokenizer.languageToken(language);
    if (!tag)
        return fail(ErrorCode::UnknownLanguage, "", "the vocabulary has no piece for the language \"%1\"", language);
    ExampleSource source;
    for (const std::string &sentence : sentences) {
        std::vector<TokenId> tokens{*tag};
        appendText(tokens, tokenizer, sentence);
        if (tokens.size() <= maxLength)
            addExample(source, tokens, 1);
    }
    return source;
}

void appendExample(Batch &batch, const ExampleSource &source, std::size_t index)
{
    const ExampleSource::Example &example = source.examples[index];
    const auto begin = source.tokens.begin() + static_cast<std::ptrdiff_t>(example.begin);
    batch.inputs.insert(batch.inputs.end(), begin, begin + example.length - 1);
    batch.targets.insert(batch.targets.end(), begin + 1, begin + example.length);
    for (std::uint32_t i = 1; i < example.length; ++i)
        batch.weights.push_back(i >= example.targetBegin ? 1.0F : source.promptWeight);
    batch.offsets.push_back(static_cast<std::int64_t>(batch.inputs.size()));
}

BatchSampler::BatchSampler(std::vector<const ExampleSource *> sources, std::vector<double> weights, std::int64_t tokensPerBatch, std::uint64_t seed)
    : m_sources(std::move(sources)), m_weights(std::move(weights)), m_tokensPerBatch(tokensPerBatch), m_random(seed), m_order(m_sources.size())
{
    const double sum = std::accumulate(m_weights.begin(), m_weights.end(), 0.0);
    for (double &weight : m_weights)
        weight /= sum;
}

std::int64_t BatchSampler::tokens(const Reference &reference) const
{
    return m_sources[reference.source]->examples[reference.example].length - 1;
}

BatchSampler::Reference BatchSampler::draw()
{
    double place = unit(m_random);
    std::uint32_t source = 0;
    while (source + 1 < m_sources.size() && place >= m_weights[source])
        place -= m_weights[source++];
    std::vector<std::uint32_t> &order = m_order[source];
    if (order.empty()) {
        order.resize(m_sources[source]->examples.size());
        std::iota(order.begin(), order.end(), 0U);
        shuffle(order, m_random);
    }
    const std::uint32_t example = order.back();
    order.pop_back();
    return {source, example};
}

std::vector<BatchSampler::Reference> BatchSampler::takeReferences()
{
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
