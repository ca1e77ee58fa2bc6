#include "engine/training/recipe/train.h"

#include "engine/core/files.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/text/tokenizer.h"
#include "engine/training/data/vocabulary.h"
#include "engine/training/recipe/stage.h"
#include "engine/training/transform/experts.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <deque>
#include <fstream>

namespace interlinear::training {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;
using mixmoe::ModelConfig;
using mixmoe::TensorMap;
using mixmoe::Tokenizer;

constexpr int stepsPerReport = 10, stepsPerCheckpoint = 200, stepsPerDev = 500;

struct Corpus {
    struct Pairs {
        PairSource source;
        std::vector<SentencePair> sentences;
    };
    struct Mono {
        MonoSource source;
        std::vector<std::string> sentences;
    };
    std::vector<Pairs> pairs;
    std::vector<Mono> mono;
    std::vector<SentencePair> dev;
};

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

Result<std::shared_ptr<const Tokenizer>> vocabularyOf(const Recipe &recipe, const Corpus &corpus, const fs::path &file)
{
    std::error_code ignored;
    if (fs::exists(file, ignored))
        return Tokenizer::load(file);
    std::vector<std::string> sentences;
    for (const Corpus::Pairs &pairs : corpus.pairs) {
        for (const SentencePair &pair : pairs.sentences)
            sentences.insert(sentences.end(), {pair.first, pair.second});
    }
    for (const Corpus::Mono &mono : corpus.mono)
        sentences.insert(sentences.end(), mono.sentences.begin(), mono.sentences.end());
    Result<std::string> bytes = trainVocabulary(sentences, {recipe.vocabularySize, recipe.model.languages});
    if (!bytes)
        return std::unexpected(bytes.error());
    if (auto written = writeFileAtomically(file, *bytes); !written)
        return std::unexpected(written.error());
    return Tokenizer::fromBytes(std::move(*bytes), file.string());
}

/// All examples of a stage; the sampler points into them.
struct Examples {
    std::deque<ExampleSource> sources;
    std::vector<double> weights;
    std::vector<Batch> dev;
};

Result<void> addSource(Examples &examples, Result<ExampleSource> source, double weight)
{
    if (!source)
        return std::unexpected(source.error());
    if (!source->examples.empty() && weight > 0) {
        examples.sources.push_back(std::move(*source));
        examples.weights.push_back(weight);
    }
    return {};
}

std::vector<SentencePair> swapped(std::vector<SentencePair> pairs)
{
    for (SentencePair &pair : pairs)
        std::swap(pair.first, pair.second);
    return pairs;
}

Result<void> addPairs(Examples &examples, const Tokenizer &tokenizer, const std::vector<SentencePair> &pairs, const PairSource &source, float promptWeight,
                      double weight, std::size_t longest)
{
    if (auto added = addSource(examples, pairExamples(tokenizer, pairs, source.first, source.second, promptWeight, longest), weight / 2); !added)
        return added;
    return addSource(examples, pairExamples(tokenizer, swapped(pairs), source.second, source.first, promptWeight, longest), weight / 2);
}

Result<Examples> examplesFor(const Recipe &recipe, const StageRecipe &stage, const Corpus &corpus, const Tokenizer &tokenizer)
{
    const auto longest = static_cast<std::size_t>(recipe.longestExample);
    Examples examples;
    double pairSum = 0, monoSum = 0;
    for (const PairSource &source : recipe.pairs)
        pairSum += source.weight;
    for (const MonoSource &source : recipe.mono)
        monoSum += source.weight;
    for (const Corpus::Pairs &pairs : corpus.pairs) {
        if (stage.pairShare <= 0)
            break;
        const double weight = stage.pairShare * pairs.source.weight / pairSum;
        if (auto added = addPairs(examples, tokenizer, pairs.sentences, pairs.source, stage.promptLossWeight, weight, longest); !added)
            return std::unexpected(added.error());
    }
    for (const Corpus::Mono &mono : corpus.mono) {
        const double weight = (1 - stage.pairShare) * mono.source.weight / monoSum;
        if (auto added = addSource(examples, runningText(tokenizer, mono.sentences, mono.source.language, longest), weight); !added)
            return std::unexpected(added.error());
    }
    if (examples.sources.empty())
        return fail(ErrorCode::InvalidArgument, "stage " + stage.name, "has no examples; its pair_share asks for sources that the recipe does not list");

    Examples dev;
    if (auto added = addPairs(dev, tokenizer, corpus.dev, recipe.dev, 0, 1, longest); !added)
        return std::unexpected(added.error());
    std::int64_t devTokens = 0;
    for (const ExampleSource &source : dev.sources)
        devTokens += static_cast<std::int64_t>(source.tokens.size());
    BatchSampler sampler({&dev.sources[0], &dev.sources[1]}, {1, 1}, 2048, 1);
    for (std::int64_t tokens = 0; tokens < devTokens; tokens += static_cast<std::int64_t>(examples.dev.back().inputs.size()))
        examples.dev.push_back(sampler.next());
    return examples;
}

ModelConfig configFor(const Recipe &recipe, Trains trains)
{
    ModelConfig config = recipe.model;
    config.stage = trains == Trains::Everything ? mixmoe::Stage::Dense : trains == Trains::LmExperts ? mixmoe::Stage::Sliced : mixmoe::Stage::MixMoe;
    return config;
}

/// The model that a stage starts from: fresh, or made from the stage before.
MixMoeModel startOf(const Recipe &recipe, const StageRecipe &stage, const TensorMap &previous)
{
    torch::manual_seed(static_cast<std::int64_t>(recipe.seed));
    MixMoeModel model(configFor(recipe, stage.trains));
    if (stage.trains == Trains::LmExperts)
        loadTensors(*model, sliceIntoExperts(recipe.model, previous, recipe.seed));
    if (stage.trains == Trains::MtExperts)
        loadTensors(*model, copyGroups(configFor(recipe, Trains::LmExperts), previous, recipe.seed + 1));
    return model;
}

class Run {
public:
    Run(const TrainRequest &request, const TrainReport &report, const std::atomic<bool> &cancel)
        : m_request(request), m_report(report), m_cancel(cancel), m_metrics(request.out / "metrics.jsonl", std::ios::app)
    {
    }

