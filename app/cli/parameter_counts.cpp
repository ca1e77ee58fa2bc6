#include "app/cli/parameter_counts.h"

#include "engine/mixmoe/model/model.h"

namespace interlinear::cli {

namespace {

std::size_t &partOf(const std::string &tensor, ParameterCounts &counts)
{
    const auto has = [&](const char *text) { return tensor.find(text) != std::string::npos; };
    if (has("norm"))
        return counts.norms;
    if (has(".router.") || has("direction."))
        return counts.routers;
    if (has(".moe.lm."))
        return counts.lmExperts;
    if (has(".moe.mt."))
        return counts.mtExperts;
    if (has(".attention."))
        return counts.attention;
    return has(".ffn.") ? counts.denseFfn : counts.embedding;
}

}  // namespace

ParameterCounts countParameters(const mixmoe::ModelConfig &config)
{
    ParameterCounts counts;
    for (const auto &[name, shape] : mixmoe::expectedTensors(config)) {
        std::size_t size = 1;
        for (const std::int64_t length : shape)
            size *= static_cast<std::size_t>(length);
        partOf(name, counts) += size;
    }
    return counts;
}

}  // namespace interlinear::cli
