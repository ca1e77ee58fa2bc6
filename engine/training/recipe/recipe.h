// A recipe: one JSON file that says how a model is made, from corpus files to the last stage.
//
//   Result<Recipe> recipe = readRecipe("resources/recipes/en-de.json");
//   recipe->stages[1].trains;     // Trains::LmExperts
//
// Paths of corpus files are relative to "corpus", which is relative to the recipe's folder unless a request names another.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/config.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace interlinear::training {

/// What a stage may change; everything else is frozen.
enum class Trains {
    Everything,   ///< the dense base
    LmExperts,    ///< stage 1: LM experts and LM routers
    MtExperts     ///< stage 2: MT experts and MT routers
};

struct MonoSource {
    std::string file, language;
    float weight = 1;
};

struct PairSource {
    std::string file, first, second;   ///< languages of the two columns; used in both directions
    float weight = 1;
};

struct StageRecipe {
    std::string name;
    Trains trains = Trains::Everything;
    int steps = 0;
    int tokensPerStep = 1024;          ///< padding included
    float pairShare = 0;               ///< share of examples that are sentence pairs, 0 to 1; the rest is monolingual text
    float promptLossWeight = 0;        ///< in pairs: weight of predicting the prompt and source; 1 is plain running text, 0 the target only
    float learningRate = 1e-3F;        ///< at the top of the schedule
    float warmupShare = 0.03F;
    float finalRateShare = 0.02F;      ///< the cosine ends at this share of learningRate
    float weightDecay = 0;
    float labelSmoothing = 0;
    float balanceWeight = 0.01F;       ///< lambda of the load-balance loss
    float clipNorm = 1;
};

struct Recipe {
    std::string name;
    std::uint64_t seed = 1;
    std::filesystem::path corpus;
    int vocabularySize = 0;            ///< also the model's
    int longestExample = 128;          ///< tokens; longer examples are left out
    mixmoe::ModelConfig model;         ///< shape of the dense base, with its choices for the later stages
    std::vector<MonoSource> mono;
    std::vector<PairSource> pairs;
    PairSource dev;
    std::vector<StageRecipe> stages;   ///< Everything, then LmExperts, then MtExperts; later ones may be left out
};

/// Unknown keys and impossible values are errors that name the key.
Result<Recipe> readRecipe(const std::filesystem::path &file);

}  // namespace interlinear::training
