#include "engine/mixmoe/model/config.h"

#include "engine/core/files.h"
#include "engine/core/utf8.h"
#include "engine/mixmoe/model/json_object.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace interlinear::mixmoe {

namespace {

constexpr int formatVersion = 1;

const EnumNames<Stage> stageNames{{Stage::Dense, "dense"}, {Stage::Sliced, "lm_experts"}, {Stage::MixMoe, "mix_moe"}};
const EnumNames<GroupCombine> combineNames{{GroupCombine::Mean, "mean"}, {GroupCombine::Sum, "sum"}};

nlohmann::json toJson(const MoeConfig &moe)
{
    nlohmann::json json = {
        {"every", moe.every},
        {"experts_per_group", moe.expertsPerGroup},
        {"fourier_mode", nameOf(fourierModeNames(), moe.fourierMode)},
        {"gate_weight", nameOf(gateWeightNames(), moe.gateWeight)},
        {"group_combine", nameOf(combineNames, moe.groupCombine)},
        {"copy_router_to_translation", moe.copyRouterToTranslation},
        {"balanced_fourier_init", moe.balancedFourierInit},
    };
    const MoeConfig usual;
    if (moe.topK != usual.topK)
        json["top_k"] = moe.topK;
    if (moe.expertSize != usual.expertSize)
        json["expert_size"] = nameOf(expertSizeNames(), moe.expertSize);
    if (moe.directionEmbedding != usual.directionEmbedding)
        json["direction_embedding"] = moe.directionEmbedding;
    return json;
}

nlohmann::json toJson(const Calibration &calibration)
{
    nlohmann::json json = {{"from", calibration.from}, {"to", calibration.to}, {"good_chrf", calibration.goodChrf}, {"bias", calibration.bias}};
    for (std::size_t i = 0; i < confidenceTerms; ++i)
        json[confidenceTermNames()[i]] = calibration.weights[i];
    return json;
}

Result<Calibration> readCalibration(const nlohmann::json &json, const std::string &where, const std::string &prefix)
{
    if (!json.is_object())
        return fail(ErrorCode::BadFormat, where, "\"%1\" is %2; expected an object", prefix, json.dump());
    Calibration calibration;
    JsonObjectReader reader(json, where, prefix + ".");
    reader.string("from", calibration.from);
    reader.string("to", calibration.to);
    reader.number("good_chrf", calibration.goodChrf);
    reader.number("bias", calibration.bias);
    for (std::size_t i = 0; i < confidenceTerms; ++i)
        reader.number(confidenceTermNames()[i], calibration.weights[i]);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    return calibration;
}

Result<std::vector<Calibration>> readConfidence(const nlohmann::json &list, const std::string &where)
{
    std::vector<Calibration> confidence;
    for (const nlohmann::json &json : list) {
        Result<Calibration> calibration = readCalibration(json, where, "confidence[" + std::to_string(confidence.size()) + "]");
        if (!calibration)
            return std::unexpected(calibration.error());
        confidence.push_back(std::move(*calibration));
    }
    return confidence;
}

Result<void> checkConfidence(const ModelConfig &config, const std::string &where)
{
    for (const Calibration &calibration : config.confidence) {
        const std::string direction = calibration.from + "-" + calibration.to;
        if (!config.hasLanguage(calibration.from) || !config.hasLanguage(calibration.to) || calibration.from == calibration.to)
            return fail(ErrorCode::OutOfRange, where, "\"confidence\" is about %1; expected two of the model's languages", direction);
        if (config.calibrationFor(calibration.from, calibration.to) != &calibration)
            return fail(ErrorCode::OutOfRange, where, "\"confidence\" is about %1 twice; expected each direction once", direction);
        if (!(calibration.goodChrf >= 0 && calibration.goodChrf <= 100))
            return fail(ErrorCode::OutOfRange, where, "\"confidence\" of %1 has a \"good_chrf\" of %2; expected 0 to 100", direction, calibration.goodChrf);
        if (!std::isfinite(calibration.bias) || !std::ranges::all_of(calibration.weights, [](float weight) { return std::isfinite(weight); }))
            return fail(ErrorCode::OutOfRange, where, "\"confidence\" of %1 has a weight that is no finite number", direction);
    }
    return {};
}

Result<void> checkDirections(const ModelConfig &config, const std::string &where)
{
    for (const std::string &direction : config.directions) {
        const std::size_t hyphen = std::min(direction.find('-'), direction.size());
        const std::string from = direction.substr(0, hyphen), to = direction.substr(std::min(hyphen + 1, direction.size()));
        if (!config.hasLanguage(from) || !config.hasLanguage(to) || from == to)
            return fail(ErrorCode::OutOfRange, where, "\"directions\" has \"%1\"; expected two of the model's languages, such as \"en-de\"", direction);
    }
    return {};
}

Result<void> checkAlignmentHeads(const ModelConfig &config, const std::string &where)
{
    int next = 0;
    for (const int head : config.alignmentHeads) {
        if (head < next || head >= config.headCount)
            return fail(ErrorCode::OutOfRange, where, "\"alignment_heads\" has %1; expected rising numbers from 0 to %2", head, config.headCount - 1);
        next = head + 1;
    }
    return {};
}

}  // namespace

