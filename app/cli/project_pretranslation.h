// Fills the open, empty segments of a project: with what the memory knows well enough, else with the model's text, which near matches make faster.
//
//   Result<PretranslationReport> report = pretranslate(project, {.thresholdPerMille = 1000});
#pragma once

#include "app/cli/engine_options.h"
#include "engine/cat/project/project.h"

#include <cstddef>

namespace interlinear::cli {

struct PretranslationOptions {
    EngineOptions engine{};
    int thresholdPerMille = 1000;   ///< what a match must reach
    int beamSize = 1;
    int batchSize = 0;
};

struct PretranslationReport {
    std::size_t fromMemory = 0;
    std::size_t fromModel = 0;
    std::size_t cut = 0;            ///< of the model's, those that lack an end
};

/// Document after document; each is on disk before the next begins, its matches before the model starts. The model is loaded only where it has work.
Result<PretranslationReport> pretranslate(cat::Project &project, const PretranslationOptions &options);

}  // namespace interlinear::cli
