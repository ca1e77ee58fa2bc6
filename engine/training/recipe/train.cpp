#include "engine/training/recipe/train.h"

#include "engine/core/file_lock.h"
#include "engine/core/files.h"
#include "engine/core/stopwatch.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/model/sha256.h"
#include "engine/mixmoe/text/tokenizer.h"
#include "engine/training/cuda/library.h"
#include "engine/training/data/manifest.h"
#include "engine/training/data/vocabulary.h"
#include "engine/training/recipe/card_check.h"
#include "engine/training/recipe/device.h"
#include "engine/training/recipe/stage_data.h"
#include "engine/training/recipe/stage_loop.h"
#include "engine/training/recipe/stage_start.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <fstream>
#include <optional>
#include <thread>

namespace interlinear::training {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using mixmoe::Tokenizer;

constexpr const char *fingerprintFile = "made_by.txt", *stagesFile = "stages.json", *latestFolder = "latest";

/// What decides the vocabulary, or the model after each stage: everything in the recipe up to there.
class Fingerprints {
public:
    /// shards: the manifest of those that are trained on, or nothing.
    Fingerprints(const std::string &resolvedRecipe, std::uint64_t seed, const std::string &shards)
    {
        m_recipe = Json::parse(resolvedRecipe);
        m_stages = m_recipe["stages"];
        for (const char *key : {"name", "stages", "corpus"})
            m_recipe.erase(key);
        m_recipe["seed"] = seed;
        m_recipe["shards"] = shards;
    }

    std::string vocabulary() const { return of({{"mono", m_recipe["mono"]}, {"pairs", m_recipe["pairs"]}, {"size", m_recipe["vocabulary_size"]}, {"languages", m_recipe["languages"]}}); }

    std::string stage(std::size_t index) const
    {
        Json made = m_recipe;
        made["stages"] = Json(m_stages.begin(), m_stages.begin() + static_cast<std::ptrdiff_t>(index) + 1);
        return of(made);
    }

private:
    static std::string of(const Json &json)
    {
        mixmoe::Sha256 hash;
        hash.add(json.dump());
        return hash.hex();
    }

    Json m_recipe, m_stages;
};

class Run {
public:
    Run(const TrainRequest &request, Recipe recipe, const std::string &resolved, const std::string &shards, Workers workers, torch::Device device, const TrainReport &report, const std::atomic<bool> &cancel)
        : m_request(request), m_recipe(std::move(recipe)), m_fingerprints(resolved, m_recipe.seed, shards), m_workers(std::move(workers)), m_device(device), m_report(report), m_cancel(cancel)
    {
        if (m_workers.isFirst())
            m_metrics.open(request.out / "metrics.jsonl", std::ios::app);
    }

    Result<fs::path> train()
    {
        if (!m_device.is_cpu())
            emitNote("training on " + m_device.str() + ", products in bf16");
        if (const auto &kernels = cuda::cardKernels(); m_device.is_cuda() && !kernels)
            emitNote("training by LibTorch's own operations, which is slower: " + kernels.error().sentence());
        emitNote("reading the corpus");
        if (auto whole = byFirst([&] { return checkShards(); }); !whole)
            return std::unexpected(whole.error());
        Result<Corpus> corpus = readCorpus(m_recipe);
        if (!corpus)
            return std::unexpected(corpus.error());
        if (auto placed = byFirst([&] { return placeVocabulary(*corpus); }); !placed)
            return std::unexpected(placed.error());
        const auto tokenizer = vocabulary();
        if (!tokenizer)
            return std::unexpected(tokenizer.error());
        Result<mixmoe::StoredModel> state = initialState();
        if (!state)
            return std::unexpected(state.error());
        for (std::size_t i = 0; i < m_recipe.stages.size(); ++i) {
            const Result<bool> finished = finish(i, *corpus, **tokenizer, *state);
            if (!finished)
                return std::unexpected(finished.error());
            if (!*finished)
                return fs::path();
        }
        const fs::path folder = m_request.out / "model";
        if (auto written = byFirst([&] { return writeModel(folder, *state, **tokenizer); }); !written)
            return std::unexpected(written.error());
        return folder;
    }

private:
    Result<void> writeModel(const fs::path &folder, const mixmoe::StoredModel &state, const Tokenizer &tokenizer) const
    {
        if (auto listed = writeFileAtomically(m_request.out / stagesFile, stageList().dump(1) + "\n"); !listed)
            return listed;
        return mixmoe::saveModel(folder, state.config, state.tensors, tokenizer, mixmoe::StoredType::BFloat16);
    }

    Json stageList() const
    {
        Json list = Json::array();
        for (std::size_t i = 0; i < m_recipe.stages.size(); ++i)
            list.push_back({{"name", m_recipe.stages[i].name}, {"folder", fs::absolute(placeOf(m_recipe.stages[i].name, m_fingerprints.stage(i))).string()}});
        return list;
    }

