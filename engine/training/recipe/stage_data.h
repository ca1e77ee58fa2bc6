// What a stage reads: the corpus files or the shards of a recipe as training examples, mixed as the stage asks.
//
//   Result<Corpus> corpus = readCorpus(recipe);
//   Result<StageData> data = dataFor(recipe, stage, *corpus, tokenizer);
//   BatchSampler sampler = data->sampler(stage.tokensPerStep, seed);
#pragma once

#include "engine/core/result.h"
#include "engine/training/data/corpus.h"
#include "engine/training/data/examples.h"
#include "engine/training/recipe/recipe.h"

#include <deque>
#include <string>
#include <vector>

namespace interlinear::training {

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
    struct Documents {
        DocumentSource source;
        std::vector<DocumentPair> rows;
    };
    std::vector<Mono> mono;
    std::vector<Documents> documents;
    std::vector<SentencePair> dev;

    /// Every sentence of pairs and text, for a vocabulary that arms with and without documents share.
    std::vector<std::string> sentences() const;
};

Result<Corpus> readCorpus(const Recipe &recipe);

struct StageData {
    std::deque<ExampleSource> sources;
    SamplingPlan plan;                   ///< of the sources, in their order
    std::vector<Batch> dev;              ///< both directions of the dev set, each example once

    /// The data must outlive the sampler.
    BatchSampler sampler(std::int64_t tokensPerBatch, std::uint64_t seed) const;
};

/// InvalidArgument when the stage asks for a kind of text that the recipe does not list. workers: how many share each step.
Result<StageData> dataFor(const Recipe &recipe, const StageRecipe &stage, const Corpus &corpus, const mixmoe::Tokenizer &tokenizer, int workers = 1);

}  // namespace interlinear::training
