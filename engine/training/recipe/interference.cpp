#include "engine/training/recipe/interference.h"

#include "engine/mixmoe/model/model.h"
#include "engine/training/recipe/loss.h"
#include "engine/training/recipe/stage_data.h"
#include "engine/training/recipe/train.h"

#include <cmath>
#include <map>

namespace interlinear::training {

namespace {

using Gradients = std::map<std::string, torch::Tensor>;

Result<Gradients> gradientsOf(MixMoeModel &model, const Recipe &recipe, const Corpus &corpus, const mixmoe::Tokenizer &tokenizer, float pairShare, int batches)
{
    StageRecipe stage = recipe.stages.front();
    stage.pairShare = pairShare;
    stage.promptLossWeight = 0;
    const Result<StageData> data = dataFor(recipe, stage, corpus, tokenizer);
    if (!data)
        return std::unexpected(data.error());
    BatchSampler sampler = data->sampler(stage.tokensPerStep, recipe.seed);
    model->zero_grad();
    for (int i = 0; i < batches; ++i) {
        const Batch batch = sampler.next();
        (lossOf(model, batch, 0).crossEntropy / (weightOf(batch) * batches)).backward();
    }
    Gradients gradients;
    for (const auto &item : model->named_parameters()) {
        if (item.value().grad().defined())
            gradients[item.key()] = item.value().grad().clone();
    }
    return gradients;
}

struct Products {
    double both = 0, first = 0, second = 0;
};

std::vector<GradientCosine> cosinesOf(const Gradients &first, const Gradients &second)
{
    std::map<Module, Products> products;
    for (const auto &[name, gradient] : first) {
        const auto other = second.find(name);
        if (other == second.end())
            continue;
        Products &sum = products[moduleOf(name)];
        sum.both += (gradient * other->second).sum().item<double>();
        sum.first += gradient.square().sum().item<double>();
        sum.second += other->second.square().sum().item<double>();
    }
    std::vector<GradientCosine> cosines;
    for (const auto &[module, sum] : products)
        cosines.push_back({module, sum.first > 0 && sum.second > 0 ? sum.both / std::sqrt(sum.first * sum.second) : 0});
    return cosines;
}

}  // namespace

Result<std::vector<GradientCosine>> gradientCosines(const InterferenceRequest &request)
{
    setThreads(request.threads);
    Result<Recipe> recipe = readRecipe(request.recipe);
    if (!recipe)
        return std::unexpected(recipe.error());
    if (!request.corpus.empty())
        recipe->corpus = request.corpus;
    const Result<mixmoe::StoredModel> stored = mixmoe::readStoredModel(request.model);
    if (!stored)
        return std::unexpected(stored.error());
    const auto tokenizer = mixmoe::Tokenizer::load(request.model / "tokenizer.model");
    if (!tokenizer)
        return std::unexpected(tokenizer.error());
    const Result<Corpus> corpus = readCorpus(*recipe);
    if (!corpus)
        return std::unexpected(corpus.error());

    Result<MixMoeModel> model = modelFor(stored->config, **tokenizer);
    if (!model)
        return std::unexpected(model.error());
    loadParameters(**model, stored->tensors);
    const Result<Gradients> text = gradientsOf(*model, *recipe, *corpus, **tokenizer, 0, request.batches);
    if (!text)
        return std::unexpected(text.error());
    const Result<Gradients> pairs = gradientsOf(*model, *recipe, *corpus, **tokenizer, 1, request.batches);
    if (!pairs)
        return std::unexpected(pairs.error());
    return cosinesOf(*text, *pairs);
}

}  // namespace interlinear::training