    void emit(const Json &event)
    {
        if (!m_workers.isFirst())
            return;
        m_metrics << event.dump() << std::endl;
        m_report(event);
    }

    void emitNote(const std::string &text) const
    {
        if (m_workers.isFirst())
            m_report({{"event", "note"}, {"text", text}});
    }

    /// Reads every byte: a token that no piece has would end the training in the middle, one that another has would be learnt.
    Result<void> checkShards() const
    {
        if (!m_recipe.shards)
            return {};
        const Result<CorpusManifest> manifest = readManifest(*m_recipe.shards);
        return manifest ? verifyShards(*m_recipe.shards, *manifest) : std::unexpected(manifest.error());
    }

    /// By the first worker alone; the others wait, and then find what it made.
    template <typename Work>
    Result<void> byFirst(Work work) const
    {
        if (m_workers.isFirst()) {
            if (auto done = work(); !done)
                return done;
        }
        if (auto met = m_workers.any(false); !met)
            return std::unexpected(met.error());
        return {};
    }

    bool isOutOfTime() const
    {
        return m_cancel.load() || (m_request.minutes > 0 && m_running.seconds() > m_request.minutes * 60);
    }

    fs::path vocabularyPath() const { return m_request.out / vocabularyFile; }
    fs::path checkpointPath() const { return m_request.out / "checkpoint.safetensors"; }

    /// Of a shared vocabulary or stage, or of one of this run alone.
    fs::path placeOf(const std::string &name, const std::string &fingerprint) const
    {
        return m_request.stages.empty() ? m_request.out / name : m_request.stages / fingerprint.substr(0, 16) / name;
    }

    /// In the run folder: that of the initial model, of the shards, of another run alike, or a new one.
    Result<void> placeVocabulary(const Corpus &corpus) const
    {
        std::error_code ignored;
        if (fs::exists(vocabularyPath(), ignored))
            return {};
        const fs::path shared = m_recipe.initialModel ? *m_recipe.initialModel / vocabularyFile
            : m_recipe.shards                         ? *m_recipe.shards / vocabularyFile
                                                      : placeOf(vocabularyFile, m_fingerprints.vocabulary());
        if (!fs::exists(shared, ignored) && !m_recipe.shards) {
            emitNote("making the vocabulary");
            const Result<std::string> bytes = trainVocabulary(corpus.sentences(), {m_recipe.vocabularySize, m_recipe.model.languages});
            if (!bytes)
                return std::unexpected(bytes.error());
            fs::create_directories(shared.parent_path(), ignored);
            if (auto written = writeFileAtomically(shared, *bytes); !written)
                return written;
        }
        const Result<std::string> bytes = readFile(shared);
        if (!bytes)
            return std::unexpected(bytes.error());
        return writeFileAtomically(vocabularyPath(), *bytes);
    }

    Result<std::shared_ptr<const Tokenizer>> vocabulary() const
    {
        auto tokenizer = Tokenizer::load(vocabularyPath());
        if (tokenizer && (*tokenizer)->vocabSize() != m_recipe.vocabularySize)
            return fail(ErrorCode::WrongModel, vocabularyPath().string(), "has %1 pieces; the recipe's vocabulary_size is %2", (*tokenizer)->vocabSize(), m_recipe.vocabularySize);
        return tokenizer;
    }

    Result<mixmoe::StoredModel> initialState() const
    {
        if (!m_recipe.initialModel)
            return mixmoe::StoredModel{};
        Result<mixmoe::StoredModel> model = mixmoe::readStoredModel(*m_recipe.initialModel);
        if (model && model->config.vocabSize != m_recipe.vocabularySize)
            return fail(ErrorCode::WrongModel, m_recipe.initialModel->string(), "has a vocabulary of %1 pieces; the recipe asks for %2", model->config.vocabSize, m_recipe.vocabularySize);
        return model;
    }

    /// Brings the state past the stage, by what an earlier run left or by training. False when paused.
    Result<bool> finish(std::size_t index, const Corpus &corpus, const Tokenizer &tokenizer, mixmoe::StoredModel &state)
    {
        const StageRecipe &stage = m_recipe.stages[index];
        const std::string fingerprint = m_fingerprints.stage(index);
        const fs::path folder = placeOf(stage.name, fingerprint);
        std::optional<FileLock> lock;
        if (auto taken = byFirst([&] { return waitForShared(folder, lock); }); !taken)
            return std::unexpected(taken.error());
        std::error_code ignored;
        const bool finished = fs::exists(folder / fingerprintFile, ignored);   // written last
        if (auto alike = m_workers.agree("finished stages", stage.name + (finished ? " finished" : " open")); !alike)
            return std::unexpected(alike.error());
        if (!finished)
            return trainStage(index, folder, corpus, tokenizer, state);
        const Result<std::string> madeBy = readFile(folder / fingerprintFile);
        if (!madeBy)
            return std::unexpected(madeBy.error());
        if (*madeBy != fingerprint)
            return fail(ErrorCode::WrongModel, folder.string(), "was made by another recipe or seed; name another folder with --out, or put the recipe back as it was");
        Result<mixmoe::StoredModel> stored = mixmoe::readStoredModel(folder);
        if (!stored)
            return std::unexpected(stored.error());
        state = std::move(*stored);
        if (auto dropped = byFirst([&] { return dropCheckpointOf(stage.name); }); !dropped)
            return std::unexpected(dropped.error());
        return true;
    }

