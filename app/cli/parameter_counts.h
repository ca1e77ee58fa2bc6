// Parameters of a model by part.
#pragma once

#include "engine/mixmoe/model/config.h"

#include <cstddef>

namespace interlinear::cli {

struct ParameterCounts {
    std::size_t embedding = 0;   ///< also the output projection
    std::size_t attention = 0;
    std::size_t denseFfn = 0;
    std::size_t lmExperts = 0;
    std::size_t mtExperts = 0;
    std::size_t routers = 0;     ///< direction embedding included
    std::size_t norms = 0;

    std::size_t total() const { return embedding + attention + denseFfn + lmExperts + mtExperts + routers + norms; }
    /// Those that one token meets: of each group the k experts that it chooses.
    std::size_t active(const mixmoe::ModelConfig &config) const
    {
        return total() - (lmExperts + mtExperts) + (lmExperts + mtExperts) / static_cast<std::size_t>(config.moe.expertsPerGroup) * static_cast<std::size_t>(config.moe.topK);
    }
};

ParameterCounts countParameters(const mixmoe::ModelConfig &config);

}  // namespace interlinear::cli
