// A recipe: one JSON file that says how a model is made, from corpus files to the last stage.
//
//   Result<Recipe> recipe = readRecipe("resources/recipes/mix-moe.json");
//   recipe->stages[1].trains;     // Trains::LmExperts
//
// "extends" names another recipe beside it, whose values hold where this one says nothing (JSON merge patch, RFC 7386): the arms of a comparison
// share their base, data and budget by extending one file. "then" holds stages that follow those of the extended recipe; "every_stage" holds what all stages have in common. Paths of corpus files are relative to
// "corpus", which is relative to the recipe's folder unless a request names another; so is "shards".
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/config.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::training {

/// What becomes of the model before a stage trains it.
enum class Start {
    Fresh,         ///< a dense model drawn at random
    Merge,         ///< LM experts put together again to the dense FFNs they were cut from; what an earlier model goes on from
    Previous,      ///< as the stage before left it
    Slice,         ///< dense FFNs cut into LM experts (Mix-MoE stage 1)
    Upcycle,       ///< LM experts that are whole copies of the dense FFNs (MoE-LPR, arXiv 2408.11396, first stage)
    CopyGroups,    ///< MT experts copied from LM experts (Mix-MoE stage 2)
    InsertBlocks   ///< new blocks that pass their input through (LLaMA Pro, arXiv 2401.02415)
};

/// What a stage may change; everything else is frozen.
enum class Trains {
    Everything,
    LmExperts,     ///< LM experts and LM routers
    MtExperts,     ///< MT experts and MT routers, with the direction embedding where there is one
    NewExperts,    ///< LM experts but the first of each layer, and LM routers
    LmRouters,     ///< LM routers alone (MoE-LPR, second stage)
    Experts,       ///< both groups and their routers
    NewBlocks,     ///< what InsertBlocks added
    LowRank        ///< low-rank updates of every matrix of the blocks (LoRA, arXiv 2106.09685), added to the matrices at the end
};

enum class Schedule {
    Cosine,        ///< from the top to final_rate_share
    Trapezoid      ///< constant, then linear to final_rate_share over the last decay_share of the steps
};

enum class OptimiserKind {
    AdamW,
    Muon           ///< for the matrices of the blocks; AdamW for the rest
};

struct MonoSource {
    std::string file, language;
    float weight = 1;
};

struct PairSource {
    std::string file, first, second;   ///< languages of the two columns; used in both directions
    float weight = 1;
};

/// A Multi file with an "id" column that numbers the segments of its documents; see readDocuments().
struct DocumentSource {
    std::string file, first, second;   ///< in both directions
    float weight = 1;                  ///< among the pairs
};

struct StageRecipe {
    std::string name;
    Start start = Start::Previous;
    Trains trains = Trains::Everything;
    int steps = 0;
    int tokensPerStep = 1024;          ///< of one micro-batch
    int accumulate = 1;                ///< micro-batches a step
    float pairShare = 0;               ///< share of examples that are sentence pairs, 0 to 1; the rest is monolingual text
    float contextShare = 0;            ///< of the segments of documents: so many come after the segment before them
    float mixingShare = 0;             ///< of the batches: so many are read as crossovers, see crossover.h
    float temperatureBegin = 1;        ///< of sampling from shards: 1 is by size, above it small languages are seen more often
    float temperatureEnd = 1;          ///< in a straight line over the stage
    int longestBegin = 0;              ///< tokens of an example at first, growing to longest_example over half of the stage; 0: all lengths from the beginning
    float promptLossWeight = 0;        ///< in pairs: weight of predicting the prompt and source; 1 is plain running text, 0 the target only
    OptimiserKind optimiser = OptimiserKind::AdamW;
    Schedule schedule = Schedule::Cosine;
    float learningRate = 1e-3F;        ///< at the top of the schedule
    float matrixLearningRate = 0.02F;  ///< of Muon
    float routerRateScale = 1;         ///< routers learn at so many times learningRate
    float warmupShare = 0.03F;
    float decayShare = 0.3F;           ///< Trapezoid only
    float finalRateShare = 0.02F;      ///< of learningRate, at the end
    float weightDecay = 0;
    float labelSmoothing = 0;
    float balanceWeight = 0.01F;       ///< lambda of the load-balance loss
    float priorWeight = 0;             ///< of the language prior, which sends running text to the first LM expert
    float clipNorm = 1;
    int lowRank = 8;                   ///< rank of LowRank updates
    int newBlocks = 2;                 ///< blocks that InsertBlocks adds, spread evenly
};

struct Recipe {
    std::string name;
    std::uint64_t seed = 1;
    std::filesystem::path corpus;
    std::optional<std::filesystem::path> shards;         ///< folder of `corpus build` that is trained on instead of mono and pairs; it brings its vocabulary
    std::optional<std::filesystem::path> initialModel;   ///< model folder that the first stage starts from; it brings its vocabulary
    int vocabularySize = 0;            ///< also the model's
    int longestExample = 128;          ///< tokens; longer examples are left out
    mixmoe::ModelConfig model;         ///< shape of the dense base, with its choices for the later stages
    std::vector<MonoSource> mono;
    std::vector<PairSource> pairs;
    std::vector<DocumentSource> documents;
    PairSource dev;
    std::vector<StageRecipe> stages;
};

/// Unknown keys, impossible values, and stages that cannot follow each other are errors that name the key.
Result<Recipe> readRecipe(const std::filesystem::path &file);

/// The recipe as one JSON text without "extends": what a run folder keeps.
Result<std::string> resolvedRecipe(const std::filesystem::path &file);

}  // namespace interlinear::training