    /// Two runs that share a stage do not train it twice: the second waits, and then finds it finished.
    Result<void> waitForShared(const fs::path &folder, std::optional<FileLock> &lock) const
    {
        if (m_request.stages.empty())
            return {};
        std::error_code ignored;
        fs::create_directories(folder.parent_path(), ignored);
        const fs::path file = folder.string() + ".lock";
        for (bool told = false;; told = true) {
            Result<FileLock> taken = FileLock::take(file);
            if (taken) {
                lock = std::move(*taken);
                return {};
            }
            if (taken.error().code != ErrorCode::Locked)
                return std::unexpected(taken.error());
            if (isOutOfTime())
                return fail(ErrorCode::Cancelled, folder.string(), "another run trains this stage still");
            if (!told)
                emitNote("waiting for another run that trains the stage " + folder.filename().string());
            std::this_thread::sleep_for(std::chrono::seconds(1));
        }
    }

    /// Of a finished stage: left where a run was killed after its last step.
    Result<void> dropCheckpointOf(const std::string &stage) const
    {
        const fs::path checkpoint = checkpointPath();
        std::error_code ignored;
        if (!fs::exists(checkpoint, ignored))
            return {};
        const Result<mixmoe::TensorFile> stored = mixmoe::readSafetensors(checkpoint);
        if (!stored)
            return std::unexpected(stored.error());
        if (const auto name = stored->metadata.find("stage"); name != stored->metadata.end() && name->second == stage)
            fs::remove(checkpoint, ignored);
        return {};
    }

    Result<bool> trainStage(std::size_t index, const fs::path &folder, const Corpus &corpus, const Tokenizer &tokenizer, mixmoe::StoredModel &state)
    {
        const StageRecipe &stage = m_recipe.stages[index];
        const Result<StageData> data = dataFor(m_recipe, stage, corpus, tokenizer, m_workers.size());
        if (!data)
            return std::unexpected(data.error());
        Result<StageStart> start = startOf(m_recipe, stage, state, tokenizer);
        if (!start)
            return std::unexpected(start.error());
        start->model->to(m_device);
        if (auto chosen = chooseExecution(*start->model); !chosen)
            return std::unexpected(chosen.error());
        StageRun run(start->model, stage, start->trainable, data->sampler(stage.tokensPerStep, m_recipe.seed + index), m_workers);
        const fs::path checkpoint = checkpointPath();
        std::error_code ignored;
        if (fs::exists(checkpoint, ignored)) {
            if (auto restored = run.restore(checkpoint); !restored)
                return std::unexpected(restored.error());
            emitNote("stage " + stage.name + " goes on behind step " + std::to_string(run.stepsDone()));
        }
        if (auto alike = m_workers.agree("checkpoint", stage.name + " " + std::to_string(run.stepsDone())); !alike)   // and all have read it
            return std::unexpected(alike.error());
        StageLoop loop{.name = stage.name, .steps = stage.steps, .dev = data->dev, .checkpoint = checkpoint,
                       .publish = [&] { return mixmoe::saveModel(m_request.out / latestFolder, start->model->config(), modelTensors(*start->model), tokenizer, mixmoe::StoredType::BFloat16); },
                       .pause = [this] { return isOutOfTime(); }, .emit = [this](const Json &event) { emit(event); }, .workers = m_workers};
        if (auto finished = loop.run(run, start->model); !finished || !*finished)
            return finished;
        state = {start->model->config(), modelTensors(*start->model)};
        if (auto kept = byFirst([&] { return keep(index, folder, tokenizer, state); }); !kept)
            return std::unexpected(kept.error());
        return true;
    }

