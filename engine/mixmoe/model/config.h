// The shape of a model and every choice that the Mix-MoE paper leaves open: what config.json of a model folder says.
//
//   Result<ModelConfig> config = readModelConfig("models/en-de/config.json");
//   config->mixMoeLayers();                     // {1, 3, 5} for six layers and moe.every == 2
//   ModelConfig literal = withPaperPreset(*config);
//
// Source of the formulas: Mix-MoE, arXiv 2605.24681 v1, sections on architecture and router.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/calibration.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace interlinear::mixmoe {

/// The two groups of a Mix-MoE layer: experts that keep the languages, and experts that learnt to translate.
enum class ExpertGroup { LanguageModel = 0, Translation = 1 };

inline constexpr int groupCount = 2;

/// "LM" or "MT", as the figures of the paper have it.
std::string_view shortName(ExpertGroup group);

/// How far the training of this model has come; it decides which tensors the folder holds.
enum class Stage {
    Dense,      ///< plain FFN in every layer
    Sliced,     ///< Mix-MoE layers hold the LM group only (stage 1)
    MixMoe      ///< both groups (stage 2)
};

/// The feature beside h at the router's input; see router_feature.h.
enum class FourierMode {
    None,
    RealFft,        ///< Re(FFT(h)), as the paper has it
    RealFftOrtho,   ///< the same over sqrt(d): as large as h
    Dct2,           ///< cosine transform of type II, as large as RealFft
    Random,         ///< a fixed random matrix, as large as RealFft
    Magnitude       ///< |FFT(h)|: not linear in h, so it cannot be folded
};
/// As config.json and recipes spell them.
const std::vector<std::pair<FourierMode, const char *>> &fourierModeNames();
inline bool isFoldable(FourierMode mode) { return mode != FourierMode::Magnitude; }

/// What an expert's output is multiplied by; p is the chosen expert's gate probability, n the experts of a group.
enum class GateWeight {
    Probability,         ///< p
    ScaledProbability,   ///< n·p
    Renormalised         ///< p over the sum of p of all that the group chose, as MoE-LPR has it for k > 1 (arXiv 2408.11396); 1 for k = 1
};

const std::vector<std::pair<GateWeight, const char *>> &gateWeightNames();

/// How the outputs of the two groups become one.
enum class GroupCombine { Mean, Sum };

/// What part of the dense FFN an expert is as wide as.
enum class ExpertSize {
    Slice,   ///< F / n: the experts of a group share the FFN among them
    Whole    ///< F: each began as a copy of it (upcycling, arXiv 2212.05055)
};
const std::vector<std::pair<ExpertSize, const char *>> &expertSizeNames();

struct MoeConfig {
    int every = 2;                    ///< layers with (l + 1) mod every == 0 are Mix-MoE layers
    int expertsPerGroup = 4;          ///< n; divides ffnSize where experts are slices
    int topK = 1;                     ///< k: experts of a group that work on a token, 1 to n
    ExpertSize expertSize = ExpertSize::Slice;
    FourierMode fourierMode = FourierMode::RealFft;
    GateWeight gateWeight = GateWeight::ScaledProbability;
    GroupCombine groupCombine = GroupCombine::Mean;
    bool copyRouterToTranslation = true;   ///< MT router starts as a copy of the LM router; false: fresh
    bool balancedFourierInit = true;       ///< draw the spectral half of a router sqrt(hidden/2) smaller
    bool directionEmbedding = false;       ///< MT router reads h + E_from[source] + E_to[target] instead of h; see direction.h
    bool operator==(const MoeConfig &) const = default;
};

struct ModelConfig {
    int vocabSize = 0;
    int hiddenSize = 0;
    int layerCount = 0;
    int headCount = 0;
    int kvHeadCount = 0;              ///< divides headCount
    int headSize = 0;                 ///< even; headCount * headSize may differ from hiddenSize
    int ffnSize = 0;
    int maxPositions = 0;             ///< tokens of prompt and target together
    float ropeTheta = 10000.0F;
    float normEpsilon = 1e-5F;
    Stage stage = Stage::Dense;
    MoeConfig moe;
    int alignmentLayer = -1;          ///< layer whose attention aligns target with source; -1: the middle one
    std::vector<int> alignmentHeads;  ///< of that layer, rising: the average is over these; empty: over all
    int contextTokens = 0;            ///< most tokens of a sequence that began with the segment before, when the model was trained so; 0: it was not
    std::vector<Calibration> confidence;  ///< at most one a direction; none: translations have no confidence
    std::vector<std::string> languages;   ///< ISO codes in the vocabulary, for instance {"de", "en"}
    std::vector<std::string> directions;  ///< that it was trained for, "en-de"; empty: between all of its languages
    std::string name;                 ///< shown to people

    bool isMixMoeLayer(int layer) const { return (layer + 1) % moe.every == 0; }
    std::vector<int> mixMoeLayers() const;   ///< empty for Stage::Dense
    int expertSize() const { return moe.expertSize == ExpertSize::Whole ? ffnSize : ffnSize / moe.expertsPerGroup; }   ///< m
    int groups() const { return stage == Stage::MixMoe ? 2 : stage == Stage::Sliced ? 1 : 0; }
    int attentionLayerForAlignment() const { return alignmentLayer >= 0 ? alignmentLayer : layerCount / 2; }
    bool isAlignmentHead(int head) const;
    int alignmentHeadCount() const { return alignmentHeads.empty() ? headCount : static_cast<int>(alignmentHeads.size()); }
    /// Null where the direction was not measured.
    const Calibration *calibrationFor(std::string_view from, std::string_view to) const;
    bool hasLanguage(std::string_view code) const;
    /// What it reads and writes for a language tag: the language of that name, else of the tag without its last parts ("de" for "de-AT"; RFC 4647 section 3.4, lookup).
    /// Case is ignored, and _ stands for -. Nothing where it has none.
    std::optional<std::string> languageFor(std::string_view tag) const;
    /// Whether languageFor() finds all the languages; and of two, whether it was trained to translate from the first to the second.
    bool knows(const std::vector<std::string> &someLanguages) const;
    bool hasDirectionEmbedding() const { return stage == Stage::MixMoe && moe.directionEmbedding; }
    bool operator==(const ModelConfig &) const = default;
};

/// Every choice as the paper literally has it: every 4th layer, top-1 of slices, weight p, sum of groups, fresh MT router, unbalanced start.
ModelConfig withPaperPreset(ModelConfig config);

/// Sizes positive, divisions exact, ranges sane; the message names the key, its value and what was expected.
Result<void> validate(const ModelConfig &config, const std::string &where);

/// Reads config.json. Unknown keys and impossible values are errors that name the key. Of moe, top_k (1), expert_size ("slice") and
/// direction_embedding (false) may be absent and are written only where they differ; so may alignment_heads, context_tokens,
/// directions and confidence.
Result<ModelConfig> readModelConfig(const std::filesystem::path &file);
Result<ModelConfig> parseModelConfig(std::string_view json, const std::string &where);

/// The same text for the same config: sorted keys, two spaces.
std::string toJson(const ModelConfig &config);

}  // namespace interlinear::mixmoe
