#include "engine/mixmoe/eval/arms.h"

#include "engine/core/stopwatch.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/chrf.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

void rotate(std::vector<float> &rows, std::size_t count)
{
    std::rotate(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / count), rows.end());
}

/// As is customary, but without MeCab, which not every machine has.
BleuTokenizer tokenizerFor(const std::string &language)
{
    const BleuTokenizer customary = bleuTokenizerFor(language);
    return customary == BleuTokenizer::Japanese ? BleuTokenizer::Character : customary;
}

}  // namespace

std::shared_ptr<const Model> withRotatedRouters(const Model &model, ExpertGroup group)
{
    auto rotated = std::make_shared<Model>(model);
    for (LayerWeights &layer : rotated->weights.layers) {
        if (layer.groups.size() <= static_cast<std::size_t>(group))
            continue;
        ExpertGroupWeights &experts = layer.groups[static_cast<std::size_t>(group)];
        for (RouterWeights *router : {&experts.router, &experts.folded}) {
            rotate(router->weight, router->bias.size());
            rotate(router->bias, router->bias.size());
        }
    }
    rotated->fingerprint += "+rotated-" + std::string(shortName(group));
    return rotated;
}

std::vector<Arm> standardArms(const std::shared_ptr<const Model> &model)
{
    std::vector<Arm> arms{{"greedy", model, {}, 1}, {"beam 4", model, {}, 4}};
    if (model->config.stage == Stage::MixMoe) {
        arms.push_back({"LM experts only", model, {{.kind = Intervention::Kind::Mask, .group = ExpertGroup::Translation}}, 1});
        arms.push_back({"shuffled MT router", withRotatedRouters(*model, ExpertGroup::Translation), {}, 1});
    }
    return arms;
}

Result<ArmScore> evaluateArm(const Arm &arm, const Direction &direction, const std::vector<std::string> &sources, const std::vector<std::string> &references)
{
    auto runtime = makeCpuRuntime(arm.model);
    if (!runtime)
        return std::unexpected(runtime.error());
    std::vector<TranslateRequest> requests;
    for (const std::string &source : sources) {
        TranslateRequest request{.source = {source, {}}, .from = direction.from, .to = direction.to};
        request.beamSize = arm.beamSize;
        request.interventions = arm.interventions;
        requests.push_back(std::move(request));
    }
    const Stopwatch watch;
    std::vector<std::string> hypotheses;
    std::size_t tokens = 0;
    for (const Result<Translation> &translation : translateBatch(**runtime, *arm.model, requests, {})) {
        if (!translation)
            return std::unexpected(translation.error());
        hypotheses.push_back(translation->target.text);
        tokens += translation->tokens.size();
    }
    const double seconds = watch.seconds();
    const auto bleu = corpusBleu(hypotheses, references, tokenizerFor(direction.to));
    if (!bleu)
        return std::unexpected(bleu.error());
    const auto chrf = corpusChrf(hypotheses, references, ChrfVariant::Characters);
    if (!chrf)
        return std::unexpected(chrf.error());
    return ArmScore{bleu->score, chrf->score, seconds, static_cast<double>(tokens) / seconds, std::move(hypotheses)};
}

}  // namespace interlinear::mixmoe