const std::vector<std::pair<FourierMode, const char *>> &fourierModeNames()
{
    static const EnumNames<FourierMode> names{{FourierMode::None, "none"},  {FourierMode::RealFft, "re_fft"}, {FourierMode::RealFftOrtho, "re_fft_ortho"},
                                              {FourierMode::Dct2, "dct2"}, {FourierMode::Random, "random"},  {FourierMode::Magnitude, "magnitude"}};
    return names;
}

const std::vector<std::pair<GateWeight, const char *>> &gateWeightNames()
{
    static const EnumNames<GateWeight> names{{GateWeight::Probability, "probability"}, {GateWeight::ScaledProbability, "scaled_probability"}, {GateWeight::Renormalised, "renormalised"}};
    return names;
}

const std::vector<std::pair<ExpertSize, const char *>> &expertSizeNames()
{
    static const EnumNames<ExpertSize> names{{ExpertSize::Slice, "slice"}, {ExpertSize::Whole, "whole"}};
    return names;
}

std::string_view shortName(ExpertGroup group)
{
    return group == ExpertGroup::LanguageModel ? "LM" : "MT";
}

std::vector<int> ModelConfig::mixMoeLayers() const
{
    std::vector<int> layers;
    for (int layer = 0; stage != Stage::Dense && layer < layerCount; ++layer) {
        if (isMixMoeLayer(layer))
            layers.push_back(layer);
    }
    return layers;
}

bool ModelConfig::isAlignmentHead(int head) const
{
    return alignmentHeads.empty() || std::ranges::binary_search(alignmentHeads, head);
}

const Calibration *ModelConfig::calibrationFor(std::string_view from, std::string_view to) const
{
    const auto found = std::ranges::find_if(confidence, [&](const Calibration &calibration) { return calibration.from == from && calibration.to == to; });
    return found == confidence.end() ? nullptr : &*found;
}

bool ModelConfig::hasLanguage(std::string_view code) const
{
    return std::find(languages.begin(), languages.end(), code) != languages.end();
}

std::optional<std::string> ModelConfig::languageFor(std::string_view tag) const
{
    std::string range = asciiLowerCase(tag);
    std::ranges::replace(range, '_', '-');
    while (true) {
        const auto found = std::ranges::find_if(languages, [&](const std::string &language) { return asciiLowerCase(language) == range; });
        if (found != languages.end())
            return *found;
        const std::size_t lastPart = range.rfind('-');
        if (lastPart == std::string::npos)
            return std::nullopt;
        range.erase(lastPart);
    }
}

bool ModelConfig::knows(const std::vector<std::string> &someLanguages) const
{
    std::vector<std::string> own;
    for (const std::string &language : someLanguages) {
        if (const auto found = languageFor(language))
            own.push_back(*found);
    }
    if (own.size() != someLanguages.size())
        return false;
    return own.size() != 2 || (own[0] != own[1] && (directions.empty() || std::ranges::find(directions, own[0] + "-" + own[1]) != directions.end()));
}

