#include "engine/mixmoe/probe/intervention.h"

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
    if (item.kind == Intervention::Kind::Scale && !std::isfinite(item.factor))
        return fail(ErrorCode::InvalidArgument, where, "the factor is not a finite number");
    return {};
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

void apply(const Intervention &item, int expertsPerGroup, LayerIntervention &resolved)
{
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

LayerIntervention resolve(const Interventions &interventions, int layer, bool prompt, int expertsPerGroup)
{
    const auto experts = static_cast<std::size_t>(groupCount * expertsPerGroup);
    LayerIntervention resolved;
    resolved.masked.assign(experts, 0);
    resolved.factor.assign(experts, 1.0F);
    for (const Intervention &item : interventions) {
        if (!inScope(item, layer, prompt))
            continue;
        resolved.any = true;
        apply(item, expertsPerGroup, resolved);
    }
    for (int group = 0; group < groupCount; ++group) {
        int &forced = resolved.forced[group];
        if (forced >= 0 && resolved.masked[static_cast<std::size_t>(group * expertsPerGroup + forced)])
            forced = -1;
    }
    return resolved;
}

}  // namespace interlinear::mixmoe
