#include "engine/training/recipe/stage_data.h"

namespace interlinear::training {

namespace {

using mixmoe::Tokenizer;

constexpr std::int64_t tokensPerDevBatch = 2048;

Result<void> addSource(StageData &data, Result<ExampleSource> source, double weight)
{
    if (!source)
        return std::unexpected(source.error());
    if (!source->examples.empty() && weight > 0) {
        data.sources.push_back(std::move(*source));
        data.weights.push_back(weight);
    }
    return {};
}

std::vector<SentencePair> swapped(std::vector<SentencePair> pairs)
{
    for (SentencePair &pair : pairs)
        std::swap(pair.first, pair.second);
    return pairs;
}

Result<void> addPairs(StageData &data, const Tokenizer &tokenizer, const std::vector<SentencePair> &pairs, const PairSource &source, float promptWeight, double weight,
                      std::size_t longest)
{
    if (auto added = addSource(data, pairExamples(tokenizer, pairs, source.first, source.second, promptWeight, longest), weight / 2); !added)
        return added;
    return addSource(data, pairExamples(tokenizer, swapped(pairs), source.second, source.first, promptWeight, longest), weight / 2);
}

/// Each example of the sources once, in order.
std::vector<Batch> inOrder(const std::deque<ExampleSource> &sources)
{
    std::vector<Batch> batches;
    for (const ExampleSource &source : sources) {
        for (std::size_t i = 0; i < source.examples.size(); ++i) {
            if (batches.empty() || static_cast<std::int64_t>(batches.back().inputs.size()) >= tokensPerDevBatch)
                batches.emplace_back().offsets.push_back(0);
            appendExample(batches.back(), source, i);
        }
    }
    return batches;
}

}  // namespace

std::vector<std::string> Corpus::sentences() const
{
    std::vector<std::string> all;
    for (const Pairs &list : pairs) {
        for (const SentencePair &pair : list.sentences)
            all.insert(all.end(), {pair.first, pair.second});
    }
    for (const Mono &list : mono)
        all.insert(all.end(), list.sentences.begin(), list.sentences.end());
    return all;
}

Result<Corpus> readCorpus(const Recipe &recipe)
{
    Corpus corpus;
    for (const PairSource &source : recipe.pairs) {
        auto sentences = readPairs(recipe.corpus / source.file);
        if (!sentences)
            return std::unexpected(sentences.error());
        corpus.pairs.push_back({source, std::move(*sentences)});
    }
    for (const MonoSource &source : recipe.mono) {
        auto sentences = readSentences(recipe.corpus / source.file);
        if (!sentences)
            return std::unexpected(sentences.error());
        corpus.mono.push_back({source, std::move(*sentences)});
    }
    auto dev = readPairs(recipe.corpus / recipe.dev.file);
    if (!dev)
        return std::unexpected(dev.error());
    corpus.dev = std::move(*dev);
    return corpus;
}

BatchSampler StageData::sampler(std::int64_t tokensPerBatch, std::uint64_t seed) const
{
    std::vector<const ExampleSource *> pointers;
    for (const ExampleSource &source : sources)
        pointers.push_back(&source);
    return BatchSampler(pointers, weights, tokensPerBatch, seed);
}

Result<StageData> dataFor(const Recipe &recipe, const StageRecipe &stage, const Corpus &corpus, const Tokenizer &tokenizer)
{
    const auto longest = static_cast<std::size_t>(recipe.longestExample);
    StageData data;
    double pairSum = 0, monoSum = 0;
    for (const PairSource &source : recipe.pairs)
        pairSum += static_cast<double>(source.weight);
    for (const MonoSource &source : recipe.mono)
        monoSum += static_cast<double>(source.weight);
    const double pairShare = static_cast<double>(stage.pairShare);
    for (const Corpus::Pairs &pairs : corpus.pairs) {
        if (pairShare <= 0)
            break;
        if (auto added = addPairs(data, tokenizer, pairs.sentences, pairs.source, stage.promptLossWeight, pairShare * static_cast<double>(pairs.source.weight) / pairSum, longest);
            !added)
            return std::unexpected(added.error());
    }
    for (const Corpus::Mono &mono : corpus.mono) {
        if (pairShare >= 1)
            break;
        if (auto added = addSource(data, runningText(tokenizer, mono.sentences, mono.source.language, longest), (1 - pairShare) * static_cast<double>(mono.source.weight) / monoSum);
            !added)
            return std::unexpected(added.error());
    }
    if (data.sources.empty())
        return fail(ErrorCode::InvalidArgument, "stage " + stage.name, "has no examples; its pair_share asks for sources that the recipe does not list");

    StageData dev;
    if (auto added = addPairs(dev, tokenizer, corpus.dev, recipe.dev, 0, 1, longest); !added)
        return std::unexpected(added.error());
    data.dev = inOrder(dev.sources);
    return data;
}

}  // namespace interlinear::training
