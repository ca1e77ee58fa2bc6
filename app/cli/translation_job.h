// Many segments through the engine at once, with progress on stderr.
//
//   TranslationJob job{.from = "en", .to = "de", .unit = "line"};
//   Result<std::vector<Translation>> translations = run(job, sources, engine);
#pragma once

#include "app/cli/engine_options.h"
#include "engine/core/tagged_text.h"
#include "engine/mixmoe/decode/translation.h"

#include <string>
#include <vector>

namespace interlinear::cli {

struct TranslationJob {
    std::string from, to;
    int beamSize = 1;
    int batchSize = 32;                                          ///< sequences decoded together
    mixmoe::CaptureLevel capture = mixmoe::CaptureLevel::None;
    std::string unit = "segment";                                ///< what messages call one of the sources: "line", "segment"
};

/// The translations in the order of the sources. The first source that fails fails the job; the Error names its number. What was cut is said on stderr.
Result<std::vector<mixmoe::Translation>> run(const TranslationJob &job, const std::vector<TaggedText> &sources, OpenedEngine &engine);

}  // namespace interlinear::cli
