// interlinear-cli model: what a model folder holds, and whether it is sound.
#include "app/cli/command.h"
#include "app/cli/model_alignment.h"
#include "app/cli/model_calibration.h"
#include "app/cli/model_change.h"
#include "app/cli/model_evaluation.h"
#include "app/cli/model_shortlist.h"
#include "app/cli/parameter_counts.h"

#include "engine/mixmoe/eval/parity.h"
#include "engine/mixmoe/model/folder_check.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

constexpr std::size_t tokensToVerify = 48;

struct Options {
    std::string folder;
};

template <typename Items>
std::string listed(const Items &items)
{
    std::string text;
    for (const auto &item : items) {
        text += text.empty() ? "" : ", ";
        if constexpr (std::is_arithmetic_v<std::decay_t<decltype(item)>>)
            text += std::to_string(item);
        else
            text += item;
    }
    return text;
}

void printJson(const Model &model, const ParameterCounts &counts)
{
    nlohmann::ordered_json json{{"name", model.config.name}, {"fingerprint", model.fingerprint}, {"languages", model.config.languages}};
    json["config"] = nlohmann::ordered_json::parse(toJson(model.config));
    json["mixed_layers"] = model.config.mixMoeLayers();
    json["parameters"] = {{"embedding", counts.embedding}, {"attention", counts.attention}, {"dense_ffn", counts.denseFfn}, {"lm_experts", counts.lmExperts},
                          {"mt_experts", counts.mtExperts}, {"routers", counts.routers},    {"norms", counts.norms},       {"total", counts.total()},
                          {"active", counts.active(model.config)}};
    std::printf("%s\n", json.dump().c_str());
}

std::vector<std::string> measuredDirections(const ModelConfig &config)
{
    std::vector<std::string> directions;
    for (const Calibration &calibration : config.confidence)
        directions.push_back(calibration.from + "-" + calibration.to);
    return directions;
}

void printText(const Model &model, const ParameterCounts &counts)
{
    const ModelConfig &config = model.config;
    std::printf("%s\n", config.name.c_str());
    std::printf("  languages    %s\n", listed(config.languages).c_str());
    std::printf("  layers       %d, width %d, %d heads of %d, vocabulary %d, reads %d tokens\n", config.layerCount, config.hiddenSize, config.headCount, config.headSize,
                config.vocabSize, config.maxPositions);
    if (config.groups() == 0)
        std::printf("  experts      none: a dense model\n");
    else
        std::printf("  experts      %d %s in layers %s, %d of a group at work on a token\n", config.moe.expertsPerGroup, config.groups() == 2 ? "LM + as many MT" : "LM",
                    listed(config.mixMoeLayers()).c_str(), config.moe.topK);
    std::printf("  parameters   %zu, of which %zu work on a token\n", counts.total(), counts.active(config));
    std::printf("               embedding %zu, attention %zu, dense FFN %zu, LM experts %zu, MT experts %zu, routers %zu, norms %zu\n", counts.embedding, counts.attention,
                counts.denseFfn, counts.lmExperts, counts.mtExperts, counts.routers, counts.norms);
    if (!config.confidence.empty())
        std::printf("  confidence   measured for %s\n", listed(measuredDirections(config)).c_str());
    if (config.contextTokens > 0)
        std::printf("  context      reads the segment before, %d tokens in all\n", config.contextTokens);
    std::printf("  fingerprint  %s\n", model.fingerprint.c_str());
}

int showInfo(const Options &options, const Invocation &invocation)
{
    const auto model = loadModel(options.folder);
    if (!model)
        return report(model.error());
    const ParameterCounts counts = countParameters((*model)->config);
    if (invocation.json)
        printJson(**model, counts);
    else
        printText(**model, counts);
    return Done;
}

/// Control tokens of every language, then tokens from all over the vocabulary.
std::vector<TokenId> tokensFor(const Model &model)
{
    std::vector<TokenId> tokens;
    for (const std::string &language : model.config.languages) {
        if (const auto token = model.tokenizer->languageToken(language))
            tokens.push_back(*token);
    }
    const std::size_t most = std::min(tokensToVerify, static_cast<std::size_t>(model.config.maxPositions));
    for (std::size_t i = 0; tokens.size() < most; ++i)
        tokens.push_back(static_cast<TokenId>(i * 7919 % static_cast<std::size_t>(model.config.vocabSize)));
    tokens.resize(most);
    return tokens;
}

Result<Parity> compareExecutions(const std::shared_ptr<const Model> &model)
{
    auto reference = makeReferenceRuntime(model);
    if (!reference)
        return std::unexpected(reference.error());
    auto cpu = makeCpuRuntime(model);
    if (!cpu)
        return std::unexpected(cpu.error());
    return compareRuntimes(**reference, **cpu, tokensFor(*model));
}

int badInput(const Error &error)
{
    report(error);
    return BadInput;
}

/// "SHA-256 of model.safetensors, tokenizer.model as the card lists it"
std::string checksumSentence(const FolderCheck &check)
{
    return check.filesWithChecksum.empty() ? "no checksum listed in MODEL_CARD.md" : "SHA-256 of " + listed(check.filesWithChecksum) + " as MODEL_CARD.md lists it";
}

int verify(const Options &options, const Invocation &invocation)
{
    const auto model = loadModel(options.folder);
    if (!model)
        return badInput(model.error());
    const Result<FolderCheck> check = checkFolder(options.folder);
    if (!check)
        return badInput(check.error());
    const Result<Parity> parity = compareExecutions(*model);
    if (!parity && parity.error().code != ErrorCode::EngineFailure)
        return report(parity.error());
    if (!parity)
        return badInput({ErrorCode::Damaged, options.folder, "cannot be computed with: its output is not a finite number; put an undamaged copy there", {}});
    if (!parity->difference.empty())
        return report({ErrorCode::EngineFailure, options.folder, "reference and CPU runtime disagree: %1", {parity->difference}});
    if (invocation.json) {
        const nlohmann::ordered_json json{{"ok", true},
                                          {"fingerprint", (*model)->fingerprint},
                                          {"files_with_checksum", check->filesWithChecksum},
                                          {"tokens", parity->tokensCompared},
                                          {"largest_deviation", parity->largestDeviation}};
        std::printf("%s\n", json.dump().c_str());
    } else {
        std::printf("ok: %s; %zu tokens, reference and CPU runtime agree within %.1e\n", checksumSentence(*check).c_str(), parity->tokensCompared,
                    static_cast<double>(parity->largestDeviation));
    }
    return Done;
}

}  // namespace

void addModelCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = root.add_subcommand("model", "Look into a model folder");
    command->require_subcommand(1);

    auto *info = command->add_subcommand("info", "Shape, languages, parameters and fingerprint");
    info->add_option("folder", options->folder, "Folder of the model")->required()->type_name("DIR");
    info->callback([&invocation, options] { invocation.run = [&invocation, options] { return showInfo(*options, invocation); }; });

    auto *verified = command->add_subcommand("verify", "Check the files against the card's checksums, every tensor, and that reference and CPU runtime agree");
    verified->add_option("folder", options->folder, "Folder of the model")->required()->type_name("DIR");
    verified->callback([&invocation, options] { invocation.run = [&invocation, options] { return verify(*options, invocation); }; });

    addModelEvaluation(*command, invocation);
    addModelCalibration(*command, invocation);
    addModelAlignment(*command, invocation);
    addModelShortlist(*command, invocation);
    addModelChange(*command, invocation);
}

}  // namespace interlinear::cli
