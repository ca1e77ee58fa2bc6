#include "engine/mixmoe/probe/intervention.h"

#include "engine/mixmoe/model/router_feature.h"

#include <algorithm>
#include <cmath>

namespace interlinear::mixmoe {

namespace {

std::string listed(const std::vector<int> &numbers)
{
    std::string text;
    for (const int number : numbers)
        text += (text.empty() ? "" : ", ") + std::to_string(number);
    return text;
}

Result<void> validateBand(const Intervention &item, const std::string &where, const ModelConfig &config)
{
    const int bins = spectrumBins(config.moe.fourierMode, config.hiddenSize);
    if (bins == 0)
        return fail(ErrorCode::InvalidArgument, where, "the routers of this model read no spectrum of the hidden state, so that there is no band to change");
    if (item.expert != -1)
        return fail(ErrorCode::InvalidArgument, where, "a band is what the router of a whole group reads, not expert %1; expected -1", item.expert);
    if (item.firstBin < 0 || item.lastBin < item.firstBin || item.lastBin >= bins)
        return fail(ErrorCode::InvalidArgument, where, "the band goes from bin %1 to %2; expected rising bins from 0 to %3", item.firstBin, item.lastBin, bins - 1);
    return {};
}

Result<void> validateOne(const Intervention &item, const std::string &where, const ModelConfig &config)
{
    if (config.groups() == 0)
        return fail(ErrorCode::InvalidArgument, where, "this model is dense: it has no experts to change");
    if (static_cast<int>(item.group) >= config.groups())
        return fail(ErrorCode::InvalidArgument, where, "this model has no %1 experts", shortName(item.group));

    const std::vector<int> layers = config.mixMoeLayers();
    if (item.layer != -1 && std::find(layers.begin(), layers.end(), item.layer) == layers.end())
        return fail(ErrorCode::InvalidArgument, where, "layer %1 has no experts; expected one of %2, or -1 for all", item.layer, listed(layers));

    const int last = config.moe.expertsPerGroup - 1;
    if (item.expert < -1 || item.expert > last)
        return fail(ErrorCode::InvalidArgument, where, "there is no expert %1; expected 0 to %2, or -1 for all", item.expert, last);
    if (item.kind == Intervention::Kind::Force && item.expert == -1)
        return fail(ErrorCode::InvalidArgument, where, "only one expert can be forced; expected 0 to %1", last);
    if ((item.kind == Intervention::Kind::Scale || item.kind == Intervention::Kind::Band) && !std::isfinite(item.factor))
        return fail(ErrorCode::InvalidArgument, where, "the factor is not a finite number");
    return item.kind == Intervention::Kind::Band ? validateBand(item, where, config) : Result<void>();
}

bool inScope(const Intervention &item, int layer, bool prompt)
{
    if (!item.enabled || (item.layer != -1 && item.layer != layer))
        return false;
    switch (item.scope) {
    case Intervention::Scope::Everywhere:
        return true;
    case Intervention::Scope::Prompt:
        return prompt;
    case Intervention::Scope::Generated:
        return !prompt;
    }
    return false;
}

void applyBand(const Intervention &item, const ModelConfig &config, LayerIntervention &resolved)
{
    std::vector<float> &factors = resolved.binFactors[static_cast<int>(item.group)];
    factors.resize(static_cast<std::size_t>(config.hiddenSize), 1.0F);
    scaleBins(config.moe.fourierMode, factors, item.firstBin, item.lastBin, item.factor);
}

/// To experts.
void apply(const Intervention &item, int expertsPerGroup, LayerIntervention &resolved)
{
    resolved.any = true;
    const int group = static_cast<int>(item.group);
    if (item.kind == Intervention::Kind::Force) {
        resolved.forced[group] = item.expert;
        return;
    }
    const int first = item.expert == -1 ? 0 : item.expert;
    const int last = item.expert == -1 ? expertsPerGroup - 1 : item.expert;
    for (int expert = first; expert <= last; ++expert) {
        const auto place = static_cast<std::size_t>(group * expertsPerGroup + expert);
        if (item.kind == Intervention::Kind::Mask)
            resolved.masked[place] = 1;
        else
            resolved.factor[place] *= item.factor;
    }
}

}  // namespace

Result<void> validate(const Interventions &interventions, const ModelConfig &config)
{
    for (std::size_t i = 0; i < interventions.size(); ++i) {
        const std::string number = "intervention " + std::to_string(i + 1);
        const std::string where = interventions[i].name.empty() ? number : number + " (" + interventions[i].name + ")";
        if (auto valid = validateOne(interventions[i], where, config); !valid)
            return valid;
    }
    return {};
}

bool LayerIntervention::groupOff(ExpertGroup group, int expertsPerGroup) const
{
    if (!any)
        return false;
    const auto first = masked.begin() + static_cast<int>(group) * expertsPerGroup;
    return std::all_of(first, first + expertsPerGroup, [](char expertMasked) { return expertMasked != 0; });
}

LayerIntervention resolve(const Interventions &interventions, int layer, bool prompt, const ModelConfig &config)
{
    const int expertsPerGroup = config.moe.expertsPerGroup;
    const auto experts = static_cast<std::size_t>(groupCount * expertsPerGroup);
    LayerIntervention resolved;
    resolved.masked.assign(experts, 0);
    resolved.factor.assign(experts, 1.0F);
    for (const Intervention &item : interventions) {
        if (!inScope(item, layer, prompt))
            continue;
        if (item.kind == Intervention::Kind::Band)
            applyBand(item, config, resolved);
        else
            apply(item, expertsPerGroup, resolved);
    }
    for (std::vector<float> &factors : resolved.binFactors) {
        if (std::ranges::all_of(factors, [](float factor) { return factor == 1.0F; }))
            factors.clear();
    }
    for (int group = 0; group < groupCount; ++group) {
        int &forced = resolved.forced[group];
        if (forced >= 0 && resolved.masked[static_cast<std::size_t>(group * expertsPerGroup + forced)])
            forced = -1;
    }
    return resolved;
}

}  // namespace interlinear::mixmoe