    /// On a card, without kernels that are wrong there; all workers with cards the same way.
    Result<void> chooseExecution(MixMoeModelImpl &model) const
    {
        const bool onCard = !m_device.is_cpu();
        const CheckedExecution checked = onCard ? checkedExecution(model.config(), m_device) : CheckedExecution{model.execution(), {}};
        const Result<bool> without = m_workers.any(onCard && checked.execution != Execution::Card);
        if (!without)
            return std::unexpected(without.error());
        if (!checked.problem.empty())
            emitNote("the kernels for this card " + checked.problem + "; training goes on without them, at a third of the speed");
        else if (*without && checked.execution == Execution::Card)
            emitNote("the kernels for another worker's card are missing or fail there; training goes on without them, at a third of the speed");
        if (onCard)
            model.setExecution(*without ? Execution::Autocast : checked.execution);
        return {};
    }

    /// The finished stage's model folder; its checkpoint goes.
    Result<void> keep(std::size_t index, const fs::path &folder, const Tokenizer &tokenizer, const mixmoe::StoredModel &state) const
    {
        std::error_code ignored;
        fs::create_directories(folder.parent_path(), ignored);
        if (auto saved = mixmoe::saveModel(folder, state.config, state.tensors, tokenizer, mixmoe::StoredType::Float32); !saved)
            return saved;
        if (auto written = writeFileAtomically(folder / fingerprintFile, m_fingerprints.stage(index)); !written)
            return written;
        fs::remove(checkpointPath(), ignored);
        return {};
    }

    const TrainRequest &m_request;
    Recipe m_recipe;
    Fingerprints m_fingerprints;
    Workers m_workers;
    torch::Device m_device;
    const TrainReport &m_report;
    const std::atomic<bool> &m_cancel;
    std::ofstream m_metrics;
    Stopwatch m_running;
};

/// This process alone trains there until the lock goes.
Result<FileLock> prepareFolder(const TrainRequest &request, const std::string &resolved)
{
    std::error_code problem;
    if (!request.resume && fs::exists(request.out / "recipe.json", problem))
        return fail(ErrorCode::Unwritable, request.out.string(), "holds a run already; name another folder, or go on with --resume");
    fs::create_directories(request.out, problem);
    if (problem)
        return fail(ErrorCode::Unwritable, request.out.string(), "cannot be made: %1", problem.message());
    Result<FileLock> lock = FileLock::take(request.out / "lock");
    if (!lock && lock.error().code == ErrorCode::Locked)
        return fail(ErrorCode::Locked, request.out.string(), "is being trained in by another process; wait for it to end, or name another folder");
    if (auto written = lock ? writeFileAtomically(request.out / "recipe.json", resolved) : std::unexpected(lock.error()); !written)
        return std::unexpected(written.error());
    return lock;
}

/// The recipe as it is run when a request names shards.
std::string withShards(const std::string &resolved, const fs::path &shards)
{
    Json recipe = Json::parse(resolved);
    recipe["shards"] = fs::absolute(shards).string();
    recipe["mono"] = recipe["pairs"] = recipe["documents"] = Json::array();
    return recipe.dump(1);
}

}  // namespace

void setThreads(int threads)
{
    if (threads > 0)
        torch::set_num_threads(threads);
}

Result<fs::path> train(const TrainRequest &request, const TrainReport &report, const std::atomic<bool> &cancel)
{
    setThreads(request.threads);
    Result<Recipe> recipe = readRecipe(request.recipe);
    if (!recipe)
        return std::unexpected(recipe.error());
    Result<std::string> resolved = resolvedRecipe(request.recipe);
    if (!resolved)
        return std::unexpected(resolved.error());
    if (!request.corpus.empty())
        recipe->corpus = request.corpus;
    if (!request.shards.empty()) {
        recipe->shards = request.shards;
        recipe->mono.clear();
        recipe->pairs.clear();
        recipe->documents.clear();
        resolved = withShards(*resolved, request.shards);
    }
    const Result<std::string> shards = recipe->shards ? readFile(*recipe->shards / manifestFile) : Result<std::string>();
    if (!shards)
        return std::unexpected(shards.error());
    if (request.seed != 0)
        recipe->seed = static_cast<std::uint64_t>(request.seed);
    const Result<torch::Device> device = trainingDevice(request.device);
    if (!device)
        return std::unexpected(device.error());
    Result<Workers> workers = Workers::join();
    if (!workers)
        return std::unexpected(workers.error());
    std::optional<FileLock> lock;
    if (workers->isFirst()) {
        Result<FileLock> prepared = prepareFolder(request, *resolved);
        if (!prepared)
            return std::unexpected(prepared.error());
        lock = std::move(*prepared);
    }
    if (auto alike = workers->agree("recipe, shards and seed", *resolved + *shards + std::to_string(recipe->seed)); !alike)
        return std::unexpected(alike.error());
    Result<fs::path> model = Run(request, std::move(*recipe), *resolved, *shards, std::move(*workers), *device, report, cancel).train();
    const bool stopped = !model && model.error().code == ErrorCode::Cancelled;
    return stopped ? fs::path() : model;
}

}  // namespace interlinear::training