ModelConfig withPaperPreset(ModelConfig config)
{
    config.moe.every = 4;
    config.moe.topK = 1;
    config.moe.expertSize = ExpertSize::Slice;
    config.moe.gateWeight = GateWeight::Probability;
    config.moe.groupCombine = GroupCombine::Sum;
    config.moe.copyRouterToTranslation = false;
    config.moe.balancedFourierInit = false;
    config.moe.directionEmbedding = false;
    return config;
}

Result<void> validate(const ModelConfig &config, const std::string &where)
{
    const KeyRange<int> ranges[] = {
        {"vocab_size", config.vocabSize, 8, 1 << 20},       {"hidden_size", config.hiddenSize, 2, 1 << 16},
        {"num_layers", config.layerCount, 1, 1024},         {"num_heads", config.headCount, 1, 1024},
        {"num_kv_heads", config.kvHeadCount, 1, 1024},      {"head_size", config.headSize, 2, 1024},
        {"ffn_size", config.ffnSize, 1, 1 << 18},           {"max_positions", config.maxPositions, 8, 1 << 20},
        {"moe.every", config.moe.every, 1, 1024},           {"moe.experts_per_group", config.moe.expertsPerGroup, 1, 1024},
        {"moe.top_k", config.moe.topK, 1, config.moe.expertsPerGroup},
        {"alignment_layer", config.alignmentLayer, -1, config.layerCount - 1},
        {"context_tokens", config.contextTokens, 0, config.maxPositions},
    };
    if (auto inside = checkRanges(ranges, where); !inside)
        return inside;
    if (config.headCount % config.kvHeadCount != 0)
        return fail(ErrorCode::OutOfRange, where, "\"num_kv_heads\" is %1; expected a divisor of \"num_heads\", %2", config.kvHeadCount, config.headCount);
    if (config.headSize % 2 != 0)
        return fail(ErrorCode::OutOfRange, where, "\"head_size\" is %1; expected an even number", config.headSize);
    if (config.moe.expertSize == ExpertSize::Slice && config.ffnSize % config.moe.expertsPerGroup != 0)
        return fail(ErrorCode::OutOfRange, where, "\"ffn_size\" is %1; expected a multiple of \"moe.experts_per_group\", %2", config.ffnSize, config.moe.expertsPerGroup);
    if (!(config.ropeTheta >= 1.0F) || !std::isfinite(config.ropeTheta))
        return fail(ErrorCode::OutOfRange, where, "\"rope_theta\" is %1; expected a number of at least 1", config.ropeTheta);
    if (!(config.normEpsilon > 0.0F) || !(config.normEpsilon < 1.0F))
        return fail(ErrorCode::OutOfRange, where, "\"norm_epsilon\" is %1; expected a number between 0 and 1", config.normEpsilon);
    if (config.hasDirectionEmbedding() && config.languages.empty())
        return fail(ErrorCode::OutOfRange, where, "\"languages\" is empty; \"moe.direction_embedding\" expected at least one");
    if (config.stage != Stage::Dense && config.mixMoeLayers().empty())
        return fail(ErrorCode::OutOfRange, where, "\"moe.every\" is %1, but the model has %2 layers, so that none would hold experts", config.moe.every, config.layerCount);
    if (auto heads = checkAlignmentHeads(config, where); !heads)
        return heads;
    if (auto directions = checkDirections(config, where); !directions)
        return directions;
    return checkConfidence(config, where);
}

