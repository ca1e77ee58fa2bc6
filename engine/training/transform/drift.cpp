#include "engine/training/transform/drift.h"

#include "engine/training/transform/experts.h"

#include <cmath>
#include <map>

namespace interlinear::training {

namespace {

using mixmoe::Tensor;
using mixmoe::TensorMap;

bool isRouter(Module module)
{
    return module == Module::LmRouters || module == Module::MtRouters;
}

/// The tensors before training in the form that the later model has; routers that did not exist stay out.
TensorMap inTheFormOf(const mixmoe::StoredModel &before, const mixmoe::ModelConfig &after)
{
    TensorMap form = before.tensors;
    if (before.config.groups() == 0 && after.groups() > 0) {
        form = after.moe.expertSize == mixmoe::ExpertSize::Whole ? upcycle(after, before.tensors, 0) : sliceIntoExperts(after, before.tensors, 0);
        std::erase_if(form, [](const auto &entry) { return isRouter(moduleOf(entry.first)); });
    }
    return form;
}

const Tensor *counterpart(const TensorMap &before, std::string name)
{
    auto found = before.find(name);
    if (const std::size_t group = name.find(".moe.mt."); found == before.end() && group != std::string::npos)
        found = before.find(name.replace(group, 8, ".moe.lm."));
    return found == before.end() ? nullptr : &found->second;
}

struct Sums {
    double moved = 0, before = 0;

    void add(const Tensor &from, const Tensor &to)
    {
        for (std::size_t i = 0; i < from.values.size(); ++i) {
            const double was = static_cast<double>(from.values[i]), step = static_cast<double>(to.values[i]) - was;
            moved += step * step;
            before += was * was;
        }
    }
};

}  // namespace

std::vector<ModuleDrift> driftBetween(const mixmoe::StoredModel &before, const mixmoe::StoredModel &after)
{
    const bool sameDepth = before.config.layerCount == after.config.layerCount;
    const TensorMap form = sameDepth ? inTheFormOf(before, after.config) : before.tensors;
    std::map<Module, Sums> sums;
    for (const auto &[name, tensor] : after.tensors) {
        if (!sameDepth && name.starts_with("layers."))
            continue;
        if (moduleOf(name) == Module::MtRouters && !form.contains(name) && !after.config.moe.copyRouterToTranslation)
            continue;
        const Tensor *was = counterpart(form, name);
        if (was && was->shape == tensor.shape)
            sums[moduleOf(name)].add(*was, tensor);
    }
    std::vector<ModuleDrift> drift;
    for (const auto &[module, sum] : sums)
        drift.push_back({module, sum.before > 0 ? std::sqrt(sum.moved / sum.before) : 0});
    return drift;
}

}  // namespace interlinear::training
