#include "engine/training/recipe/stage_data.h"

#include "engine/training/data/manifest.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace interlinear::training {

namespace {

using mixmoe::Tokenizer;

constexpr std::int64_t tokensPerDevBatch = 2048;

Result<void> addSource(StageData &data, Result<ExampleSource> source, double weight)
{
    if (!source)
        return std::unexpected(source.error());
    if (!source->examples.empty() && weight > 0) {
        const std::string name = std::to_string(data.sources.size());
        data.plan.sources.push_back({.group = name, .domain = name, .domainWeight = weight, .size = 1});
        data.sources.push_back(std::move(*source));
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

std::vector<DocumentPair> swapped(std::vector<DocumentPair> rows)
{
    for (DocumentPair &row : rows)
        std::swap(row.pair.first, row.pair.second);
    return rows;
}

Result<void> addDocuments(StageData &data, const Tokenizer &tokenizer, const Corpus::Documents &documents, const StageRecipe &stage, std::uint64_t seed, double weight,
                          std::size_t longest)
{
    const auto &[source, rows] = documents;
    const double share = static_cast<double>(stage.contextShare);
    if (auto added = addSource(data, contextExamples(tokenizer, rows, source.first, source.second, share, seed, stage.promptLossWeight, longest), weight / 2); !added)
        return added;
    return addSource(data, contextExamples(tokenizer, swapped(rows), source.second, source.first, share, seed + 1, stage.promptLossWeight, longest), weight / 2);
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
    for (const DocumentSource &source : recipe.documents) {
        auto rows = readDocuments(recipe.corpus / source.file, source.first, source.second);
        if (!rows)
            return std::unexpected(rows.error());
        corpus.documents.push_back({source, std::move(*rows)});
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
    return BatchSampler(pointers, plan, tokensPerBatch, seed);
}

namespace {

template <typename Sources>
double weightOf(const Sources &sources)
{
    return std::accumulate(sources.begin(), sources.end(), 0.0, [](double sum, const auto &source) { return sum + static_cast<double>(source.weight); });
}

Result<void> addFiles(StageData &data, const Recipe &recipe, const StageRecipe &stage, const Corpus &corpus, const Tokenizer &tokenizer)
{
    const auto longest = static_cast<std::size_t>(recipe.longestExample);
    const double pairShare = static_cast<double>(stage.pairShare), pairSum = weightOf(recipe.pairs) + weightOf(recipe.documents), monoSum = weightOf(recipe.mono);
    for (const Corpus::Pairs &pairs : corpus.pairs) {
        if (pairShare <= 0)
            break;
        if (auto added = addPairs(data, tokenizer, pairs.sentences, pairs.source, stage.promptLossWeight, pairShare * static_cast<double>(pairs.source.weight) / pairSum, longest);
            !added)
            return added;
    }
    for (const Corpus::Documents &documents : corpus.documents) {
        if (pairShare <= 0)
            break;
        if (auto added = addDocuments(data, tokenizer, documents, stage, recipe.seed, pairShare * static_cast<double>(documents.source.weight) / pairSum, longest); !added)
            return added;
    }
    for (const Corpus::Mono &mono : corpus.mono) {
        if (pairShare >= 1)
            break;
        if (auto added = addSource(data, runningText(tokenizer, mono.sentences, mono.source.language, longest), (1 - pairShare) * static_cast<double>(mono.source.weight) / monoSum);
            !added)
            return added;
    }
    return {};
}

/// Pairs and running text divide the stage as pair_share says; within either, domains keep their weights.
Result<void> addShards(StageData &data, const std::filesystem::path &folder, const Recipe &recipe, const StageRecipe &stage, const Tokenizer &tokenizer)
{
    const Result<CorpusManifest> manifest = readManifest(folder);
    if (!manifest)
        return std::unexpected(manifest.error());
    if (manifest->longestExample > recipe.longestExample)
        return fail(ErrorCode::InvalidArgument, folder.string(), "holds examples of up to %1 tokens; the recipe's longest_example is %2: raise it, or build the corpus with shorter ones",
                    manifest->longestExample, recipe.longestExample);
    Result<std::vector<NamedSource>> shards = openShards(folder, tokenizer);
    if (!shards)
        return std::unexpected(shards.error());
    std::map<std::string, double> weights[2];   // of the domains of pairs, and of text
    for (const NamedSource &shard : *shards)
        weights[shard.isText()][shard.domain] = shard.domainWeight;
    const double shares[2] = {static_cast<double>(stage.pairShare), 1 - static_cast<double>(stage.pairShare)};
    for (NamedSource &shard : *shards) {
        const bool text = shard.isText();
        if (shares[text] <= 0 || shard.source.examples.empty())
            continue;
        const double all = std::accumulate(weights[text].begin(), weights[text].end(), 0.0, [](double sum, const auto &domain) { return sum + domain.second; });
        data.plan.sources.push_back({.group = shard.group, .domain = (text ? "text " : "pairs ") + shard.domain, .domainWeight = shares[text] * shard.domainWeight / all,
                                     .size = static_cast<double>(shard.source.examples.size())});
        shard.source.isText = text;
        shard.source.promptWeight = text ? 0 : stage.promptLossWeight;
        data.sources.push_back(std::move(shard.source));
    }
    return {};
}

Result<void> checkKinds(const StageData &data, const Recipe &recipe, const StageRecipe &stage)
{
    const char *who = recipe.shards ? "the shards hold" : "the recipe lists";
    const auto has = [&](bool text) { return std::ranges::any_of(data.sources, [&](const ExampleSource &source) { return source.isText == text; }); };
    if (stage.pairShare < 1 && !has(true))
        return fail(ErrorCode::InvalidArgument, "stage " + stage.name, "has a pair_share of %1, but %2 no text in one language for the rest", stage.pairShare, who);
    if (stage.pairShare > 0 && !has(false))
        return fail(ErrorCode::InvalidArgument, "stage " + stage.name, "has a pair_share of %1, but %2 no pairs", stage.pairShare, who);
    return {};
}

}  // namespace

Result<StageData> dataFor(const Recipe &recipe, const StageRecipe &stage, const Corpus &corpus, const Tokenizer &tokenizer, int workers)
{
    StageData data;
    const Result<void> added = recipe.shards ? addShards(data, *recipe.shards, recipe, stage, tokenizer) : addFiles(data, recipe, stage, corpus, tokenizer);
    if (!added)
        return std::unexpected(added.error());
    if (auto there = checkKinds(data, recipe, stage); !there)
        return std::unexpected(there.error());
    const std::int64_t batches = static_cast<std::int64_t>(stage.steps) * stage.accumulate * workers;   // that the sampler gives
    data.plan.temperature = {static_cast<double>(stage.temperatureBegin), static_cast<double>(stage.temperatureEnd), batches};
    if (stage.longestBegin > 0)
        data.plan.longest = {static_cast<double>(stage.longestBegin), static_cast<double>(recipe.longestExample), batches / 2};

    StageData dev;
    if (auto read = addPairs(dev, tokenizer, corpus.dev, recipe.dev, 0, 1, static_cast<std::size_t>(recipe.longestExample)); !read)
        return std::unexpected(read.error());
    data.dev = inOrder(dev.sources);
    return data;
}

}  // namespace interlinear::training