Result<ModelConfig> parseModelConfig(std::string_view json, const std::string &where)
{
    const Result<nlohmann::json> root = parseJsonObject(json, where, "a model's config.json");
    if (!root)
        return std::unexpected(root.error());

    ModelConfig config;
    JsonObjectReader reader(*root, where, "");
    std::string type;
    int version = 0;
    reader.string("model_type", type);
    reader.integer("format_version", version);
    if (auto known = root->find("format_version"); known != root->end() && known->is_number_integer() && known->get<int>() > formatVersion)
        return fail(ErrorCode::NewerVersion, where, "has format version %1; this program knows versions up to %2", known->get<int>(), formatVersion);
    reader.string("name", config.name);
    reader.oneOf("stage", stageNames, config.stage);
    reader.strings("languages", config.languages);
    reader.integer("vocab_size", config.vocabSize);
    reader.integer("hidden_size", config.hiddenSize);
    reader.integer("num_layers", config.layerCount);
    reader.integer("num_heads", config.headCount);
    reader.integer("num_kv_heads", config.kvHeadCount);
    reader.integer("head_size", config.headSize);
    reader.integer("ffn_size", config.ffnSize);
    reader.integer("max_positions", config.maxPositions);
    reader.number("rope_theta", config.ropeTheta);
    reader.number("norm_epsilon", config.normEpsilon);
    reader.integer("alignment_layer", config.alignmentLayer);
    if (reader.has("alignment_heads"))
        reader.integers("alignment_heads", config.alignmentHeads);
    if (reader.has("context_tokens"))
        reader.integer("context_tokens", config.contextTokens);
    if (reader.has("directions"))
        reader.strings("directions", config.directions);
    const nlohmann::json *confidence = reader.has("confidence") ? reader.list("confidence") : nullptr;
    const nlohmann::json *moe = reader.object("moe");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (type != "mix_moe")
        return fail(ErrorCode::WrongModel, where, "\"model_type\" is \"%1\"; expected \"mix_moe\"", type);

    JsonObjectReader moeReader(*moe, where, "moe.");
    moeReader.integer("every", config.moe.every);
    moeReader.integer("experts_per_group", config.moe.expertsPerGroup);
    moeReader.oneOf("fourier_mode", fourierModeNames(), config.moe.fourierMode);
    moeReader.oneOf("gate_weight", gateWeightNames(), config.moe.gateWeight);
    moeReader.oneOf("group_combine", combineNames, config.moe.groupCombine);
    moeReader.boolean("copy_router_to_translation", config.moe.copyRouterToTranslation);
    moeReader.boolean("balanced_fourier_init", config.moe.balancedFourierInit);
    if (moeReader.has("top_k"))
        moeReader.integer("top_k", config.moe.topK);
    if (moeReader.has("expert_size"))
        moeReader.oneOf("expert_size", expertSizeNames(), config.moe.expertSize);
    if (moeReader.has("direction_embedding"))
        moeReader.boolean("direction_embedding", config.moe.directionEmbedding);
    if (auto done = moeReader.finish(); !done)
        return std::unexpected(done.error());

    if (confidence) {
        Result<std::vector<Calibration>> read = readConfidence(*confidence, where);
        if (!read)
            return std::unexpected(read.error());
        config.confidence = std::move(*read);
    }
    if (auto valid = validate(config, where); !valid)
        return std::unexpected(valid.error());
    return config;
}

Result<ModelConfig> readModelConfig(const std::filesystem::path &file)
{
    const Result<std::string> text = readTextFile(file);
    if (!text)
        return std::unexpected(text.error());
    return parseModelConfig(*text, file.string());
}

std::string toJson(const ModelConfig &config)
{
    nlohmann::json root = {
        {"model_type", "mix_moe"},
        {"format_version", formatVersion},
        {"name", config.name},
        {"stage", nameOf(stageNames, config.stage)},
        {"languages", config.languages},
        {"vocab_size", config.vocabSize},
        {"hidden_size", config.hiddenSize},
        {"num_layers", config.layerCount},
        {"num_heads", config.headCount},
        {"num_kv_heads", config.kvHeadCount},
        {"head_size", config.headSize},
        {"ffn_size", config.ffnSize},
        {"max_positions", config.maxPositions},
        {"rope_theta", config.ropeTheta},
        {"norm_epsilon", config.normEpsilon},
        {"alignment_layer", config.alignmentLayer},
        {"moe", toJson(config.moe)},
    };
    if (!config.alignmentHeads.empty())
        root["alignment_heads"] = config.alignmentHeads;
    if (config.contextTokens > 0)
        root["context_tokens"] = config.contextTokens;
    if (!config.directions.empty())
        root["directions"] = config.directions;
    for (const Calibration &calibration : config.confidence)
        root["confidence"].push_back(toJson(calibration));
    return root.dump(2) + "\n";
}

}  // namespace interlinear::mixmoe