    /// False when paused.
    Result<bool> stage(const Recipe &recipe, const StageRecipe &stage, const Corpus &corpus, const Tokenizer &tokenizer, TensorMap &tensors)
    {
        Result<Examples> examples = examplesFor(recipe, stage, corpus, tokenizer);
        if (!examples)
            return std::unexpected(examples.error());
        std::vector<const ExampleSource *> sources;
        for (const ExampleSource &source : examples->sources)
            sources.push_back(&source);
        MixMoeModel model = startOf(recipe, stage, tensors);
        StageRun run(model, stage, BatchSampler(sources, examples->weights, stage.tokensPerStep, recipe.seed + static_cast<std::uint64_t>(stage.trains)));
        const fs::path checkpoint = m_request.out / "checkpoint.safetensors";
        std::error_code ignored;
        if (fs::exists(checkpoint, ignored)) {
            if (auto restored = run.restore(checkpoint); !restored)
                return std::unexpected(restored.error());
        }
        if (auto finished = loop(run, stage, model, examples->dev, checkpoint); !finished || !*finished)
            return finished;
        tensors = toTensors(*model);
        if (auto saved = mixmoe::saveModel(m_request.out / stage.name, model->config(), tensors, tokenizer, mixmoe::StoredType::Float32); !saved)
            return std::unexpected(saved.error());
        fs::remove(checkpoint, ignored);
        return true;
    }

private:
    bool outOfTime() const
    {
        return m_cancel.load() || (m_request.minutes > 0 && std::chrono::duration<double>(Clock::now() - m_started).count() > m_request.minutes * 60);
    }

    void emitEvent(const Json &event)
    {
        m_metrics << event.dump() << std::endl;
        m_report(event);
    }

