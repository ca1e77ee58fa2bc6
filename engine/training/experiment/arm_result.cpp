#include "engine/training/experiment/arm_result.h"

#include "engine/core/files.h"
#include "engine/mixmoe/eval/arms.h"
#include "engine/mixmoe/eval/perplexity.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/training/data/corpus.h"
#include "engine/training/transform/drift.h"

#include <nlohmann/json.hpp>

namespace interlinear::training {

namespace {

using Json = nlohmann::json;
using mixmoe::Model;

mixmoe::Interventions withoutTranslationGroup(const Model &model)
{
    if (model.config.stage != mixmoe::Stage::MixMoe)
        return {};
    return {{.kind = mixmoe::Intervention::Kind::Mask, .group = mixmoe::ExpertGroup::Translation}};
}

struct Lines {
    std::vector<std::string> first, second;
};

Result<Lines> linesOf(const std::filesystem::path &file)
{
    const Result<std::vector<SentencePair>> pairs = readPairs(file);
    if (!pairs)
        return std::unexpected(pairs.error());
    Lines lines;
    for (const SentencePair &pair : *pairs) {
        lines.first.push_back(pair.first);
        lines.second.push_back(pair.second);
    }
    return lines;
}

Result<DirectionResult> measureDirection(const std::shared_ptr<const Model> &model, const ExperimentTest &test, bool forward)
{
    const Result<Lines> lines = linesOf(test.file);
    if (!lines)
        return std::unexpected(lines.error());
    const auto &sources = forward ? lines->first : lines->second, &references = forward ? lines->second : lines->first;
    DirectionResult result{.test = test.file.filename().string(), .from = forward ? test.first : test.second, .to = forward ? test.second : test.first, .hypotheses = {}};
    Result<mixmoe::ArmScore> whole = mixmoe::evaluateArm({"whole", model, {}, 1}, {result.from, result.to}, sources, references);
    if (!whole)
        return std::unexpected(whole.error());
    result.bleu = result.lmOnlyBleu = whole->bleu;
    result.chrf = whole->chrf;
    result.hypotheses = std::move(whole->hypotheses);
    if (const mixmoe::Interventions off = withoutTranslationGroup(*model); !off.empty()) {
        const Result<mixmoe::ArmScore> lmOnly = mixmoe::evaluateArm({"LM experts only", model, off, 1}, {result.from, result.to}, sources, references);
        if (!lmOnly)
            return std::unexpected(lmOnly.error());
        result.lmOnlyBleu = lmOnly->bleu;
    }
    return result;
}

Result<RetentionResult> measureRetention(const std::shared_ptr<const Model> &model, const std::string &stage, const RetentionText &text)
{
    Result<std::vector<std::string>> lines = readSentences(text.file);
    if (!lines)
        return std::unexpected(lines.error());
    lines->resize(std::min(lines->size(), static_cast<std::size_t>(text.lines)));
    const auto runtime = mixmoe::makeCpuRuntime(model);
    if (!runtime)
        return std::unexpected(runtime.error());
    const auto score = [&](const mixmoe::Interventions &interventions) { return scoreText(**runtime, *model->tokenizer, *lines, text.language, interventions, {}); };
    const Result<mixmoe::TextScore> whole = score({}), lmOnly = score(withoutTranslationGroup(*model));
    if (!whole)
        return std::unexpected(whole.error());
    if (!lmOnly)
        return std::unexpected(lmOnly.error());
    return RetentionResult{stage, text.language, whole->bitsPerByte(), lmOnly->bitsPerByte()};
}

struct StageFolder {
    std::string name;
    std::filesystem::path folder;
};

Result<std::vector<StageFolder>> stagesOf(const std::filesystem::path &run)
{
    const std::filesystem::path file = run / "stages.json";
    const Result<std::string> text = readTextFile(file);
    if (!text)
        return std::unexpected(text.error());
    try {
        std::vector<StageFolder> stages;
        for (const Json &stage : Json::parse(*text))
            stages.push_back({stage.at("name"), stage.at("folder").get<std::string>()});
        if (!stages.empty())
            return stages;
    } catch (const Json::exception &) {
    }
    return fail(ErrorCode::Damaged, file.string(), "is no list of stages; remove the run's folder, and it is made again");
}

Result<void> addRetention(ArmResult &result, const Experiment &experiment, const std::vector<StageFolder> &stages)
{
    if (experiment.retention.empty())
        return {};
    for (const StageFolder &stage : stages) {
        const auto model = mixmoe::loadModel(stage.folder);
        if (!model)
            return std::unexpected(model.error());
        for (const RetentionText &text : experiment.retention) {
            Result<RetentionResult> retention = measureRetention(*model, stage.name, text);
            if (!retention)
                return std::unexpected(retention.error());
            result.retention.push_back(std::move(*retention));
        }
    }
    return {};
}

Result<void> addDrift(ArmResult &result, const std::vector<StageFolder> &stages)
{
    if (stages.size() < 2)
        return {};
    const Result<mixmoe::StoredModel> first = mixmoe::readStoredModel(stages.front().folder), last = mixmoe::readStoredModel(stages.back().folder);
    if (!first)
        return std::unexpected(first.error());
    if (!last)
        return std::unexpected(last.error());
    for (const ModuleDrift &module : driftBetween(*first, *last))
        result.drift.push_back({nameOf(module.module), module.relative});
    return {};
}

}  // namespace

Result<ArmResult> measureArm(const Experiment &experiment, const std::string &arm, int seed, const std::filesystem::path &folder)
{
    const Result<std::shared_ptr<const Model>> model = mixmoe::loadModel(folder / "model");
    if (!model)
        return std::unexpected(model.error());
    ArmResult result{.arm = arm, .seed = seed, .fingerprint = (*model)->fingerprint, .directions = {}, .retention = {}, .drift = {}};
    for (const ExperimentTest &test : experiment.tests) {
        for (const bool forward : {true, false}) {
            Result<DirectionResult> direction = measureDirection(*model, test, forward);
            if (!direction)
                return std::unexpected(direction.error());
            result.directions.push_back(std::move(*direction));
        }
    }
    const Result<std::vector<StageFolder>> stages = stagesOf(folder);
    if (!stages)
        return std::unexpected(stages.error());
    std::vector<StageFolder> scored = *stages;
    scored.back().folder = folder / "model";   // the very files whose BLEU is told
    if (auto added = addRetention(result, experiment, scored); !added)
        return std::unexpected(added.error());
    if (auto added = addDrift(result, *stages); !added)
        return std::unexpected(added.error());
    return result;
}

Result<void> writeArmResult(const std::filesystem::path &file, const ArmResult &result)
{
    Json directions = Json::array(), retention = Json::array(), drift = Json::array();
    for (const DirectionResult &direction : result.directions) {
        directions.push_back({{"test", direction.test}, {"from", direction.from}, {"to", direction.to}, {"bleu", direction.bleu}, {"chrf", direction.chrf},
                              {"lm_only_bleu", direction.lmOnlyBleu}, {"hypotheses", direction.hypotheses}});
    }
    for (const RetentionResult &text : result.retention)
        retention.push_back({{"stage", text.stage}, {"language", text.language}, {"bits_per_byte", text.whole}, {"lm_only_bits_per_byte", text.lmOnly}});
    for (const DriftResult &module : result.drift)
        drift.push_back({{"module", module.module}, {"relative", module.relative}});
    const Json json{{"arm", result.arm}, {"seed", result.seed}, {"model", result.fingerprint}, {"directions", directions}, {"retention", retention}, {"drift", drift}};
    return writeFileAtomically(file, json.dump(1) + "\n");
}

Result<ArmResult> readArmResult(const std::filesystem::path &file)
{
    const Result<std::string> text = readTextFile(file);
    if (!text)
        return std::unexpected(text.error());
    try {
        const Json json = Json::parse(*text);
        ArmResult result{.arm = json.at("arm"), .seed = json.at("seed"), .fingerprint = json.at("model"), .directions = {}, .retention = {}, .drift = {}};
        for (const Json &direction : json.at("directions")) {
            result.directions.push_back({direction.at("test"), direction.at("from"), direction.at("to"), direction.at("bleu"), direction.at("chrf"), direction.at("lm_only_bleu"),
                                         direction.at("hypotheses")});
        }
        for (const Json &item : json.at("retention"))
            result.retention.push_back({item.at("stage"), item.at("language"), item.at("bits_per_byte"), item.at("lm_only_bits_per_byte")});
        for (const Json &module : json.at("drift"))
            result.drift.push_back({module.at("module"), module.at("relative")});
        return result;
    } catch (const Json::exception &) {
        return fail(ErrorCode::Damaged, file.string(), "is no result of an experiment's run; remove it, and the run is scored again");
    }
}

}  // namespace interlinear::training
