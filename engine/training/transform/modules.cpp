#include "engine/training/transform/modules.h"

namespace interlinear::training {

Module moduleOf(const std::string &parameter)
{
    const auto has = [&](const char *part) { return parameter.find(part) != std::string::npos; };
    if (has("direction.") || has(".moe.mt.router."))
        return Module::MtRouters;
    if (has(".moe.lm.router."))
        return Module::LmRouters;
    if (has(".moe.mt."))
        return Module::MtExperts;
    if (has(".moe.lm."))
        return Module::LmExperts;
    if (has("norm.weight"))
        return Module::Norms;
    if (has(".attention."))
        return Module::Attention;
    return has(".ffn.") ? Module::DenseFfn : Module::Embedding;
}

const char *nameOf(Module module)
{
    constexpr std::array names{"embedding", "attention", "norms", "dense FFN", "LM experts", "LM routers", "MT experts", "MT routers"};
    return names[static_cast<std::size_t>(module)];
}

}  // namespace interlinear::training
