// What the routers chose for every token of one translation: plain, immutable data of the very forward pass that made the text.
//
//   const RoutingCapture &capture = *translation.capture;
//   capture.gateProbability(layer, token, expert);          // softmax inside the expert's group; sums to 1 a group
//   capture.chosen(layer, token, ExpertGroup::Translation); // 0..n-1 inside the group, -1 when the group is off
//   capture.weight(layer, token, ExpertGroup::Translation); // what the expert's output was multiplied by, before the groups were combined
//   capture.chosenAt(layer, token, group, 1);               // the second of the k that the group chose; -1 when interventions left fewer
//
// The row of a token is that of the pass that read it at its own position (prompt tokens and words that were typed in the prefill, a generated token
// in the step after it was picked, or as a draft's in the one that picked it), so that recomputing the finished text in one pass gives the same rows. The end token is never read and has no row.
// Axes: layer counts Mix-MoE layers (layerIndex tells the model's layer); experts are LM 0..n-1, then MT 0..n-1. Ids belong to one layer: never sum them over layers.
#pragma once

#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"
#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/probe/intervention.h"
#include "engine/mixmoe/probe/search_settings.h"
#include "engine/mixmoe/text/tokenizer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

enum class CaptureLevel { None, Choices, Probabilities };

enum class Phase : std::uint8_t { Prompt = 0, Generated = 1 };

struct CapturedToken {
    TokenId id = 0;
    std::string piece;          ///< as in the vocabulary; "▁" marks a word's begin
    Phase phase = Phase::Prompt;
    bool control = false;       ///< language tags and the like: no text of their own
    bool byteFallback = false;
    ByteSpan spanBytes;         ///< in the source text for prompt tokens, in the target text for generated ones
    Utf16Span spanUtf16;        ///< the same in UTF-16 units
    float logProbability = 0;   ///< of this token, as Translation::logProbabilities has it; 0 for prompt tokens

    bool operator==(const CapturedToken &) const = default;
};

/// How a capture was made, so that it can be made again. CaptureLevel, languages, source and interventions stand in the capture itself.
struct CaptureOrigin {
    std::vector<InlineTag> sourceTags;      ///< of the source as it was given
    SearchSettings settings;
    std::string precision, instructions;    ///< as RuntimeDescription has them
    std::string vocabularyFingerprint;      ///< as of Model
    std::string build;                      ///< as of buildIdentity()

    bool operator==(const CaptureOrigin &) const = default;
};

struct RoutingCapture {
    std::string modelName;
    std::string modelFingerprint;
    std::string device;                     ///< for instance "cpu fp32"
    std::string fromLanguage, toLanguage;
    std::string sourceText, targetText;     ///< without tags; what the spans refer to
    Interventions interventions;
    CaptureLevel level = CaptureLevel::None;
    std::optional<CaptureOrigin> origin;    ///< none in files of version 1, which did not keep it

    std::vector<int> layerIndex;            ///< model layer of each captured layer
    int expertsPerGroup = 0;                ///< n
    int groups = 0;                         ///< 1 (LM only) or 2
    int topK = 1;                           ///< k: experts that a group chooses
    std::vector<CapturedToken> tokens;

    std::vector<float> gateProbabilities;   ///< [layer][token][groups * n]; empty below CaptureLevel::Probabilities
    std::vector<std::int16_t> choices;      ///< [layer][token][groups][k]: a forced expert first, then by falling probability
    std::vector<float> weights;             ///< [layer][token][groups][k]

    int layers() const { return static_cast<int>(layerIndex.size()); }
    int experts() const { return groups * expertsPerGroup; }
    std::size_t tokenCount() const { return tokens.size(); }
    ExpertGroup groupOf(int expert) const { return expert < expertsPerGroup ? ExpertGroup::LanguageModel : ExpertGroup::Translation; }

    float gateProbability(int layer, std::size_t token, int expert) const
    {
        return gateProbabilities[(static_cast<std::size_t>(layer) * tokens.size() + token) * static_cast<std::size_t>(experts()) + static_cast<std::size_t>(expert)];
    }
    int chosen(int layer, std::size_t token, ExpertGroup group) const { return chosenAt(layer, token, group, 0); }
    float weight(int layer, std::size_t token, ExpertGroup group) const { return weightAt(layer, token, group, 0); }
    /// rank: 0..k-1
    int chosenAt(int layer, std::size_t token, ExpertGroup group, int rank) const { return choices[choiceOffset(layer, token, group, rank)]; }
    float weightAt(int layer, std::size_t token, ExpertGroup group, int rank) const { return weights[choiceOffset(layer, token, group, rank)]; }
    /// Of one of the k that the group chose; nothing for the others. expert: inside the group.
    std::optional<float> weightOf(int layer, std::size_t token, ExpertGroup group, int expert) const;

    bool operator==(const RoutingCapture &) const = default;

private:
    std::size_t choiceOffset(int layer, std::size_t token, ExpertGroup group, int rank) const
    {
        const std::size_t slot = (static_cast<std::size_t>(layer) * tokens.size() + token) * static_cast<std::size_t>(groups) + static_cast<std::size_t>(group);
        return slot * static_cast<std::size_t>(topK) + static_cast<std::size_t>(rank);
    }
};

/// Routing of one token in every Mix-MoE layer, as it leaves the runtime.
struct TokenRouting {
    std::vector<float> gateProbabilities;   ///< [layer][groups * n]; empty below CaptureLevel::Probabilities
    std::vector<std::int16_t> choices;      ///< [layer][groups][k]
    std::vector<float> weights;             ///< [layer][groups][k]
};

/// A capture from its head (everything but the three arrays) and one row a token of head.tokens, laid out [layer][token].
std::shared_ptr<const RoutingCapture> assembleCapture(RoutingCapture head, std::span<const TokenRouting> rows);

}  // namespace interlinear::mixmoe