    Result<bool> loop(StageRun &run, const StageRecipe &stage, MixMoeModel &model, const std::vector<Batch> &dev, const fs::path &checkpoint)
    {
        auto since = Clock::now();
        std::int64_t tokens = 0;
        double loss = 0, balance = 0;
        int steps = 0;
        while (!run.finished()) {
            const StepReport report = run.step();
            tokens += report.tokens;
            loss += report.loss;
            balance += report.balance;
            ++steps;
            if (report.step % stepsPerReport == 0 || run.finished()) {
                const double seconds = std::chrono::duration<double>(Clock::now() - since).count();
                emitEvent({{"event", "step"}, {"stage", stage.name}, {"step", report.step}, {"steps", stage.steps}, {"loss", loss / steps}, {"balance", balance / steps},
                           {"tokens_per_second", static_cast<double>(tokens) / seconds}, {"seconds_left", seconds / steps * (stage.steps - report.step)}});
                since = Clock::now();
                tokens = steps = 0;
                loss = balance = 0;
            }
            if (report.step % stepsPerDev == 0 || run.finished()) {
                emitEvent({{"event", "dev"}, {"stage", stage.name}, {"step", report.step}, {"loss", evaluateLoss(model, dev)}});
                since = Clock::now();
            }
            const bool pause = outOfTime();
            if (pause || report.step % stepsPerCheckpoint == 0) {
                if (auto saved = run.save(checkpoint); !saved)
                    return std::unexpected(saved.error());
            }
            if (pause)
                return false;
        }
        return true;
    }

    const TrainRequest &m_request;
    const TrainReport &m_report;
    const std::atomic<bool> &m_cancel;
    std::ofstream m_metrics;
    Clock::time_point m_started = Clock::now();
};

Result<Recipe> prepare(const TrainRequest &request)
{
    Result<Recipe> recipe = readRecipe(request.recipe);
    if (!recipe)
        return recipe;
    if (!request.corpus.empty())
        recipe->corpus = request.corpus;
    std::error_code problem;
    if (!request.resume && fs::exists(request.out / "recipe.json", problem))
        return fail(ErrorCode::Unwritable, request.out.string(), "holds a run already; name another folder, or go on with --resume");
    fs::create_directories(request.out, problem);
    if (problem)
        return fail(ErrorCode::Unwritable, request.out.string(), "cannot be made: %1", problem.message());
    const Result<std::string> text = readFile(request.recipe);
    if (!text)
        return std::unexpected(text.error());
    if (auto written = writeFileAtomically(request.out / "recipe.json", *text); !written)
        return std::unexpected(written.error());
    return recipe;
}

/// Tensors of a stage that an earlier run finished; empty when it did not.
Result<TensorMap> finishedStage(const fs::path &folder)
{
    std::error_code ignored;
    if (!fs::exists(folder / "config.json", ignored))
        return TensorMap();
    Result<mixmoe::TensorFile> file = mixmoe::readSafetensors(folder / "model.safetensors");
    if (!file)
        return std::unexpected(file.error());
    return std::move(file->tensors);
}

}  // namespace

Result<fs::path> train(const TrainRequest &request, const TrainReport &report, const std::atomic<bool> &cancel)
{
    if (request.threads > 0)
        torch::set_num_threads(request.threads);
    const Result<Recipe> recipe = prepare(request);
    if (!recipe)
        return std::unexpected(recipe.error());
    report({{"event", "note"}, {"text", "reading the corpus"}});
    const Result<Corpus> corpus = readCorpus(*recipe);
    if (!corpus)
        return std::unexpected(corpus.error());
    report({{"event", "note"}, {"text", "making the vocabulary"}});
    const auto tokenizer = vocabularyOf(*recipe, *corpus, request.out / "tokenizer.model");
    if (!tokenizer)
        return std::unexpected(tokenizer.error());

    Run run(request, report, cancel);
    TensorMap tensors;
    for (const StageRecipe &stage : recipe->stages) {
        Result<TensorMap> finished = finishedStage(request.out / stage.name);
        if (!finished)
            return std::unexpected(finished.error());
        if (!finished->empty()) {
            tensors = std::move(*finished);
            continue;
        }
        const Result<bool> done = run.stage(*recipe, stage, *corpus, **tokenizer, tensors);
        if (!done)
            return std::unexpected(done.error());
        if (!*done)
            return fs::path();
    }
    const fs::path folder = request.out / "model";
    if (auto saved = mixmoe::saveModel(folder, configFor(*recipe, recipe->stages.back().trains), tensors, **tokenizer, mixmoe::StoredType::BFloat16); !saved)
        return std::unexpected(saved.error());
    return folder;
}

}  // namespace interlinear::training
